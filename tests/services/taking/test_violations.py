"""Violations, signals and flags as rows; every write may be tried again."""

from dataclasses import replace
from uuid import uuid4

import pytest

from db.engine import transaction
from db.tables import AuditEvent, Evidence, ProctorReview, ReviewEvent, Signal, SurveySession, Violation
from proctor_core.codes.seen import SignalReason, ViolationReason
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import STANDARD, FlagRule, PolicyName
from proctor_core.domain.reason import Reason
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.violation import RaisedSignal, SignalKind, SnapshotKind, ViolationType
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing.session_history import SessionHistory
from tests.support.session_world import SessionWorld, alleged, picture

LONG = FlagReason(FlagRule.LONG_VIOLATION, 41.0, 30.0, "One violation lasted 41 s; limit 30 s")


def test_a_violation_opens_with_its_picture_and_closes_with_the_others(world: SessionWorld) -> None:
    session, violation_id = world.in_progress(), uuid4()
    start = picture(SnapshotKind.START)
    assert world.violations.open_violation(session.id, alleged(10.0), start, violation_id=violation_id) == (1, False)
    (opened,) = world.rows(Violation)
    assert opened.offset_s is None
    rest = [picture(SnapshotKind.PEAK, 11.0), picture(SnapshotKind.END, 14.0)]
    closed = world.violations.close_violation(violation_id, alleged(10.0, 14.0), rest)
    assert session.started_at is not None
    assert ((closed.started_at - session.started_at).total_seconds(), closed.offset_s) == (10.0, 14.0)
    assert closed.ended_at is not None
    assert (closed.ended_at - closed.started_at).total_seconds() == 4.0
    assert {row.kind for row in world.rows(Evidence, violation_id=violation_id)} == set(SnapshotKind)


def test_every_write_may_be_tried_again(world: SessionWorld) -> None:
    session, violation_id, signal_id = world.in_progress(), uuid4(), uuid4()
    start, end = picture(SnapshotKind.START), picture(SnapshotKind.END)
    signal = RaisedSignal(SignalKind.CAMERA_COVERED, 3.0, 9.0, "The picture was black")
    for _ in range(3):
        world.violations.open_violation(session.id, alleged(1.0), start, violation_id=violation_id)
        world.violations.close_violation(violation_id, alleged(1.0, 2.0), [end])
        world.violations.record_signal(session.id, signal, signal_id=signal_id)
        world.violations.flag(session.id, [LONG])
    assert world.tally(session.id) == (1, True)
    assert [len(world.rows(table)) for table in (Violation, Evidence, Signal, ProctorReview, ReviewEvent)] == [
        1,
        2,
        1,
        1,
        1,
    ]


def test_the_session_is_flagged_at_the_threshold_and_not_before(world: SessionWorld) -> None:
    session = world.in_progress()
    world.allege(session.id, times=2)
    assert world.tally(session.id) == (2, False)
    assert not world.rows(ProctorReview)
    world.allege(session.id)
    (review,) = world.rows(ProctorReview)
    assert world.tally(session.id) == (3, True)
    assert world.violations.open_violation(session.id, alleged(9.0), None, violation_id=uuid4()) == (4, True)
    assert (review.status, [r["rule"] for r in review.flag_reasons]) == (ReviewStatus.PENDING, ["violation_count"])


def test_the_threshold_is_that_of_the_sessions_policy(world: SessionWorld) -> None:
    session = world.in_progress(policy=PolicyName.STRICT)
    world.allege(session.id, times=2)
    assert world.tally(session.id) == (2, True)


def test_more_violations_bring_the_reason_up_to_date_instead_of_adding_one(world: SessionWorld) -> None:
    session = world.in_progress()
    world.allege(session.id, times=5)
    (review,) = world.rows(ProctorReview)
    assert [(r["measured"], r["limit"]) for r in review.flag_reasons] == [(5.0, 3.0)]
    assert len(world.rows(ReviewEvent, kind="flagged_by_rule")) == 1


def test_another_rule_is_another_reason_and_another_entry_in_the_history(world: SessionWorld) -> None:
    session = world.in_progress()
    world.allege(session.id, times=3)
    (before,) = world.rows(ProctorReview)
    world.violations.flag(session.id, [LONG])
    (review,) = world.rows(ProctorReview)
    assert [r["rule"] for r in review.flag_reasons] == ["violation_count", "long_violation"]
    assert sorted(e.notes for e in world.rows(ReviewEvent)) == ["3 violations alleged; threshold 3", LONG.detail]
    assert review.revision == before.revision + 1


def test_signals_and_no_reasons_flag_nobody(world: SessionWorld) -> None:
    session = world.in_progress()
    for second in range(6):
        signal = RaisedSignal(SignalKind.TOO_DARK, second, second + 0.5, "")
        world.violations.record_signal(session.id, signal, signal_id=uuid4())
    world.violations.flag(session.id, [])
    assert world.tally(session.id) == (0, False)
    assert not world.rows(ProctorReview)


def test_a_signal_opens_and_is_completed_by_its_id(world: SessionWorld) -> None:
    session, signal_id = world.in_progress(), uuid4()
    opened = world.violations.record_signal(
        session.id, RaisedSignal(SignalKind.CAMERA_LOST, 8.0, None, ""), signal_id=signal_id
    )
    assert opened.ended_at is None
    world.violations.record_signal(
        session.id, RaisedSignal(SignalKind.CAMERA_LOST, 8.0, 20.0, "No picture for 12 s"), signal_id=signal_id
    )
    (stored,) = world.rows(Signal)
    assert (stored.onset_s, stored.offset_s, stored.reason) == (8.0, 20.0, "No picture for 12 s")


def test_what_was_seen_before_the_end_still_counts_a_moment_after_it(world: SessionWorld) -> None:
    session = world.answered()
    world.allege(session.id, times=2)
    world.clock.pass_time(60)
    assert world.sessions.submit(world.taker, session.id, 1.0).status is SessionStatus.PASSED
    world.violations.open_violation(session.id, alleged(59.0), None, violation_id=uuid4())
    assert world.stored(session.id).status is SessionStatus.UNDER_REVIEW
    with pytest.raises(IllegalMove, match="ended before"):
        world.violations.open_violation(session.id, alleged(61.0), None, violation_id=uuid4())


def test_a_session_that_had_passed_goes_under_review_with_a_line_in_the_audit_log(world: SessionWorld) -> None:
    session = world.answered()
    world.clock.pass_time(60)
    world.sessions.submit(world.taker, session.id, 1.0)
    world.violations.flag(session.id, [LONG])
    moves = {event.detail for event in world.rows(AuditEvent, action=AuditAction.SESSION_MOVED)}
    assert "passed -> under_review" in moves


def test_a_decided_review_is_not_changed_by_what_comes_late(world: SessionWorld) -> None:
    session = world.answered()
    world.allege(session.id, times=3)
    world.clock.pass_time(60)
    world.sessions.submit(world.taker, session.id, 1.0)
    with transaction(world.engine) as db:
        review = db.get_one(ProctorReview, world.rows(ProctorReview)[0].id)
        review.status = ReviewStatus.APPROVED
    world.force(session.id, SessionStatus.PASSED)
    world.violations.flag(session.id, [LONG])
    (review,) = world.rows(ProctorReview)
    assert [r["rule"] for r in review.flag_reasons] == ["violation_count"]
    assert world.stored(session.id).status is SessionStatus.PASSED


@pytest.mark.parametrize(
    "status",
    [s for s in SessionStatus if s in {"invited", "consented", "enrolling", "withdrawn", "erased"}],
)
def test_nothing_is_recorded_before_the_beginning_or_after_it_was_given_up(
    world: SessionWorld, status: SessionStatus
) -> None:
    session = world.invited()
    world.force(session.id, status)
    with pytest.raises(IllegalMove):
        world.violations.open_violation(session.id, alleged(1.0), None, violation_id=uuid4())
    with pytest.raises(IllegalMove):
        world.violations.flag(session.id, [LONG])
    assert not world.rows(Violation)


def test_a_session_that_is_not_proctored_takes_no_violation(world: SessionWorld) -> None:
    session = world.invited(proctoring_enabled=False)
    world.sessions.begin(world.taker, session.id)
    with pytest.raises(IllegalMove, match="proctored"):
        world.violations.open_violation(session.id, alleged(1.0), None, violation_id=uuid4())


def test_what_is_not_there_is_not_found(world: SessionWorld) -> None:
    with pytest.raises(NotFound):
        world.violations.close_violation(uuid4(), alleged(1.0, 2.0))
    with pytest.raises(NotFound):
        world.violations.open_violation(uuid4(), alleged(1.0), None, violation_id=uuid4())


def test_a_crash_leaves_nothing_open(world: SessionWorld) -> None:
    session, violation_id = world.in_progress(), uuid4()
    world.violations.open_violation(
        session.id, alleged(3.0, of_type=ViolationType.LOOKING_AWAY), None, violation_id=violation_id
    )
    lost = RaisedSignal(SignalKind.CAMERA_LOST, 4.0, None, "")
    world.violations.record_signal(session.id, lost, signal_id=uuid4())
    world.clock.pass_time(20)
    world.sessions.touch(session.id)
    world.clock.pass_time(3600)
    assert world.violations.close_left_open(session.id) == 2
    assert world.violations.close_left_open(session.id) == 0
    assert [row.offset_s for row in (*world.rows(Violation), *world.rows(Signal))] == [20.0, 20.0]
    assert world.tally(session.id) == (1, False)


def test_a_count_for_no_session_is_an_error_and_not_a_silence(world: SessionWorld) -> None:
    with pytest.raises(NotFound), transaction(world.engine) as db:
        SurveySession.record_violation(db, uuid4(), STANDARD)


def test_a_reason_is_stored_as_code_and_numbers_beside_its_sentence(world: SessionWorld) -> None:
    session = world.in_progress()
    phone = Reason(ViolationReason.PHONE, {"positive": 4, "looks": 5, "measured": 0.5, "limit": 0.4})
    found = replace(alleged(1.0, 3.0), reason=phone)
    world.violations.open_violation(session.id, found, None, violation_id=(violation_id := uuid4()))
    world.violations.close_violation(violation_id, found, [])
    (row,) = world.rows(Violation)
    sentence = "Phone seen in 4 of 5 looks, best score 0.50; limit 0.40"
    assert (row.reason, row.reason_code, row.reason_numbers) == (sentence, "phone", dict(phone.numbers))
    world.violations.record_signal(
        session.id, RaisedSignal(SignalKind.FROZEN, 4.0, 5.0, Reason(SignalReason.SAME_IMAGE, {})), signal_id=uuid4()
    )
    past = SessionHistory(world.engine).past_monitoring(session.id)
    assert ([one.reason for one in past.violations], str(past.signals[0].reason)) == (
        [phone],
        "the camera delivers the same image again",
    )


def test_the_history_says_by_which_rule_and_numbers_a_session_was_flagged(world: SessionWorld) -> None:
    session = world.in_progress()
    world.violations.flag(session.id, [FlagReason(FlagRule.UNSEEN_TIME, 75.0, 60.0)])
    (event,) = world.rows(ReviewEvent)
    assert (event.reason_code, event.reason_numbers) == ("unseen_time", {"measured": 75.0, "limit": 60.0})
    assert event.notes == "Camera lost, covered, frozen or still for 75 s; limit 60 s"
    (review,) = world.rows(ProctorReview)
    assert review.flag_reasons[0]["detail"] == event.notes
