"""Heartbeats: a run grows while its state holds, and every change begins a new one."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from db.tables import FaceVerification
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.errors import NotFound
from tests.support.session_world import SessionWorld


def beat(world: SessionWorld, seconds: float = 5.0) -> FaceRunState:
    """The state between now and `seconds` from now."""
    begun = world.clock()
    return FaceRunState(begun, world.clock.pass_time(seconds), samples=10, face_count=1, confidence=0.9)


def runs(world: SessionWorld) -> list[FaceVerification]:
    return sorted(world.rows(FaceVerification, is_initial=False), key=lambda run: run.started_at)


def test_twenty_quiet_minutes_are_one_run_that_covers_every_second(world: SessionWorld) -> None:
    session = world.in_progress()
    for _ in range(240):
        world.violations.extend_run(session.id, beat(world))
    (run,) = runs(world)
    assert session.started_at is not None
    assert (run.ended_at - session.started_at).total_seconds() == 1200
    assert (run.started_at, run.samples, run.face_detected) == (session.started_at, 2400, True)


def test_a_change_of_faces_violation_or_signal_begins_a_new_run(world: SessionWorld) -> None:
    session = world.in_progress()
    changes = [
        {},
        {"face_count": 0},
        {"face_count": 0, "violation_type": ViolationType.NO_FACE},
        {"face_count": None, "signal": SignalKind.CAMERA_LOST},
        {},
    ]
    for change in changes:
        world.violations.extend_run(session.id, replace(beat(world), **change))
    stored = runs(world)
    assert [run.face_detected for run in stored] == [True, False, False, None, True]
    assert all(before.ended_at == after.started_at for before, after in pairwise(stored))


def test_a_heartbeat_that_is_written_again_changes_nothing(world: SessionWorld) -> None:
    session, state = world.in_progress(), beat(world)
    for _ in range(3):
        world.violations.extend_run(session.id, state)
    (run,) = runs(world)
    assert (run.samples, run.ended_at) == (10, state.ended_at)


def test_time_that_nobody_looked_at_is_no_part_of_a_run(world: SessionWorld) -> None:
    session = world.in_progress()
    world.violations.extend_run(session.id, beat(world))
    world.clock.pass_time(30)
    world.violations.extend_run(session.id, beat(world))
    first, second = runs(world)
    assert second.started_at - first.ended_at == timedelta(seconds=30)


def test_numbers_of_a_run_are_means_over_its_samples(world: SessionWorld) -> None:
    session = world.in_progress()
    world.violations.extend_run(session.id, replace(beat(world), confidence=0.6, yaw_deg=None, mobile_detected=True))
    world.violations.extend_run(session.id, replace(beat(world), samples=30, confidence=1.0, yaw_deg=8.0))
    run = world.violations.extend_run(session.id, replace(beat(world), samples=0, confidence=None, yaw_deg=None))
    assert run.confidence is not None
    assert (round(run.confidence, 6), run.yaw_deg, run.mobile_detected, run.samples) == (0.9, 8.0, True, 40)


def test_a_heartbeat_says_that_the_taker_was_there(world: SessionWorld) -> None:
    session = world.in_progress()
    state = beat(world)
    world.violations.extend_run(session.id, state)
    assert world.stored(session.id).last_seen_at == state.ended_at


def test_heartbeats_of_several_sessions_go_together_in_their_order(world: SessionWorld) -> None:
    sessions = [world.in_progress(), world.in_progress()]
    beats = [(session.id, beat(world)) for _ in range(3) for session in sessions]
    world.violations.extend_runs(beats)
    for session in sessions:
        states = [state for session_id, state in beats if session_id == session.id]
        stored = [run for run in runs(world) if run.session_id == session.id]
        assert (stored[0].started_at, stored[-1].ended_at) == (states[0].started_at, states[-1].ended_at)
        assert sum(run.samples for run in stored) == 30
        assert world.stored(session.id).last_seen_at == states[-1].ended_at


def test_heartbeats_go_together_or_not_at_all(world: SessionWorld) -> None:
    session = world.in_progress()
    with pytest.raises(NotFound):
        world.violations.extend_runs([(session.id, beat(world)), (uuid4(), beat(world))])
    assert runs(world) == []
