"""A session in progress: what is seen becomes violations, runs and signals, and what the taker's page is told."""

from functools import partial

import pytest

from db.tables import Evidence, FaceVerification, ProctorReview, Signal, SurveySession, Violation
from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind, SnapshotKind, ViolationType
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors.live_status import Note, Phase
from proctor_core.monitoring.monitors.observation_log import read_observations
from tests.rules.observations import absent, calm, covered, phone, turned, two_faces
from tests.support.monitor_world import PAGE, MonitorWorld, picture
from tests.support.session_world import BASELINE


def violations(world: MonitorWorld, session: SurveySession) -> list[Violation]:
    world.written()
    return sorted(world.rows(Violation, session_id=session.id), key=lambda v: v.onset_s)


def signals(world: MonitorWorld, session: SurveySession) -> list[Signal]:
    world.written()
    return sorted(world.rows(Signal, session_id=session.id), key=lambda s: s.onset_s)


def runs(world: MonitorWorld, session: SurveySession) -> list[FaceVerification]:
    world.written()
    found = world.rows(FaceVerification, session_id=session.id, is_initial=False)
    return sorted(found, key=lambda r: r.started_at)


def observed(world: MonitorWorld, session: SurveySession) -> list[float]:
    """The seconds of the observations that are kept, in the folder that the session names."""
    folder = world.stored(session.id).observation_log
    assert folder is not None
    keys = [entry.key for entry in world.media.list(folder)]
    return [o.t_s for key in keys for o in read_observations(world.media.get(key))]


def test_a_violation_is_opened_counted_and_closed(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    session = world.begun()
    world.play(session.id, 10)
    world.play(session.id, 4, absent)
    (opened,) = violations(world, session)
    assert (opened.type, opened.offset_s) == (ViolationType.NO_FACE, None)
    assert world.stored(session.id).violations_count == 1
    world.play(session.id, 6)
    (closed,) = violations(world, session)
    assert closed.onset_s == pytest.approx(10.25, abs=0.5)
    assert closed.offset_s == pytest.approx(14.25, abs=0.5)


def test_a_violation_keeps_pictures_of_its_start_peak_and_end(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 10)
    world.play(session.id, 4, absent)
    world.play(session.id, 4)
    (violation,) = violations(world, session)
    kept = {e.kind: e for e in world.rows(Evidence, violation_id=violation.id)}
    assert set(kept) == set(SnapshotKind)
    assert kept[SnapshotKind.START].taken_s == violation.onset_s
    assert violation.onset_s <= kept[SnapshotKind.PEAK].taken_s <= kept[SnapshotKind.END].taken_s
    assert all(world.media.get(e.media_key).startswith(b"\xff\xd8") for e in kept.values())


def test_the_third_violation_flags_the_session(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    session = world.begun()
    for number, scene in enumerate((absent, two_faces, turned), start=1):
        assert not world.stored(session.id).flagged_for_review
        world.play(session.id, 5)
        world.play(session.id, 5, scene)
        world.written()
        assert world.stored(session.id).violations_count == number
    assert world.stored(session.id).flagged_for_review
    (review,) = world.rows(ProctorReview, session_id=session.id)
    assert [reason["rule"] for reason in review.flag_reasons] == [FlagRule.VIOLATION_COUNT]


def test_one_long_violation_flags_by_its_length(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 5)
    world.play(session.id, 35, phone)
    world.play(session.id, 5)
    world.written()
    (review,) = world.rows(ProctorReview, session_id=session.id)
    assert [reason["rule"] for reason in review.flag_reasons] == [FlagRule.LONG_VIOLATION]


def test_the_page_hears_of_a_note_while_it_is_open_and_after(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    world.play(session.id, 5)
    assert monitor.view.status_for(PAGE).last_note is None
    world.play(session.id, 4, absent)
    world.written()
    said = monitor.view.status_for(PAGE)
    assert (said.phase, said.camera, said.open_types) == (Phase.WATCHING, CameraState.LIVE, (ViolationType.NO_FACE,))
    assert (said.notes, said.threshold, said.is_flagged) == (1, 3, False)
    world.play(session.id, 5)
    said = monitor.view.status_for(PAGE)
    assert said.open_types == ()
    assert said.last_note == Note(ViolationType.NO_FACE, pytest.approx(5.25), pytest.approx(4.0, abs=0.3))


def test_listeners_are_told_of_changes_only(world: MonitorWorld) -> None:
    session = world.begun()
    notified_s: list[float] = []
    world.play(session.id, 5)
    world.monitor(session.id).view.subscribe(
        PAGE, lambda: notified_s.append((world.clock() - world.began(session.id)).seconds)
    )
    world.play(session.id, 20)
    assert notified_s == []
    world.play(session.id, 3, absent)
    world.written()
    world.registry.tick(world.clock())
    assert notified_s, "expected to hear of the violation"
    assert len(notified_s) <= 3


def test_a_quiet_session_is_one_run_that_the_heartbeats_extend(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    session = world.begun()
    ends: list[float] = []
    for _ in range(4):
        world.play(session.id, 5)
        (run,) = runs(world, session)
        ends.append((run.ended_at - world.began(session.id)).total_seconds())
    assert ends == [5, 10, 15, 20]
    assert (run.face_count, run.face_detected, run.gaze_direction) == (1, True, "ahead")
    assert run.samples == pytest.approx(40, abs=8)
    assert world.stored(session.id).last_seen_at == run.ended_at


def test_a_change_begins_a_run_and_every_second_lies_in_one(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 10)
    world.play(session.id, 10, two_faces)
    world.play(session.id, 10)
    found = runs(world, session)
    assert [run.face_count for run in found] == [1, 2, 1]
    assert found[1].violation_type is ViolationType.MULTIPLE_FACES
    assert [run.started_at for run in found[1:]] == [run.ended_at for run in found[:-1]]
    assert found[0].started_at == world.began(session.id)


def test_a_camera_without_frames_is_lost_since_the_last_one(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    monitor.view.subscribe(PAGE, lambda: None)
    world.play(session.id, 10)
    world.play(session.id, 2, None)
    assert signals(world, session) == []
    world.play(session.id, 4, None)
    (lost,) = signals(world, session)
    assert (lost.kind, lost.onset_s, lost.offset_s) == (SignalKind.CAMERA_LOST, pytest.approx(10, abs=0.5), None)
    assert monitor.view.status_for(PAGE).camera is CameraState.LOST
    world.play(session.id, 2)
    (lost,) = signals(world, session)
    assert lost.offset_s == pytest.approx(16.25, abs=0.3)
    assert monitor.view.status_for(PAGE).camera is CameraState.LIVE
    assert violations(world, session) == []


def test_a_camera_that_never_delivers_is_lost_from_the_start(world: MonitorWorld) -> None:
    session = world.begun()
    world.monitor(session.id).view.subscribe(PAGE, lambda: None)
    world.play(session.id, 20, None)
    (lost,) = signals(world, session)
    assert (lost.kind, lost.onset_s) == (SignalKind.CAMERA_LOST, 0.0)


def test_frames_that_wait_for_a_slow_check_are_no_lost_camera(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 5)
    monitor = world.monitor(session.id)
    for _ in range(40):
        now = world.clock.pass_time(0.25)
        monitor.receive(PAGE, ReceivedFrame(partial(picture, 1.0), now, now.timestamp()))
        world.registry.tick(now)
    assert monitor.view.status_for(PAGE).camera is CameraState.LIVE
    world.play(session.id, 5)
    world.hand_in(session.id)
    assert signals(world, session) == []


def test_a_covered_lens_is_a_signal_and_no_violation(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    session = world.begun()
    world.play(session.id, 70, covered)
    assert world.monitor(session.id).view.status_for(PAGE).camera is CameraState.COVERED
    outcome = world.hand_in(session.id)
    assert violations(world, session) == []
    assert [(s.kind, s.onset_s < 1, s.offset_s) for s in signals(world, session)] == [
        (SignalKind.CAMERA_COVERED, True, pytest.approx(70, abs=1))
    ]
    assert [reason.rule for reason in outcome.reasons] == [FlagRule.UNSEEN_TIME, FlagRule.LOW_COVERAGE]
    assert outcome.coverage == 0.0
    stored = world.stored(session.id)
    assert (stored.status, stored.flagged_for_review, stored.coverage) == (SessionStatus.UNDER_REVIEW, True, 0.0)


def test_a_session_that_was_seen_without_a_note_passes(both_worlds: MonitorWorld) -> None:
    world = both_worlds
    session = world.begun()
    world.play(session.id, 60)
    outcome = world.hand_in(session.id)
    assert outcome.coverage >= 0.98
    assert outcome.reasons == ()
    assert world.stored(session.id).status is SessionStatus.PASSED
    assert world.registry.find(session.id) is None


def test_a_session_without_any_frame_is_flagged(world: MonitorWorld) -> None:
    session = world.begun()
    world.monitor(session.id).view.subscribe(PAGE, lambda: None)
    world.play(session.id, 61, None)
    outcome = world.hand_in(session.id)
    assert [reason.rule for reason in outcome.reasons] == [FlagRule.UNSEEN_TIME, FlagRule.LOW_COVERAGE]
    assert world.stored(session.id).flagged_for_review


def test_a_session_handed_in_at_once_without_a_frame_is_flagged(world: MonitorWorld) -> None:
    session = world.begun()
    world.clock.pass_time(2)
    outcome = world.hand_in(session.id)
    assert [reason.rule for reason in outcome.reasons] == [FlagRule.LOW_COVERAGE]
    assert world.stored(session.id).status is SessionStatus.UNDER_REVIEW


def test_what_is_open_at_the_end_is_closed(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 5)
    world.play(session.id, 5, absent)
    world.hand_in(session.id)
    (violation,) = violations(world, session)
    assert violation.offset_s == pytest.approx(10, abs=0.5)
    assert {e.kind for e in world.rows(Evidence, violation_id=violation.id)} == set(SnapshotKind)


def test_after_the_end_frames_change_nothing(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    world.play(session.id, 5)
    world.hand_in(session.id)
    before = monitor.view.status_for(PAGE)
    monitor.judge(absent(99.0), picture(1), world.clock.pass_time(1))
    assert monitor.tick(world.clock.pass_time(60)) is False
    assert monitor.view.status_for(PAGE) == before
    assert before.phase is Phase.ENDED
    assert monitor.view.newest_jpeg() is None


def test_the_raw_observations_are_kept_and_named(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 30)
    world.hand_in(session.id)
    world.written()
    times = observed(world, session)
    assert len(times) == pytest.approx(60, abs=15)
    assert times == sorted(times)
    assert list((world.folder / "observations").rglob("*.arrows")) == []


def test_calm_is_looked_at_twice_a_second_and_doubt_more_often(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 5)
    world.observer.frames = 0
    world.play(session.id, 20)
    assert 40 <= world.observer.frames <= 42
    world.observer.frames = 0
    world.play(session.id, 1.5, absent)
    assert world.observer.frames >= 5


def test_a_look_in_flight_when_the_questions_begin_is_not_judged_by_the_wrong_clock(world: MonitorWorld) -> None:
    session = world.enrolling()
    monitor = world.registry.open(session)
    monitor.attach(PAGE)
    world.clock.pass_time(300)
    world.enrolment.accept_reference(session.id, b"a face", BASELINE, 0.93, True)

    def begins_meanwhile(t_s: float) -> Observation:
        world.registry.begin(world.stored_sessions.begin(world.taker, session.id))
        return calm(t_s)

    world.show(monitor, begins_meanwhile)
    world.play(session.id, 10)
    outcome = world.hand_in(session.id)
    world.written()
    assert max(observed(world, session)) <= 10
    assert outcome.coverage >= 0.9
