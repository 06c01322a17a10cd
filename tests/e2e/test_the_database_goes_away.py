"""A real PostgreSQL stops under a taker in Chromium: the survey goes on, and what was answered meanwhile is filed afterwards."""

import json
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from pages import texts_navigation as words
from pages import texts_taker as sentences
from tests.e2e import acts
from tests.e2e.conftest import Browsers
from tests.e2e.visit import visiting
from tests.e2e.world import World
from tests.support.postgres import Cluster
from tests.support.processes import last_lines, wait_until
from tests.support.program import running_program

AWAY_S = 10.0
FILED_WITHIN_S = 15.0


def health(url: str) -> Mapping[str, Any]:
    """What `/api/health` says; a part that is down would be an error here."""
    with urllib.request.urlopen(f"{url}/api/health", timeout=10) as answer:
        return json.load(answer)


@pytest.mark.timeout(200)
def test_a_survey_goes_on_without_its_database(
    postgres_cluster: Cluster, models_dir: Path, browsers: Browsers, calm_camera: Path, tmp_path: Path
) -> None:
    with ExitStack() as ends, ExitStack() as until_it_stops:
        address = until_it_stops.enter_context(postgres_cluster.running()).create_database()
        world = World(tmp_path / "data", address)
        ends.callback(world.close)
        taker = world.invited()
        settings = {"PROCTORING_MODELS_DIR": str(models_dir), "DEMO": "0", "DATABASE_URL": address}
        program = ends.enter_context(running_program(tmp_path, settings))
        page = ends.enter_context(visiting(browsers[calm_camera], program.url, taker.name)).page
        acts.enrol(page, taker)
        questions = taker.survey.questions
        acts.answer(page, questions[0])
        world.engine.dispose()

        until_it_stops.close()
        went_at = time.monotonic()
        acts.go_forward(page, taker.survey, 2)
        acts.answer(page, questions[1])
        expect(page.get_by_text(sentences.KEPT_HERE)).to_be_visible()
        expect(page.get_by_text(words.STORAGE_AWAY)).to_have_count(0)
        acts.go_forward(page, taker.survey, 3)
        acts.answer(page, questions[2])
        acts.expect_badge(page, "live")
        said = health(program.url)
        assert said["state"] == "degraded"
        assert said["parts"]["database"]["fact"] == "does not answer"
        assert "in the outbox" in said["parts"]["writer"]["fact"]
        page.wait_for_timeout(max(0.0, 1000 * (AWAY_S - time.monotonic() + went_at)))
        acts.expect_badge(page, "live")

        ends.enter_context(postgres_cluster.running())
        wait_until(
            lambda: set(world.answers(taker.session_id)) == {q.id for q in questions[:3]},
            "three answers in the database",
            timeout_s=FILED_WITHIN_S,
            log=program.log,
        )
        assert world.session(taker.session_id).current_question == 2
        acts.go_forward(page, taker.survey, 4)
        expect(page.get_by_text(sentences.KEPT_HERE)).to_have_count(0)
        acts.answer_all(page, taker.survey, from_number=4)
        acts.hand_in(page)
        assert set(world.answers(taker.session_id)) == {q.id for q in questions}
        assert "a page failed" not in last_lines(program.log, 1000)
