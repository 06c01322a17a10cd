"""Reloads, lost connections, second tabs and a process that ends in the middle: the session goes on with all it had."""

import pytest

from db.tables import Signal, Violation
from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind
from proctor_core.monitoring.monitors.registry import IDLE_LIMIT
from proctor_core.monitoring.monitors.signs_of_life import AWAY_AFTER
from tests.rules.observations import absent, two_faces
from tests.support.monitor_world import PAGE, MonitorWorld

AWAY_S = AWAY_AFTER.total_seconds()


def gaps(world: MonitorWorld, session_id: object) -> list[tuple[float, float | None]]:
    world.written()
    rows = world.rows(Signal, session_id=session_id, kind=SignalKind.NETWORK_GAP)
    return sorted((row.onset_s, row.offset_s) for row in rows)


def test_who_is_away_is_interrupted_since_the_last_sign_of_life(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    session = world.begun()
    world.play(session.id, 20)
    world.play(session.id, AWAY_S - 1, None)
    world.written()
    assert world.stored(session.id).status is SessionStatus.IN_PROGRESS
    world.play(session.id, 2, None)
    assert gaps(world, session.id) == [(pytest.approx(20, abs=0.3), None)]
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED


def test_who_comes_back_goes_on_and_the_gap_counts_neither_way(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    session = world.begun()
    world.play(session.id, 20)
    world.play(session.id, 100, None)
    world.written()
    world.sessions.resume(session.id)
    world.play(session.id, 20)
    assert gaps(world, session.id) == [(pytest.approx(20, abs=0.3), pytest.approx(120.25, abs=0.3))]
    outcome = world.hand_in(session.id)
    assert outcome.coverage >= 0.95
    assert outcome.reasons == ()


def test_nothing_is_noted_as_seen_during_an_absence(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 20)
    world.play(session.id, 100, None)
    world.written()
    seen_at = world.stored(session.id).last_seen_at
    assert seen_at is not None
    assert (seen_at - world.began(session.id)).total_seconds() <= 20 + AWAY_S


def test_a_page_without_a_camera_ends_the_absence_and_is_not_seen(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 20)
    world.play(session.id, 40, None)
    world.monitor(session.id).view.subscribe(PAGE, lambda: None)
    world.written()
    world.sessions.resume(session.id)
    world.play(session.id, 100, None)
    assert gaps(world, session.id) == [(pytest.approx(20, abs=0.3), pytest.approx(60.25, abs=0.3))]
    outcome = world.hand_in(session.id)
    assert FlagRule.UNSEEN_TIME in {reason.rule for reason in outcome.reasons}
    assert outcome.coverage == pytest.approx(20 / 120, abs=0.05)


def test_answers_given_without_camera_and_event_stream_hide_nobody(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 20)
    for _ in range(6):
        world.play(session.id, 25, None)
        world.written()
        world.sessions.resume(session.id)
        world.registry.open(world.stored(session.id))  # what a run of the page's script does
    outcome = world.hand_in(session.id)
    assert FlagRule.LOW_COVERAGE in {reason.rule for reason in outcome.reasons}


def test_a_second_stream_takes_over_and_both_pages_are_told_at_once(world: MonitorWorld) -> None:
    session = world.begun()
    monitor, notified = world.monitor(session.id), list[str]()
    world.play(session.id, 5)
    monitor.view.subscribe(PAGE, lambda: notified.append("first"))
    monitor.view.subscribe("a phone", lambda: notified.append("second"))
    monitor.attach("a phone")
    assert notified == ["first", "second"]
    world.play(session.id, 1, stream="a phone")
    assert monitor.view.status_for(PAGE).camera is CameraState.TAKEN_OVER
    assert monitor.view.status_for("a phone").camera is CameraState.LIVE


def test_frames_of_the_stream_that_lost_are_not_looked_at(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 5)
    world.monitor(session.id).attach("a phone")
    world.observer.frames = 0
    world.play(session.id, 5, absent, stream=PAGE)
    assert world.observer.frames == 0
    assert world.rows(Violation, session_id=session.id) == []


def test_a_page_that_was_loaded_again_is_asked_for_its_camera_once_the_old_stream_is_silent(
    world: MonitorWorld,
) -> None:
    session = world.begun()
    world.play(session.id, 5)
    assert world.monitor(session.id).view.status_for("the page anew").camera is CameraState.TAKEN_OVER
    world.play(session.id, 4, None)
    assert world.monitor(session.id).view.status_for("the page anew").camera is CameraState.LOST


def test_a_camera_that_stops_before_the_questions_is_not_called_live(world: MonitorWorld) -> None:
    session = world.enrolling()
    monitor = world.registry.open(session)
    monitor.attach(PAGE)
    assert monitor.view.status_for(PAGE).camera is CameraState.WAITING
    for _ in range(4):
        world.clock.pass_time(0.5)
        world.show(monitor)
    assert monitor.view.status_for(PAGE).camera is CameraState.LIVE
    world.registry.tick(world.clock.pass_time(5))
    assert monitor.view.status_for(PAGE).camera is CameraState.LOST


def test_an_idle_monitor_is_put_away_and_taken_up_again(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 30)
    world.play(session.id, 20, None)
    world.registry.tick(world.clock.pass_time(IDLE_LIMIT.total_seconds()))
    assert world.registry.find(session.id) is None
    world.clock.pass_time(600)
    world.written()
    world.sessions.resume(session.id)
    world.registry.open(world.stored(session.id)).attach(PAGE)
    world.play(session.id, 30)
    (gap,) = gaps(world, session.id)
    assert gap == (pytest.approx(30, abs=0.3), pytest.approx(30 + 20 + 1800 + 600, abs=1))
    outcome = world.hand_in(session.id)
    assert outcome.coverage >= 0.95
    assert outcome.reasons == ()


@pytest.mark.parametrize("is_killed", [True, False], ids=["killed", "stopped"])
def test_a_session_outlives_its_process(both_worlds: MonitorWorld, is_killed: bool) -> None:
    world = both_worlds
    session = world.begun()
    world.play(session.id, 20)
    world.play(session.id, 5, absent)
    world.play(session.id, 5)
    world.play(session.id, 5, two_faces)
    if not is_killed:
        world.registry.stop(world.clock())
    world.kill()
    world.clock.pass_time(60)

    monitor = world.registry.open(world.stored(session.id))
    monitor.attach(PAGE)
    world.written()
    assert world.stored(session.id).status is (SessionStatus.IN_PROGRESS if is_killed else SessionStatus.INTERRUPTED)
    world.sessions.resume(session.id)
    assert monitor.view.status_for(PAGE).notes == 2
    assert {v.offset_s is None for v in world.rows(Violation, session_id=session.id)} == {False}
    (gap,) = gaps(world, session.id)
    assert gap == (pytest.approx(35, abs=5.1), pytest.approx(95, abs=0.3))

    world.play(session.id, 20)
    world.play(session.id, 5, absent)
    world.play(session.id, 5)
    world.written()
    assert monitor.view.status_for(PAGE).notes == 3
    assert world.stored(session.id).flagged_for_review
    outcome = world.hand_in(session.id)
    assert outcome.coverage >= (0.8 if is_killed else 0.95)  # a killed process loses the looks of its last batch
    assert FlagRule.VIOLATION_COUNT in {reason.rule for reason in outcome.reasons}


def test_the_absence_that_a_killed_process_left_open_goes_on_until_the_return(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 30)
    world.play(session.id, 30, None)
    world.kill()
    world.clock.pass_time(100)
    world.registry.open(world.stored(session.id)).attach(PAGE)
    assert gaps(world, session.id) == [(pytest.approx(30, abs=0.3), pytest.approx(160, abs=0.3))]


def test_a_quick_restart_is_no_gap(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 30)
    world.kill()
    world.clock.pass_time(2)
    world.registry.open(world.stored(session.id)).attach(PAGE)
    assert gaps(world, session.id) == []


def test_a_session_handed_in_right_after_a_restart_keeps_what_was_seen(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 60)
    world.registry.stop(world.clock())
    world.new_registry()
    world.written()
    world.clock.pass_time(1)
    world.sessions.resume(session.id)
    assert world.hand_in(session.id).coverage >= 0.95


def test_monitors_are_one_for_each_session(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    assert world.registry.open(world.stored(session.id)) is monitor
    assert world.registry.begin(world.stored(session.id)) is monitor
    assert world.registry.all() == (monitor,)
