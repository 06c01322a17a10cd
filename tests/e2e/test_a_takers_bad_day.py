"""What goes wrong around a survey: the network, the laptop, other tabs and devices. One session lives through all of it.

The tests follow each other in one window. Nothing is lost, each says what was kept, and all goes on by itself.
"""

import os
import signal
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages import texts_navigation as words
from pages import texts_taker as sentences
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind
from tests.e2e import acts
from tests.e2e.cable import Cable, Pictures, cable_to
from tests.e2e.conftest import Browsers, Served, StartBrowser
from tests.e2e.visit import Visit, visiting
from tests.e2e.world import Invited, World
from tests.support.processes import wait_until

SHORT_CUT_MS = 5_000
LONG_CUT_MS = 1000 * float(os.environ.get("PROCTOR_LONG_CUT_S", "30"))
"""Longer in `python -m benchmarks.network_cut`."""
BACK_WITHIN_S = 25.0
AWAY_WITHIN_S = 25.0
TYPED = "half a sentence that nobody sav"


@dataclass(frozen=True, slots=True)
class Connected:
    """A taker in the middle of a survey, with the network between browser and server in our hands."""

    visit: Visit
    taker: Invited
    world: World
    cable: Cable
    pictures: Pictures

    @property
    def page(self) -> Page:
        """The taker's window."""
        return self.visit.page

    def status(self) -> SessionStatus:
        """As it is stored."""
        return self.world.session(self.taker.session_id).status

    def signals(self, kind: SignalKind) -> list[tuple[float, float | None]]:
        """When this state was, in seconds of the session."""
        found = self.world.signals(self.taker.session_id)
        return [(s.onset_s, s.offset_s) for s in found if s.kind is kind]

    def expect_all_well(self) -> float:
        """The camera is seen again, the bar is gone, the session goes on, and the page rests; the seconds it took."""
        begin_s = time.monotonic()
        wait_until(self.has_picture, "a camera that is seen again", timeout_s=BACK_WITHIN_S)
        acts.expect_badge(self.page, "live", timeout_s=BACK_WITHIN_S)
        expect(self.page.get_by_text(words.OUT_OF_REACH)).to_have_count(0)
        wait_until(lambda: self.status() is SessionStatus.IN_PROGRESS, "a session that goes on", timeout_s=5)
        acts.settle(self.page)
        return time.monotonic() - begin_s

    def has_picture(self) -> bool:
        """Whether nothing stands open on the timeline."""
        return all(signal.offset_s is not None for signal in self.world.signals(self.taker.session_id))

    @contextmanager
    def without_network(self) -> Generator[None]:
        """Nothing passes in either direction, and nobody is told."""
        self.pictures.stop()
        self.cable.cut()
        try:
            yield
        finally:
            self.pictures.go_on()
            self.cable.mend()


@pytest.fixture(scope="module")
def connected(served: Served, start_browser: StartBrowser, calm_camera: Path) -> Iterator[Connected]:
    """Enrolled once; a browser of its own, since one test puts it to sleep."""
    taker = served.world.invited()
    with (
        cable_to(served.url) as cable,
        visiting(start_browser(calm_camera), cable.url, taker.name) as visit,
    ):
        pictures = Pictures(visit.page)
        acts.enrol(visit.page, taker)
        yield Connected(visit, taker, served.world, cable, pictures)


def test_five_seconds_without_network_interrupt_nothing(connected: Connected) -> None:
    page, survey = connected.page, connected.taker.survey
    acts.answer(page, survey.questions[0])
    with connected.without_network():
        page.wait_for_timeout(SHORT_CUT_MS)
        wait_until(lambda: not connected.has_picture(), "a camera that is missed", timeout_s=5)
    connected.expect_all_well()
    assert connected.signals(SignalKind.NETWORK_GAP) == []
    assert connected.world.violations(connected.taker.session_id) == []
    assert set(connected.world.answers(connected.taker.session_id)) == {survey.questions[0].id}


def test_thirty_seconds_without_network_are_said_and_survived(
    connected: Connected, record_property: Callable[[str, object], None]
) -> None:
    page, survey = connected.page, connected.taker.survey
    number = to_a_text_question(page, connected.taker)
    field = page.get_by_role("textbox", name=survey.questions[number - 1].text)
    expect(field).to_be_visible(timeout=acts.STEP_MS)  # its code comes over the same cable
    with connected.without_network():
        field.fill(TYPED)
        acts.expect_badge(page, "out_of_reach")
        acts.expect_said(page, "out_of_reach")
        expect(page.get_by_text(words.OUT_OF_REACH)).to_be_visible()
        wait_until(lambda: connected.status() is SessionStatus.INTERRUPTED, "interrupted", timeout_s=AWAY_WITHIN_S)
        page.wait_for_timeout(LONG_CUT_MS - 1000 * AWAY_WITHIN_S)
    record_property("all well after s", round(connected.expect_all_well(), 1))
    expect(field).to_have_value(TYPED)
    field.press("Tab")
    question = survey.questions[number - 1]
    wait_until(
        lambda: connected.world.answers(connected.taker.session_id).get(question.id) == TYPED,
        "what was typed without network",
        timeout_s=10,
    )
    ((_, end_s),) = connected.signals(SignalKind.NETWORK_GAP)
    assert end_s is not None
    assert connected.world.violations(connected.taker.session_id) == []


def to_a_text_question(page: Page, taker: Invited) -> int:
    """Answer up to the first question that is typed; its number, from 1."""
    number = next(n for n, q in enumerate(taker.survey.questions, start=1) if "text" in q.kind.value)
    for at in range(1, number):
        acts.answer(page, taker.survey.questions[at - 1])
        acts.go_forward(page, taker.survey, at + 1)
    return number


def test_a_tab_in_the_background_is_on_the_timeline_and_accuses_nobody(connected: Connected) -> None:
    other = connected.visit.another_tab()
    hide(connected.page, True)
    try:
        wait_until(lambda: bool(connected.signals(SignalKind.PAGE_HIDDEN)), "a noted signal", timeout_s=15)
        acts.expect_badge(connected.page, "live")
    finally:
        hide(connected.page, False)
        other.close()
    wait_until(lambda: connected.signals(SignalKind.PAGE_HIDDEN)[-1][1] is not None, "its end", timeout_s=10)
    ((onset_s, _),) = connected.signals(SignalKind.PAGE_HIDDEN)
    assert [v for v in connected.world.violations(connected.taker.session_id) if v.onset_s >= onset_s] == []


def hide(page: Page, is_hidden: bool) -> None:
    """Say to the page that it is in the background: a headless browser has no front."""
    state = "hidden" if is_hidden else "visible"
    page.evaluate(
        f"""() => {{
            Object.defineProperty(document, 'visibilityState', {{value: '{state}', configurable: true}});
            document.dispatchEvent(new Event('visibilitychange'));
        }}"""
    )


def test_a_second_tab_takes_the_survey_over_and_the_first_says_so(connected: Connected) -> None:
    first, second = connected.page, connected.visit.another_tab()
    second.goto(f"{connected.cable.url}/take_survey")
    go_on_there(second, first)
    second.close()
    acts.camera_frame(first).get_by_role("button", name=sentences.START_CAMERA).click()
    connected.expect_all_well()


def test_another_device_takes_the_survey_over_with_all_answers(
    connected: Connected, browsers: Browsers, calm_camera: Path
) -> None:
    with visiting(browsers[calm_camera], connected.cable.url, connected.taker.name) as phone:
        acts.open_survey(phone.page, sentences.GO_ON)
        go_on_there(phone.page, connected.page)
        expect(phone.page.get_by_role("textbox")).to_have_value(TYPED)
    acts.camera_frame(connected.page).get_by_role("button", name=sentences.START_CAMERA).click()
    connected.expect_all_well()


def go_on_there(there: Page, here: Page) -> None:
    """Start the camera there; here the page says so, and stops its own camera."""
    acts.expect_badge(there, "taken_over")
    acts.start_camera(there)
    acts.expect_badge(here, "taken_over")
    expect(acts.camera_frame(here).get_by_role("button", name=sentences.START_CAMERA)).to_be_visible(
        timeout=acts.STEP_MS
    )
    acts.expect_badge(there, "live")


def test_a_laptop_that_slept_goes_on_where_it_was(connected: Connected) -> None:
    gaps = len(connected.signals(SignalKind.NETWORK_GAP))
    with asleep(connected.visit):
        wait_until(lambda: connected.status() is SessionStatus.INTERRUPTED, "interrupted", timeout_s=AWAY_WITHIN_S)
    connected.expect_all_well()
    assert len(connected.signals(SignalKind.NETWORK_GAP)) == gaps + 1
    expect(connected.page.get_by_role("textbox")).to_have_value(TYPED)


@contextmanager
def asleep(visit: Visit) -> Generator[None]:
    """Every process of the browser stands still, as when the lid is closed."""
    browser = visit.context.browser
    assert browser is not None, "a context that was made by a browser"
    session = browser.new_browser_cdp_session()
    pids = [int(process["id"]) for process in session.send("SystemInfo.getProcessInfo")["processInfo"]]
    session.detach()
    send_to(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        send_to(pids, signal.SIGCONT)


def send_to(pids: list[int], what: signal.Signals) -> None:
    """To each of the browser's processes."""
    for pid in pids:
        os.kill(pid, what)


def test_after_all_of_it_the_survey_is_handed_in_with_every_answer(connected: Connected) -> None:
    page, taker = connected.page, connected.taker
    number = connected.world.session(taker.session_id).current_question + 1
    acts.answer_all(page, taker.survey, from_number=number)
    acts.hand_in(page)
    assert set(connected.world.answers(taker.session_id)) == {q.id for q in taker.survey.questions}
