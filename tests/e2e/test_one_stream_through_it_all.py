"""One watched session, and everything that may not break it: the traps of the camera, the badge and the socket.

The tests follow each other in one window, as things happen to a taker.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from db.tables import FaceVerification
from pages import texts
from pages import texts_taker as sentences
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind
from proctor_core.wiring.clock import now
from tests.e2e import acts, lens
from tests.e2e.conftest import Browsers, Served
from tests.e2e.visit import Visit, visiting
from tests.e2e.world import Invited, World
from tests.support.processes import wait_until

pytestmark = pytest.mark.alone
IDLE_MS = 6_000
REPORT_MS = 4_000
QUICK_PRESSES = 40
LOST_WITHIN_S = 6.0
SETTLED_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class Watched:
    """A taker at the first question, the camera running."""

    visit: Visit
    taker: Invited
    world: World

    def lost_camera(self) -> list[tuple[float, float | None]]:
        """When no picture came, in seconds of the session."""
        signals = self.world.signals(self.taker.session_id)
        return [(s.onset_s, s.offset_s) for s in signals if s.kind is SignalKind.CAMERA_LOST]

    def seen_until(self) -> datetime:
        """The end of the newest heartbeat with a face in it."""
        runs = self.world.rows(FaceVerification, session_id=self.taker.session_id, is_initial=False, face_detected=True)
        return max((run.ended_at for run in runs), default=datetime.min.replace(tzinfo=now().tzinfo))

    def wait_for_a_face(self) -> None:
        """Wait for a heartbeat with a face that is later than now."""
        since = now()
        wait_until(lambda: self.seen_until() > since, "a later heartbeat with a face", timeout_s=SETTLED_WITHIN_S)


@pytest.fixture(scope="module")
def watched(served: Served, browsers: Browsers, calm_camera: Path) -> Iterator[Watched]:
    """Enrolled once for the whole module."""
    taker = served.world.invited()
    with visiting(browsers[calm_camera], served.url, taker.name) as visit:
        acts.enrol(visit.page, taker)
        yield Watched(visit, taker, served.world)


def test_the_live_badge_costs_no_script_run(watched: Watched) -> None:
    messages, requests = watched.visit.traffic.socket_messages, len(watched.visit.traffic.requests)
    watched.visit.page.wait_for_timeout(IDLE_MS)
    assert watched.visit.traffic.socket_messages == messages
    asked = {request.url for request in watched.visit.traffic.requests[requests:]}
    assert asked == {f"{watched.visit.url}/api/sessions/{watched.taker.session_id}/page"}, "only that the page is there"
    assert len(watched.visit.traffic.requests) - requests <= IDLE_MS / REPORT_MS + 1
    acts.expect_badge(watched.visit.page, "live")


def test_a_busy_browser_sends_fewer_pictures_and_not_smaller_ones(watched: Watched) -> None:
    assert lens.kept_when_busy(watched.visit.page) == ["maintain-resolution"]


def test_quick_reruns_neither_stop_the_stream_nor_lose_an_answer(watched: Watched) -> None:
    page = watched.visit.page
    before = watched.visit.traffic.socket_messages
    question = watched.taker.survey.questions[0]
    for press in range(QUICK_PRESSES):
        last_pressed = question.options[press % len(question.options)]
        page.get_by_text(last_pressed.text, exact=True).click()
    expect(page.get_by_role("radio", name=last_pressed.text)).to_be_checked()
    acts.settle(page)
    assert watched.visit.traffic.socket_messages - before > QUICK_PRESSES
    wait_until(
        lambda: watched.world.answers(watched.taker.session_id) == {question.id: last_pressed.value},
        "the last press as the stored answer",
        timeout_s=SETTLED_WITHIN_S,
    )
    watched.wait_for_a_face()
    acts.expect_badge(page, "live")
    assert watched.lost_camera() == []
    assert lens.times_asked(page) == 1


def test_a_reload_comes_back_to_the_same_question_with_all_answers_and_the_camera(watched: Watched) -> None:
    page, survey = watched.visit.page, watched.taker.survey
    acts.go_forward(page, survey, 2)
    acts.answer(page, survey.questions[1])
    acts.go_forward(page, survey, 3)
    page.reload()
    acts.expect_question(page, survey, 3)
    acts.press(page, sentences.BACK)
    acts.expect_question(page, survey, 2)
    expect(page.get_by_role("checkbox", name=survey.questions[1].options[1].text)).to_be_checked()
    acts.press(page, sentences.BACK)
    acts.expect_question(page, survey, 1)
    chosen = survey.questions[0].options[(QUICK_PRESSES - 1) % 4].text
    expect(page.get_by_role("radio", name=chosen)).to_be_checked()
    acts.expect_badge(page, "live")


def test_a_camera_that_is_unplugged_is_noticed_and_goes_on_when_it_is_there_again(watched: Watched) -> None:
    page = watched.visit.page
    watched.wait_for_a_face()
    acts.expect_badge(page, "live")
    lost_before = len(watched.lost_camera())
    lens.unplug(page)
    acts.expect_badge(page, "missing", timeout_s=LOST_WITHIN_S)
    acts.expect_said(page, "missing")
    wait_until(lambda: len(watched.lost_camera()) > lost_before, "a stored signal", timeout_s=5)
    assert watched.lost_camera()[-1][1] is None
    assert watched.world.session(watched.taker.session_id).status is SessionStatus.IN_PROGRESS
    lens.plug_in(page)
    acts.expect_badge(page, "live")
    wait_until(lambda: watched.lost_camera()[-1][1] is not None, "the stored end of the signal", timeout_s=5)


def test_a_camera_that_another_program_took_is_tried_again(watched: Watched) -> None:
    page = watched.visit.page
    lens.use_elsewhere(page, True)
    acts.camera_frame(page).get_by_role("button", name=sentences.STOP_CAMERA).click()
    acts.camera_frame(page).get_by_role("button", name=sentences.START_CAMERA).click()
    acts.expect_badge(page, "busy")
    acts.expect_said(page, "busy")
    lens.use_elsewhere(page, False)
    acts.expect_badge(page, "live")


def test_signing_out_in_another_tab_ends_this_one_at_its_next_run(watched: Watched) -> None:
    other = watched.visit.another_tab()
    other.goto(watched.visit.url)
    acts.sign_out(other)
    acts.press(watched.visit.page, sentences.NEXT)
    expect(watched.visit.page.get_by_text(texts.NOT_SIGNED_IN)).to_be_visible(timeout=acts.STEP_MS)
    expect(watched.visit.page.get_by_text(watched.taker.survey.title)).to_have_count(0)
