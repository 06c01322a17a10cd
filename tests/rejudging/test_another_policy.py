"""Judged again by another policy: what it gains and loses of violations, flags, and incidents that moderators judged."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from db.engine import transaction
from db.tables import (
    AddedIncident,
    Evidence,
    FaceMute,
    FaceVerification,
    IncidentVerdict,
    ProctorReview,
    SurveySession,
    Violation,
)
from proctor_core.codes.policy_faults import NotJudged
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.rejudgement import PolicyDifference, SessionDifference
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import CLIENT, AllegedViolation, IncidentType, ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.services.reviewing.flagging import flag_session
from tests.rules.observations import absent, phone, turned, two_faces
from tests.support.judged_again import judged_again
from tests.support.monitor_world import MonitorWorld
from tests.support.session_world import alleged

POSTER = [0.8, 0.1, 0.1, 0.15]
SLOW_TO_ALLEGE = {"looking_away": {"onset_s": 20.0}}


def types(violations: Sequence[AllegedViolation]) -> list[ViolationType]:
    return sorted(one.type for one in violations)


def watched(world: MonitorWorld) -> SurveySession:
    """Four violations of 4 s each, in incidents of their own: turned, absent, two faces, a phone."""
    session = world.begun()
    for scene in (turned, absent, two_faces, phone):
        world.play(session.id, 6)
        world.play(session.id, 4, scene)
    world.play(session.id, 3)
    world.hand_in(session.id)
    return world.stored(session.id)


def changed(world: MonitorWorld, session_id: UUID, **values: Any) -> None:
    with transaction(world.engine) as db:
        session = db.get_one(SurveySession, session_id)
        for name, value in values.items():
            setattr(session, name, value)


def say(world: MonitorWorld, session_id: UUID, kind: VerdictKind, type_: ViolationType, **more: Any) -> None:
    """A moderator judges the incident of the violation of this type."""
    (review,) = world.rows(ProctorReview, session_id=session_id)
    (row,) = world.rows(Violation, session_id=session_id, type=type_)
    about = {"violation_ids": [str(row.id)], "signal_ids": [], "onset_s": row.onset_s, "offset_s": row.offset_s}
    with transaction(world.engine) as db:
        db.add(
            IncidentVerdict(
                session_id=session_id, review_id=review.id, kind=kind, type=type_, at=world.clock(), **about, **more
            )
        )


def add(world: MonitorWorld, session_id: UUID, type_: IncidentType, onset_s: float, offset_s: float) -> None:
    """A moderator saw what no check noted."""
    (review,) = world.rows(ProctorReview, session_id=session_id)
    span: dict[str, Any] = {"onset_s": onset_s, "offset_s": offset_s}
    with transaction(world.engine) as db:
        db.add(AddedIncident(session_id=session_id, review_id=review.id, type=type_, at=world.clock(), **span))


def counted(*sessions: SessionDifference) -> PolicyDifference:
    sums = PolicyDifference()
    for session in sessions:
        sums.add(session)
    return sums


def test_what_a_longer_dwell_no_longer_alleges_is_lost_and_a_limit_of_three_may_no_longer_be_met(
    world: MonitorWorld,
) -> None:
    session = watched(world)
    again = judged_again(world, session.id, **SLOW_TO_ALLEGE, no_face={"onset_s": 20.0})
    assert types(again.lost) == [ViolationType.LOOKING_AWAY, ViolationType.NO_FACE]
    assert types(again.after) == [ViolationType.MOBILE_DETECTED, ViolationType.MULTIPLE_FACES]
    assert (again.gained, again.was_flagged, again.is_flagged) == ((), True, False)
    flags = counted(again).flags
    assert (flags.before, flags.after, flags.gained, flags.lost) == (1, 0, 0, 1)


def test_what_a_lower_limit_alleges_is_gained(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 5)
    world.play(session.id, 5, lambda t_s: turned(t_s, 16.0))
    world.play(session.id, 5)
    world.hand_in(session.id)
    again = judged_again(world, session.id, pose_off_baseline_deg=10, violation_threshold=1)
    assert (again.before, types(again.gained)) == ((), [ViolationType.LOOKING_AWAY])
    assert again.rules_after == {FlagRule.VIOLATION_COUNT}
    assert counted(again).violations[ViolationType.LOOKING_AWAY].gained == 1


def test_a_camera_that_was_silent_for_less_than_the_own_limit_is_lost_by_a_shorter_one(world: MonitorWorld) -> None:
    session = world.begun()
    for _ in range(3):
        world.play(session.id, 3)
        world.play(session.id, 2, None)
    world.play(session.id, 3)
    world.hand_in(session.id)
    longer = {"unseen_limit_s": 5.0, "coverage_floor": 0.1}
    assert judged_again(world, session.id, **longer).rules_after == frozenset()
    assert judged_again(world, session.id, **longer, lost_after_s=1.0).rules_after == {FlagRule.UNSEEN_TIME}


def test_a_flag_that_rests_on_no_observation_stays(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 10)
    with transaction(world.engine) as db:
        row = db.get_one(SurveySession, session.id)
        flag_session(db, row, [FlagReason(FlagRule.ENDED_BY_MODERATOR, 0, 0)], world.clock())
    world.hand_in(session.id)
    again = judged_again(world, session.id, violation_threshold=50)
    assert (again.was_flagged, again.rules_after) == (True, {FlagRule.ENDED_BY_MODERATOR})


def test_incidents_that_moderators_judged_are_lost_by_what_they_said(world: MonitorWorld) -> None:
    session = watched(world)
    say(world, session.id, VerdictKind.DISMISS, ViolationType.LOOKING_AWAY)
    say(world, session.id, VerdictKind.CONFIRM, ViolationType.MOBILE_DETECTED)
    again = counted(judged_again(world, session.id, **SLOW_TO_ALLEGE)).incidents
    dismissed, confirmed = again[VerdictKind.DISMISS], again[VerdictKind.CONFIRM]
    assert (dismissed.before, dismissed.after, dismissed.lost) == (1, 0, 1)
    assert (confirmed.before, confirmed.after, confirmed.lost) == (1, 1, 0)


def test_what_a_muted_face_alone_led_to_is_lost_as_dismissed(world: MonitorWorld) -> None:
    session = watched(world)
    (review,) = world.rows(ProctorReview, session_id=session.id)
    (row,) = world.rows(Violation, session_id=session.id, type=ViolationType.MULTIPLE_FACES)
    with transaction(world.engine) as db:
        for picture in db.exec(select(Evidence).where(Evidence.violation_id == row.id)):
            picture.face_boxes = [[0.4, 0.3, 0.2, 0.3], POSTER]
        about = {"session_id": session.id, "review_id": review.id, "violation_id": row.id}
        db.add(FaceMute(**about, face_box=POSTER, at=world.clock()))
    dismissed = counted(judged_again(world, session.id, multiple_faces={"onset_s": 20.0})).incidents[
        VerdictKind.DISMISS
    ]
    assert (dismissed.before, dismissed.lost) == (1, 1)


def test_an_incident_that_a_moderator_added_is_gained_by_a_policy_that_alleges_it(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 5)
    world.play(session.id, 5, lambda t_s: turned(t_s, 16.0))
    world.play(session.id, 32, absent)
    world.hand_in(session.id)
    add(world, session.id, IncidentType.LOOKING_AWAY, 5.0, 10.0)
    add(world, session.id, IncidentType.IDENTITY_MISMATCH, 1.0, 2.0)
    added = counted(judged_again(world, session.id, pose_off_baseline_deg=10)).incidents[VerdictKind.CONFIRM]
    assert (added.before, added.after, added.gained) == (0, 1, 1)


def test_what_was_dismissed_in_bulk_says_nothing_since_nobody_looked(world: MonitorWorld) -> None:
    session = watched(world)
    say(world, session.id, VerdictKind.DISMISS, ViolationType.LOOKING_AWAY, batch_id=uuid4())
    assert judged_again(world, session.id, **SLOW_TO_ALLEGE).incidents == ()


def test_what_a_client_reported_stands_under_any_policy(world: MonitorWorld) -> None:
    session = watched(world)
    reported = uuid4()
    world.violations.open_violation(session.id, alleged(2.0), None, violation_id=reported, source=CLIENT)
    world.violations.close_violation(reported, alleged(2.0, 3.0))
    again = judged_again(world, session.id, no_face={"onset_s": 20.0})
    assert types(again.after).count(ViolationType.NO_FACE) == 1
    assert [one.onset_s for one in again.lost] == [pytest.approx(16.25, abs=0.5)]


WHY_NOT: tuple[tuple[dict[str, Any], NotJudged], ...] = (
    ({"watched_by": WatchedBy.HYBRID}, NotJudged.WATCHED_BY_CLIENT),
    ({"watched_by": WatchedBy.OFF}, NotJudged.NOT_WATCHED),
    ({"watched_by": WatchedBy.SERVER, "proctoring_enabled": False}, NotJudged.NOT_WATCHED),
    ({"proctoring_enabled": True, "observation_log": "sessions/none/observations"}, NotJudged.FILES_MISSING),
    ({"observation_log": None}, NotJudged.NEVER_OBSERVED),
    ({"face_reference_image": None}, NotJudged.ERASED),
    ({"status": SessionStatus.IN_PROGRESS}, NotJudged.NOT_HANDED_IN),
    ({"status": SessionStatus.ERASED, "started_at": None, "submitted_at": None}, NotJudged.ERASED),
)
"""One after the other put into the same row."""


def test_a_session_that_can_not_be_judged_again_says_why(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 4)
    world.hand_in(session.id)
    world.written()
    for stored, why in WHY_NOT:
        changed(world, session.id, **stored)
        again = judged_again(world, session.id)
        assert again.not_judged is why
        assert (counted(again).judged, counted(again).not_judged) == (0, {why: 1})


def test_a_log_that_can_not_be_read_is_said(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 4)
    world.hand_in(session.id)
    world.written()
    folder = world.stored(session.id).observation_log or ""
    for entry in list(world.media.list(folder)):
        world.media.put(entry.key, b"not an arrow stream")
    assert judged_again(world, session.id).not_judged is NotJudged.UNREADABLE


def test_nothing_of_a_session_changes(world: MonitorWorld) -> None:
    session = watched(world)
    tables = (SurveySession, Violation, ProctorReview, FaceVerification)
    before = [[row.model_dump() for row in world.rows(table)] for table in tables]
    judged_again(world, session.id, **SLOW_TO_ALLEGE)
    assert [[row.model_dump() for row in world.rows(table)] for table in tables] == before
