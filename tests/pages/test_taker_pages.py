"""Taking a survey, page by page: each step says what it needs, keeps what was given, and a new tab goes on where one ended."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from db.tables import Answer, Consent, FaceVerification, SurveySession
from pages import texts
from pages import texts_accommodations as eased
from pages import texts_taker as words
from pages.taker import reference_step
from proctor_core.domain.accommodation import Easing
from proctor_core.domain.allowance import Allowance
from proctor_core.domain.enrolment import RefusalReason
from proctor_core.domain.notice import CURRENT, NoticeTerms, notice_text, sha256_of
from proctor_core.domain.policy import PolicyName, RecordingMode
from proctor_core.domain.reference import ReferenceResult
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from tests.rules.observations import calm
from tests.support.away import away
from tests.support.monitor_world import PAGE
from tests.support.page_application import all_text, button, component_data
from tests.support.session_world import BASELINE, PLATFORM
from tests.support.statements import statements
from tests.support.taker_pages import FILES, TakerPages

pytestmark = pytest.mark.slow

EVERY_KIND = {
    "title": "Every kind",
    "questions": [
        {"id": "one", "kind": "single_choice", "text": "One?", "options": ["a", "b"]},
        {"id": "many", "kind": "multiple_choice", "text": "Many?", "options": ["a", "b", "c"]},
        {"id": "scale", "kind": "scale", "text": "Scale?"},
        {"id": "short", "kind": "short_text", "text": "Short?"},
        {"id": "long", "kind": "long_text", "text": "Long?"},
        {"id": "number", "kind": "number", "text": "Number?"},
        {"id": "date", "kind": "date", "text": "Date?"},
    ],
}


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TakerPages]:
    made = TakerPages(sqlite_engine, tmp_path, monkeypatch)
    yield made
    made.close()


def click(page: AppTest, label: str) -> AppTest:
    button(page, label).click()
    page.run()
    assert not page.exception, page.exception
    return page


def status_of(world: TakerPages, session: SurveySession) -> SessionStatus:
    return world.stored(session.id).status


def answers(world: TakerPages, session: SurveySession) -> dict[str, Any]:
    return {row.question_id: row.value for row in world.rows(Answer, session_id=session.id)}


def has_camera(page: AppTest) -> bool:
    return any("camera-" in str(e.proto) for e in page.get("component_instance")) or any(
        "live-" in str(e.proto) for e in page.get("bidi_component")
    )


# ---- my surveys ----


def test_without_a_survey_the_page_says_what_will_come(world: TakerPages) -> None:
    assert words.NO_SURVEYS in all_text(world.my_surveys())


def test_a_survey_waits_with_its_state_and_one_button(world: TakerPages) -> None:
    world.invited()
    page = world.my_surveys()
    assert "Customer study" in all_text(page)
    assert words.STATUS[SessionStatus.INVITED][2] in all_text(page)
    page = click(page, words.BEGIN)
    assert words.NOTICE_TITLE in all_text(page)


def test_surveys_of_others_are_not_there(world: TakerPages) -> None:
    world.invited()
    world.person("eve")
    world.sign_in_as("eve")
    assert words.NO_SURVEYS in all_text(world.my_surveys())


def test_a_session_of_somebody_else_can_not_be_opened_by_its_id(world: TakerPages) -> None:
    session = world.in_progress()
    world.person("eve")
    world.sign_in_as("eve")
    page = world.open(session.id)
    assert words.CHOOSE_FIRST in all_text(page)
    assert not page.radio


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ANALYST, Role.ADMINISTRATOR])
def test_the_pages_are_for_takers_alone(world: TakerPages, file: str, role: Role) -> None:
    world.person("other", role)
    world.sign_in_as("other")
    page = world.file(file)
    expected = texts.NOT_YOUR_PAGE.format(roles=texts.ROLE_LABEL[Role.TAKER], role=texts.ROLE_LABEL[role])
    assert [w.value for w in page.warning] == [expected]
    assert not page.button


# ---- notice and consent ----


def test_the_notice_names_the_session_s_own_threshold(world: TakerPages) -> None:
    session = world.invited(policy="strict")
    page = world.open(session.id)
    assert "2 notes mean that a person looks" in all_text(page)
    assert not page.get("component_instance"), "no camera before the consent"


def test_who_has_checks_eased_reads_which_before_the_camera_and_the_notice_stays_the_same(world: TakerPages) -> None:
    session = world.invited()
    assert eased.FOR_YOU not in all_text(world.open(session.id))
    changes = {ViolationType.LOOKING_AWAY: Easing.OFF, ViolationType.MOBILE_DETECTED: Easing.LONGER}
    world.services.surveys.accommodations.ease(world.administrator, world.taker.id, None, changes)
    page = world.open(session.id)
    said = all_text(page)
    assert "Looking away: not checked" in said and "Phone: noted after twice the time" in said
    assert eased.FOR_YOU_WHO in said
    click(page, words.AGREE)
    (consent,) = world.rows(Consent, session_id=session.id)
    assert consent.text_sha256 == sha256_of(notice_text(NoticeTerms(threshold=3)))


def test_who_agrees_comes_to_the_camera_and_the_text_is_kept(world: TakerPages) -> None:
    session = world.invited()
    page = click(world.open(session.id), words.AGREE)
    assert status_of(world, session) is SessionStatus.CONSENTED
    (consent,) = world.rows(Consent, session_id=session.id)
    assert (consent.is_given, consent.text_version) == (True, CURRENT.value)
    assert consent.text_sha256 == sha256_of(notice_text(NoticeTerms(3)))
    assert words.CHECK_TITLE in all_text(page)


def test_a_press_on_a_notice_that_reads_otherwise_by_now_agrees_to_nothing(world: TakerPages) -> None:
    session = world.invited(recording_mode=RecordingMode.VIOLATIONS)
    page = world.open(session.id)
    page.checkbox[0].check()
    world.surveys.change_proctoring(
        world.administrator,
        session.survey_id,
        proctoring_enabled=True,
        policy=PolicyName.RELAXED,
        recording_mode=RecordingMode.FULL,
        allow_without_camera=True,
    )
    page = click(page, words.AGREE)
    assert (world.rows(Consent), status_of(world, session)) == ([], SessionStatus.INVITED)
    assert "5 notes mean that a person looks" in all_text(page)
    assert page.checkbox[0].value is False, "the video of the whole session was not asked for"
    click(page, words.AGREE)
    assert status_of(world, session) is SessionStatus.CONSENTED


def test_who_refuses_is_told_what_happens_then_and_may_think_again(world: TakerPages) -> None:
    session = world.invited()
    page = click(world.open(session.id), words.DISAGREE)
    assert words.REFUSED in all_text(page)
    assert status_of(world, session) is SessionStatus.INVITED
    assert [c.is_given for c in world.rows(Consent, session_id=session.id)] == [False]
    assert world.registry.find(session.id) is None
    click(page, words.AGREE)
    assert status_of(world, session) is SessionStatus.CONSENTED


# ---- camera check and reference ----


def consented(world: TakerPages) -> SurveySession:
    session = world.invited()
    page = click(world.open(session.id), words.AGREE)
    assert page.button
    return session


def feed(world: TakerPages, session: SurveySession, scene: Any = calm) -> SessionMonitor:
    """A second of pictures before the session's camera."""
    monitor = world.monitor(session.id)
    monitor.attach(PAGE)
    for _ in range(4):
        world.clock.pass_time(0.3)
        world.show(monitor, scene)
    return monitor


def test_without_a_picture_the_check_says_what_to_do(world: TakerPages) -> None:
    session = consented(world)
    page = click(world.open(session.id), words.CHECK_GO_ON)
    assert [w.value for w in page.warning] == [words.CHECK_NOT_YET.format(problem=words.WAITING)]
    assert status_of(world, session) is SessionStatus.CONSENTED


def test_the_badge_gets_the_session_the_tab_and_sentences_and_no_picture(world: TakerPages) -> None:
    session = consented(world)
    data = component_data(world.open(session.id), "live-")
    assert (data["session"], data["shows_checks"], data["shows_camera"]) == (str(session.id), True, False)
    assert len(data["page"]) == 16
    assert "jpg" not in json.dumps(data)


def test_a_good_picture_leads_on_to_the_reference(world: TakerPages) -> None:
    session = consented(world)
    page = world.open(session.id)
    feed(world, session)
    page = click(page, words.CHECK_GO_ON)
    assert status_of(world, session) is SessionStatus.ENROLLING
    assert words.REFERENCE_TITLE in all_text(page)


def test_a_reference_without_a_picture_is_refused_with_its_reason(
    world: TakerPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference_step, "LONGEST_WAIT_S", 0.01)
    session = world.enrolling()
    page = click(world.open(session.id), words.TAKE_REFERENCE)
    assert [w.value for w in page.warning] == [words.REFUSALS[RefusalReason.NO_PICTURE]]
    assert [r.is_initial for r in world.rows(FaceVerification, session_id=session.id)] == [True]
    assert not world.stored(session.id).initial_face_verified


class Taken:
    """An attempt that is over."""

    def wait(self, timeout_s: float) -> ReferenceResult:
        return ReferenceResult(None, b"a face", BASELINE, 0.9)


def test_an_accepted_reference_leads_to_the_questions_and_watching_begins(
    world: TakerPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SessionMonitor, "take_reference", lambda *_: Taken())
    session = world.enrolling()
    page = click(world.open(session.id), words.TAKE_REFERENCE)
    stored = world.stored(session.id)
    assert stored.initial_face_verified
    assert stored.face_reference_image is not None and world.media.exists(stored.face_reference_image)
    assert stored.phone_check_available is False, "this world has no phone model"
    page = click(page, words.BEGIN_QUESTIONS)
    assert world.monitor(session.id).phase is Phase.WATCHING
    assert words.QUESTION_OF.format(number=1, total=3) in str(page.get("progress")[0].proto)
    assert "How often?" in all_text(page)


@pytest.mark.parametrize("wants_demo", [True, False])
def test_the_drawn_camera_is_offered_in_demo_mode_alone(world: TakerPages, wants_demo: bool) -> None:
    world.application.offer_demo_camera(is_offered=wants_demo)
    session = consented(world)
    labels = {b.label for b in world.open(session.id).button}
    assert (words.DEMO_CAMERA in labels) is wants_demo


# ---- questions ----


def test_an_answer_is_saved_as_it_is_given(world: TakerPages) -> None:
    session = world.begun()
    page = world.open(session.id)
    page.radio[0].set_value("weekly")
    page.run()
    assert answers(world, session) == {"often": "weekly"}
    assert component_data(page, "live-")["saved"].startswith("Saved ")


def test_a_question_says_what_its_taker_may_do(world: TakerPages) -> None:
    allows = {"id": "sum", "kind": "number", "text": "17 * 23?", "allows": ["paper", "phone"]}
    session = world.begun(definition={"title": "Sums", "questions": [allows]})
    said = all_text(world.open(session.id))
    assert words.ALLOWS[Allowance.PAPER] in said
    assert words.ALLOWS[Allowance.PHONE] in said
    assert words.ALLOWS[Allowance.SECOND_SCREEN] not in said


def test_a_new_tab_resumes_at_the_same_question_with_all_answers(world: TakerPages) -> None:
    session = world.begun()
    page = world.open(session.id)
    page.radio[0].set_value("weekly")
    click(page, words.NEXT)
    again = world.open()
    assert "How much?" in all_text(again)
    again = click(again, words.BACK)
    assert again.radio[0].value == "weekly"


def test_what_was_asked_of_the_moderators_stands_there_and_is_read_once(world: TakerPages) -> None:
    session = world.begun()
    world.services.taking.help.ask(world.taker, session.id, "The page is blank")
    with statements(world.engine) as asked:
        page = world.open(session.id)
        page.run()
    assert "“The page is blank”" in all_text(page)
    assert sum("FROM session_message" in statement for statement, _ in asked) == 1
    world.clock.pass_time(61)
    page.text_area(f"help-{session.id}").set_value("Still *blank*")
    assert "“Still \\*blank\\*”" in all_text(click(page, words.HELP_SEND))


def test_an_interrupted_session_goes_on_when_its_page_opens(world: TakerPages) -> None:
    session = world.begun()
    world.stored_sessions.interrupt(session.id)
    page = world.open()
    assert "How often?" in all_text(page)
    assert status_of(world, session) is SessionStatus.IN_PROGRESS


def test_every_kind_of_question_keeps_its_answer(world: TakerPages) -> None:
    session = world.begun(definition=EVERY_KIND)
    page = world.open(session.id)

    def give(element: Any, value: Any) -> None:
        element.set_value(value)
        page.run()
        assert not page.exception, page.exception
        if words.NEXT in {b.label for b in page.button}:
            click(page, words.NEXT)

    give(page.radio[0], "b")
    page.checkbox[0].set_value(True)
    give(page.checkbox[2], True)
    give(page.get("button_group")[0], 4)
    give(page.text_input[0], "short")
    give(page.text_area[0], "long\ntext")
    give(page.number_input[0], 2.5)
    give(page.date_input[0], "2026-11-24")
    assert answers(world, session) == {
        "one": "b",
        "many": ["a", "c"],
        "scale": 4,
        "short": "short",
        "long": "long\ntext",
        "number": 2.5,
        "date": "2026-11-24",
    }


def to_the_last_question(page: AppTest) -> AppTest:
    while words.NEXT in {b.label for b in page.button}:
        click(page, words.NEXT)
    return page


def test_handing_in_says_first_what_is_open(world: TakerPages) -> None:
    session = world.begun()
    page = to_the_last_question(world.open(session.id))
    page = click(page, words.HAND_IN)
    assert words.STILL_OPEN in all_text(page)
    links = [b.label for b in page.button if b.label.startswith("Question ")]
    assert links == ["Question 1: How often?", "Question 2: How much?"]
    assert status_of(world, session) is SessionStatus.IN_PROGRESS
    assert world.monitor(session.id).phase is Phase.WATCHING


def test_a_session_that_was_seen_is_handed_in_and_accepted(world: TakerPages) -> None:
    session = world.begun()
    world.answer_all(session.id)
    world.play(session.id, 20)
    page = click(to_the_last_question(world.open(session.id)), words.HAND_IN)
    assert status_of(world, session) is SessionStatus.PASSED
    said = all_text(page)
    assert words.STATUS[SessionStatus.PASSED][2] in said
    assert words.WITH_CAMERA.format(notes=words.NO_NOTES) in said
    assert words.WHY_A_PERSON_LOOKS not in said
    assert world.registry.find(session.id) is None


def test_a_session_that_nobody_could_see_is_looked_at_and_the_receipt_says_why(world: TakerPages) -> None:
    session = world.begun()
    world.answer_all(session.id)
    world.clock.pass_time(30)
    page = click(to_the_last_question(world.open(session.id)), words.HAND_IN)
    assert status_of(world, session) is SessionStatus.UNDER_REVIEW
    said = all_text(page)
    assert words.STATUS[SessionStatus.UNDER_REVIEW][2] in said
    assert words.FLAG_RULES["low_coverage"].format(measured=0.0, limit=0.9) in said


def test_what_can_not_be_written_is_said_and_the_session_goes_on(
    world: TakerPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = world.begun()
    world.answer_all(session.id)
    world.play(session.id, 20)
    monitor, page = world.monitor(session.id), to_the_last_question(world.open(session.id))
    with monkeypatch.context() as patch:
        patch.setattr(world.writer, "flush", lambda _: False)
        page = click(page, words.HAND_IN)
    assert words.HAND_IN_WAITS in all_text(page)
    assert status_of(world, session) is SessionStatus.IN_PROGRESS
    assert world.monitor(session.id) is monitor
    click(page, words.HAND_IN)
    assert status_of(world, session) is SessionStatus.PASSED


# ---- a session that a platform opened ----


@pytest.mark.parametrize("stage", ["invited", "enrolling", "in_progress"])
def test_a_session_that_a_platform_opened_is_not_taken_on_the_pages(world: TakerPages, stage: str) -> None:
    session = getattr(world, stage)(by_platform=PLATFORM)
    page = world.open(session.id)
    assert words.TAKEN_ELSEWHERE in all_text(page)
    assert not has_camera(page)
    assert world.registry.find(session.id) is None
    assert world.stored(session.id).watched_by is WatchedBy.HYBRID


# ---- without camera ----


def test_a_survey_without_proctoring_runs_without_camera_and_consent(world: TakerPages) -> None:
    session = world.invited(proctoring_enabled=False)
    page = world.open(session.id)
    assert "How often?" in all_text(page)
    assert not has_camera(page)
    world.answer_all(session.id)
    page = click(to_the_last_question(page), words.HAND_IN)
    stored = world.stored(session.id)
    assert (stored.status, stored.flagged_for_review) == (SessionStatus.PASSED, False)
    assert words.WITHOUT_CAMERA in all_text(page)
    assert world.registry.find(session.id) is None
    assert world.rows(Consent, session_id=session.id) == []


def test_a_taker_too_many_is_asked_to_wait_and_goes_on_when_there_is_room(world: TakerPages) -> None:
    world.begun()
    world.looks_per_second = 1.0
    late = world.enrolling()
    page = world.open(late.id)
    assert not page.exception
    assert words.PLEASE_WAIT_TITLE in all_text(page) and words.PLEASE_WAIT_UNKNOWN in all_text(page)
    assert world.registry.find(late.id) is None, "the camera is off"
    world.looks_per_second = 30.0
    page = click(page, words.LOOK_AGAIN)
    assert words.PLEASE_WAIT_TITLE not in all_text(page)
    assert world.registry.find(late.id) is not None


def test_while_the_database_is_away_the_page_goes_on_and_handing_in_waits(world: TakerPages) -> None:
    session = world.begun()
    world.play(session.id, 6)
    page = world.open(session.id)
    with away(world.engine):
        page.run()
        page.radio[0].set_value("daily")
        page.run()
        assert not page.exception
        assert words.KEPT_HERE in all_text(page)
        for _ in range(2):
            click(page, words.NEXT)
        world.sessions.save_answer(world.taker, session.id, "liked", 4)
        click(page, words.HAND_IN)
        assert words.HAND_IN_WAITS in all_text(page)
    world.written()
    assert status_of(world, session) is SessionStatus.IN_PROGRESS
    click(page, words.HAND_IN)
    assert status_of(world, session) in (SessionStatus.PASSED, SessionStatus.UNDER_REVIEW)
