"""Moderators look in on running sessions: what is true now, pictures without bystanders, a sentence, and the end."""

import json
from dataclasses import asdict
from typing import Any, cast

import cv2
import numpy as np
import pytest

from db.engine import transaction
from db.tables import AuditEvent, ProctorReview, SessionMessage, Signal, SurveySession, User, Violation
from proctor_core.codes.notice import NoticeText
from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.consent import Purpose
from proctor_core.domain.live_message import SENTENCE_LENGTH, MessageKind
from proctor_core.domain.notice import NoticeTerms, notice_text, sha256_of
from proctor_core.domain.observation import Box
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.errors import IllegalMove, InvalidInput, NotAllowed, NotFound
from proctor_core.monitoring.monitors.live_glance import STILL_WIDTH, small_still
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.taking.consents import ConsentText
from tests.rules.observations import absent
from tests.support.monitor_world import PAGE, MonitorWorld
from tests.support.session_world import BASELINE

NAMING_IT = sha256_of(notice_text(NoticeTerms(3), NoticeText.V_2026_11_5))
OF_OTHERS = "a" * 64
"""Hash of a text that is none of the program's own."""


@pytest.fixture
def moderator(world: MonitorWorld) -> User:
    return world.person("mo", Role.MODERATOR)


def begun(world: MonitorWorld, read: str = NAMING_IT) -> SurveySession:
    """A session in progress whose taker agreed to the text of this hash; what its sender calls it says nothing."""
    session = world.invited()
    world.stored_sessions.give_consent(world.taker, session.id, [ConsentText(Purpose.MONITORING, "2026-11.6", read)])
    world.stored_sessions.begin_enrolling(world.taker, session.id)
    world.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)
    session = world.stored_sessions.begin(world.taker, session.id)
    world.registry.begin(session).attach(PAGE)
    return session


def actions(world: MonitorWorld, session: SurveySession) -> list[str]:
    return [event.action for event in world.rows(AuditEvent, object_id=str(session.id))]


# ---- what is seen ----


def test_a_session_is_told_by_what_is_true_now(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.play(session.id, 5)
    (calm,) = world.live.sessions(moderator)
    assert (calm.survey_title, calm.glance.phase, calm.glance.camera) == (
        "Customer study",
        Phase.WATCHING,
        CameraState.LIVE,
    )
    assert not calm.glance.needs_a_look
    assert calm.glance.coverage == pytest.approx(1.0, abs=0.02)
    world.play(session.id, 4, absent)
    world.written()
    (noted,) = world.live.sessions(moderator)
    assert noted.glance.open_types == (ViolationType.NO_FACE,)
    assert (noted.glance.notes, noted.glance.threshold, noted.glance.needs_a_look) == (1, 3, True)


def test_who_needs_a_look_comes_first_and_else_who_began_first(world: MonitorWorld, moderator: User) -> None:
    first = begun(world)
    world.clock.pass_time(1)
    second = begun(world)
    world.play(first.id, 2)
    assert [live.session.id for live in world.live.sessions(moderator)] == [first.id, second.id]
    world.play(first.id, 6)
    lost, calm = world.live.sessions(moderator)
    assert (lost.session.id, lost.glance.open_signals) == (second.id, (SignalKind.CAMERA_LOST,))
    assert (calm.session.id, calm.glance.needs_a_look) == (first.id, False)


def test_an_absence_is_a_signal_and_the_coverage_waits(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.play(session.id, 20)
    world.play(session.id, 60, None)
    world.written()
    (away,) = world.live.sessions(moderator)
    assert (away.session.status, away.glance.picture) == (SessionStatus.INTERRUPTED, None)
    assert SignalKind.NETWORK_GAP in away.glance.open_signals
    before = away.glance.coverage
    world.play(session.id, 60, None)
    assert world.live.sessions(moderator)[0].glance.coverage == before


def test_what_does_not_run_is_not_there(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.play(session.id, 3)
    world.hand_in(session.id)
    assert world.live.sessions(moderator) == []
    with pytest.raises(NotFound):
        world.live.session(moderator, session.id)


def test_only_moderators_look_in(world: MonitorWorld) -> None:
    session = begun(world)
    world.play(session.id, 3)
    for role in (Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR):
        other = world.person(f"a {role}", role)
        for ask in (
            lambda other=other: world.live.sessions(other),
            lambda other=other: world.live.still(other, session.id),
            lambda other=other: world.live.send(other, session.id, "hello"),
            lambda other=other: world.live.end(other, session.id, "because"),
            lambda other=other: world.live.may_mark(other, session.id),
            lambda other=other: world.live.mark(other, session.id),
        ):
            with pytest.raises(NotAllowed):
                ask()


def test_incidents_of_the_last_minutes_are_told_newest_first_each_with_its_time(
    world: MonitorWorld, moderator: User
) -> None:
    session = begun(world)
    world.play(session.id, 5)
    for _ in range(2):
        world.play(session.id, 4, absent)
        world.play(session.id, 10)
    world.play(session.id, 4, absent)
    world.written()
    (live,) = world.live.sessions(moderator)
    assert [one.types for one in live.recent] == [(ViolationType.NO_FACE,)] * 3
    lasting, second, first = live.recent
    assert lasting.offset_s is None and second.offset_s is not None and first.offset_s is not None
    assert first.onset_s < first.offset_s < second.onset_s < second.offset_s < lasting.onset_s
    assert world.live.session(moderator, session.id).recent == live.recent
    world.play(session.id, 5)
    for _ in range(30):
        world.play(session.id, 10)
    world.written()
    assert world.live.session(moderator, session.id).recent == (), "five minutes ago"


def test_all_incidents_of_the_last_minutes_are_told(world: MonitorWorld, moderator: User) -> None:
    session, at = begun(world), world.clock.pass_time(100)
    noted: dict[str, Any] = {"session_id": session.id, "confidence": 0.9, "reason": "", "looks": 1, "ended_at": at}
    onsets = [8.0 + 10 * place for place in range(8)]
    with transaction(world.engine) as db:
        for onset_s in onsets:
            times: dict[str, Any] = {"onset_s": onset_s, "peak_s": onset_s, "offset_s": onset_s + 1, "started_at": at}
            db.add(Violation(**noted, **times, type=ViolationType.NO_FACE))
    recent = world.live.session(moderator, session.id).recent
    assert [one.onset_s for one in recent] == onsets[::-1]


def test_what_lies_close_together_is_one_incident_with_its_technical_states(
    world: MonitorWorld, moderator: User
) -> None:
    session, at = begun(world), world.clock.pass_time(20)
    noted: dict[str, Any] = {"session_id": session.id, "peak_s": 8.0, "confidence": 0.9, "reason": "", "looks": 1}
    kinds = ((ViolationType.NO_FACE, 8.0), (ViolationType.MOBILE_DETECTED, 10.0), (ViolationType.NO_FACE, 12.0))
    with transaction(world.engine) as db:
        for kind, onset_s in kinds:
            db.add(Violation(**noted, type=kind, onset_s=onset_s, offset_s=onset_s + 1, started_at=at, ended_at=at))
        dark: dict[str, Any] = {"kind": SignalKind.TOO_DARK, "onset_s": 9.0, "offset_s": 14.0}
        db.add(Signal(session_id=session.id, **dark, started_at=at, ended_at=at))
    (one,) = world.live.session(moderator, session.id).recent
    assert one.types == (ViolationType.NO_FACE, ViolationType.MOBILE_DETECTED)
    assert (one.signals, one.onset_s, one.offset_s) == ((SignalKind.TOO_DARK,), 8.0, 14.0)


# ---- pictures ----


def test_a_still_is_audited_once_and_stored_nowhere(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.play(session.id, 3)
    stored = {entry.key for entry in world.media.list(f"sessions/{session.id}")}
    assert all(world.live.still(moderator, session.id).startswith(b"\xff\xd8") for _ in range(3))
    views = [e for e in world.rows(AuditEvent, object_id=str(session.id)) if e.action == AuditAction.EVIDENCE_VIEWED]
    assert [(view.actor_id, view.detail) for view in views] == [(moderator.id, "live picture")]
    assert {entry.key for entry in world.media.list(f"sessions/{session.id}")} == stored


def test_an_old_picture_is_never_shown_as_a_live_one(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.play(session.id, 3)
    world.play(session.id, 10, None)
    with pytest.raises(NotFound):
        world.live.still(moderator, session.id)
    assert AuditAction.EVIDENCE_VIEWED in actions(world, session), "who asks is written down before anything is shown"


def test_who_was_not_told_of_it_is_not_looked_at(world: MonitorWorld, moderator: User) -> None:
    session = begun(world, OF_OTHERS)
    world.play(session.id, 3)
    with pytest.raises(NotFound):
        world.live.still(moderator, session.id)
    assert AuditAction.EVIDENCE_VIEWED not in actions(world, session)


def detail_of(jpeg: bytes, box: Box) -> float:
    """How much is to be seen in a part of a picture: the spread of its grey values."""
    pixels = cast("np.ndarray", cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE))
    height, width = pixels.shape
    top, left = int(box.top * height), int(box.left * width)
    return float(pixels[top : top + int(box.height * height), left : left + int(box.width * width)].std())


def test_everybody_but_the_taker_is_blurred_in_a_still() -> None:
    squares = np.indices((480, 640)).sum(axis=0) // 6 % 2 * 255
    picture = np.repeat(squares[:, :, None], 3, axis=2).astype(np.uint8)
    own, other = Box(0.1, 0.3, 0.2, 0.3), Box(0.7, 0.3, 0.2, 0.3)
    alone, together, unknown = (small_still(picture, faces) for faces in ((own,), (own, other), None))
    assert detail_of(alone, other) > 50
    assert detail_of(together, own) > 50 and detail_of(together, other) < 20
    assert detail_of(unknown, own) < 20
    size = cv2.imdecode(np.frombuffer(alone, np.uint8), cv2.IMREAD_COLOR)
    assert size is not None and size.shape[:2] == (300, STILL_WIDTH)


# ---- a sentence to the taker ----


def test_a_sentence_reaches_the_page_at_once_and_stays_in_the_history(world: MonitorWorld, moderator: User) -> None:
    session, messages = begun(world), []
    monitor = world.monitor(session.id)
    monitor.view.subscribe(PAGE, lambda: messages.append(monitor.view.status_for(PAGE).message))
    world.live.send(moderator, session.id, "  Please move\n back into view. ")
    (shown,) = messages
    assert shown is not None and shown.sentence == "Please move back into view."
    assert json.dumps(asdict(monitor.view.status_for(PAGE))), "as it is sent to the page"
    (said,) = world.live.messages(moderator, session.id)
    assert (said.author, said.message.kind, said.message.at) == ("Mo", MessageKind.SENTENCE, world.clock())
    assert AuditAction.MESSAGE_SENT in actions(world, session)


def test_a_page_that_comes_back_reads_what_was_said_lately(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.live.send(moderator, session.id, "All is fine.")
    world.kill().open(world.stored(session.id))
    message = world.monitor(session.id).view.status_for(PAGE).message
    assert message is not None and message.sentence == "All is fine."
    world.clock.pass_time(3600)
    world.kill().open(world.stored(session.id))
    assert world.monitor(session.id).view.status_for(PAGE).message is None


@pytest.mark.parametrize("sentence", ["", " \n ", "x" * (SENTENCE_LENGTH + 1)])
def test_nothing_and_too_much_are_refused(world: MonitorWorld, moderator: User, sentence: str) -> None:
    session = begun(world)
    with pytest.raises(InvalidInput):
        world.live.send(moderator, session.id, sentence)
    with pytest.raises(InvalidInput):
        world.live.end(moderator, session.id, sentence)
    assert world.monitor(session.id).phase is Phase.WATCHING
    assert world.rows(SessionMessage) == []


# ---- a sentence of the taker ----


def test_a_taker_who_asks_for_help_comes_first_until_a_moderator_answers(world: MonitorWorld, moderator: User) -> None:
    calm, ask = begun(world), world.services.taking.help.ask
    world.clock.pass_time(1)
    session = begun(world)
    assert [live.session.id for live in world.live.sessions(moderator)] == [calm.id, session.id]
    world.clock.pass_time(1)
    asked = ask(world.taker, session.id, " The page\n is grey. ")
    assert ask(world.taker, session.id, "The page is grey.").id == asked.id, "a second press"
    with pytest.raises(IllegalMove, match="a moment ago"):
        ask(world.taker, session.id, "And blue.")
    first, second = world.live.sessions(moderator)
    assert (first.session.id, first.asks, first.needs_a_look) == (session.id, "The page is grey.", True)
    assert (second.asks, second.needs_a_look) == (None, False)
    assert [said.author for said in world.live.messages(moderator, session.id)] == [None], "nobody's name"
    world.clock.pass_time(5)
    world.live.send(moderator, session.id, "Load it again, please.")
    assert [live.asks for live in world.live.sessions(moderator)] == [None, None]
    message = world.monitor(session.id).view.status_for(PAGE).message
    assert message is not None and message.sentence == "Load it again, please."


def test_only_the_taker_asks_for_help_while_the_session_runs(world: MonitorWorld, moderator: User) -> None:
    session, ask = begun(world), world.services.taking.help.ask
    with pytest.raises(NotFound):
        ask(moderator, session.id, "Help.")
    for words in ("", " \n ", "x" * (SENTENCE_LENGTH + 1)):
        with pytest.raises(InvalidInput):
            ask(world.taker, session.id, words)
    world.force(session.id, SessionStatus.PASSED)
    with pytest.raises(IllegalMove):
        ask(world.taker, session.id, "Help.")


# ---- a moment for later ----


def test_a_marked_moment_stands_in_the_case_for_colleagues_alone(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.clock.pass_time(12)
    mark = world.live.mark(moderator, session.id, " What is\n in the hand? ")
    assert world.live.mark(moderator, session.id, "What is in the hand?").id == mark.id, "a second press"
    assert world.monitor(session.id).view.status_for(PAGE).message is None, "the taker reads nothing"
    world.clock.pass_time(1)
    world.services.taking.help.ask(world.taker, session.id, "Help.")
    world.clock.pass_time(4)
    world.live.mark(moderator, session.id)
    assert [live.asks for live in world.live.sessions(moderator)] == ["Help."], "a mark is no answer"
    kinds = [said.message.kind for said in world.live.messages(moderator, session.id)]
    assert kinds == [MessageKind.MARK, MessageKind.HELP, MessageKind.MARK]
    assert actions(world, session).count(AuditAction.MOMENT_MARKED) == 2
    world.live.end(moderator, session.id, "Enough.")
    case = ReviewService(world.engine, world.clock).case(moderator, session.id)
    assert [(one.at_s, one.words, one.author) for one in case.marks] == [
        (12.0, "What is in the hand?", "Mo"),
        (17.0, "", "Mo"),
    ]
    marked = [(entry.event.notes, entry.event.colleague_note) for entry in case.history if entry.event.kind == "marked"]
    assert marked == [("", "What is in the hand?"), ("", "")]
    with pytest.raises(IllegalMove):
        world.live.mark(moderator, session.id)


def test_no_moment_is_marked_where_nobody_may_look_in_or_nothing_runs(world: MonitorWorld, moderator: User) -> None:
    session, checking = begun(world, OF_OTHERS), world.enrolling()
    world.registry.open(checking)
    for one in (session, checking):
        assert not world.live.may_mark(moderator, one.id)
        with pytest.raises(IllegalMove):
            world.live.mark(moderator, one.id)
    watched = begun(world)
    assert world.live.may_mark(moderator, watched.id)
    with pytest.raises(InvalidInput):
        world.live.mark(moderator, watched.id, "x" * (SENTENCE_LENGTH + 1))
    with transaction(world.engine) as db:
        own = db.get_one(User, world.taker.id)
        own.role = Role.MODERATOR
    with pytest.raises(NotFound):
        world.live.mark(own, watched.id)
    assert world.rows(SessionMessage) == []


# ---- the end ----


def test_the_end_puts_the_session_under_review_with_its_reason(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.sessions.save_answer(world.taker, session.id, "often", "daily")
    world.play(session.id, 10)
    world.play(session.id, 4, absent)
    ended = world.live.end(moderator, session.id, "Somebody else sits there now.")
    world.written()
    assert (ended.status, ended.flagged_for_review) == (SessionStatus.UNDER_REVIEW, True)
    assert ended.coverage == pytest.approx(1.0, abs=0.05)
    assert world.registry.find(session.id) is None
    (review,) = world.rows(ProctorReview, session_id=session.id)
    reasons = {reason["rule"]: reason["detail"] for reason in review.flag_reasons}
    assert reasons[FlagRule.ENDED_BY_MODERATOR] == "Somebody else sits there now."
    case = ReviewService(world.engine, world.clock).case(moderator, session.id)
    assert [v.violation.offset_s is not None for v in case.violations] == [True], "what was open has ended"
    history = [(entry.event.kind, entry.author, entry.event.notes) for entry in case.history]
    assert history == [("monitoring_ended", "Mo", "Somebody else sits there now.")]
    moved = [e.detail for e in world.rows(AuditEvent, object_id=str(session.id), action=AuditAction.SESSION_MOVED)]
    assert {"in_progress -> submitted", "submitted -> under_review"} <= set(moved)
    assert AuditAction.MONITORING_ENDED in actions(world, session)
    assert [answer.value for answer in world.sessions.answers(world.taker, session.id)] == ["daily"]


def test_who_is_away_is_ended_by_the_same_moves(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.play(session.id, 10)
    world.play(session.id, 30, None)
    world.written()
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED
    assert world.live.end(moderator, session.id, "Gone for long.").status is SessionStatus.UNDER_REVIEW


def test_handing_in_and_ending_again_change_nothing_after_it(world: MonitorWorld, moderator: User) -> None:
    session = begun(world)
    world.play(session.id, 5)
    world.live.end(moderator, session.id, "Enough.")
    assert world.stored_sessions.submit(world.taker, session.id).status is SessionStatus.UNDER_REVIEW
    with pytest.raises(NotFound):
        world.live.end(moderator, session.id, "Enough.")
    assert len(world.rows(SessionMessage)) == 1


def test_the_camera_check_is_no_session_to_end(world: MonitorWorld, moderator: User) -> None:
    session = world.enrolling()
    world.registry.open(session)
    assert [live.glance.phase for live in world.live.sessions(moderator)] == [Phase.CHECKING]
    with pytest.raises(IllegalMove):
        world.live.end(moderator, session.id, "Not yet.")
    with pytest.raises(NotFound):
        world.live.still(moderator, session.id)
