"""The server is asked to end in the middle of a survey: the page comes back by itself, and so do camera and answers.

How it goes on after a SIGKILL is in test_a_server_that_is_killed.py.
"""

import signal
from pathlib import Path

from playwright.sync_api import expect

from pages import texts_navigation as words
from proctor_core.domain.states import SessionStatus
from tests.e2e import acts
from tests.e2e.cable import cable_to
from tests.e2e.conftest import Browsers
from tests.e2e.visit import visiting
from tests.e2e.world import World
from tests.support.processes import wait_until
from tests.support.program import running_program

BACK_WITHIN_S = 45.0
ENDS_WITHIN_S = 10.0
TRACEBACK = "Traceback"


def test_a_restarted_server_is_met_again_by_the_page_itself(
    models_dir: Path, browsers: Browsers, calm_camera: Path, tmp_path: Path
) -> None:
    settings = {"PROCTORING_MODELS_DIR": str(models_dir), "DEMO": "1"}
    world = World(tmp_path / "data")
    taker = world.invited()
    with (
        running_program(tmp_path, settings) as first,
        cable_to(first.url) as cable,
        visiting(browsers[calm_camera], cable.url, taker.name) as visit,
    ):
        page, survey = visit.page, taker.survey
        acts.enrol(page, taker)
        acts.answer(page, survey.questions[0])
        acts.go_forward(page, survey, 2)
        first.process.send_signal(signal.SIGTERM)
        first.process.wait(ENDS_WITHIN_S)
        assert "not done in time" not in first.log.read_text(), "asked to end, it writes everything first"
        acts.expect_badge(page, "out_of_reach")
        acts.expect_said(page, "out_of_reach")
        expect(page.get_by_text(words.OUT_OF_REACH)).to_be_visible()
        expect(page.get_by_role("dialog").filter(visible=True)).to_have_count(0)
        with running_program(tmp_path, settings) as second:
            cable.lead_to(second.url)
            acts.expect_badge(page, "live", timeout_s=BACK_WITHIN_S)
            acts.expect_question(page, survey, 2)
            wait_until(
                lambda: world.session(taker.session_id).status is SessionStatus.IN_PROGRESS, "goes on", timeout_s=5
            )
            wait_until(
                lambda: all(signal.offset_s is not None for signal in world.signals(taker.session_id)),
                "a camera that is seen again",
                timeout_s=BACK_WITHIN_S,
            )
            acts.settle(page)
            acts.answer_all(page, survey, from_number=2)
            acts.hand_in(page)
            assert set(world.answers(taker.session_id)) == {q.id for q in survey.questions}
            assert TRACEBACK not in second.log.read_text()
    world.close()
