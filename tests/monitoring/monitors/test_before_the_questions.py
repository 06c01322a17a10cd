"""The camera check and the reference face: what is in the way is said, what is accepted is kept."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from db.tables import SurveySession
from proctor_core.domain.enrolment import CheckItem, ItemReason, ItemState, RefusalReason
from proctor_core.domain.observation import Light, NotMeasurable, Observation, Unmeasured
from proctor_core.domain.reference import ReferenceResult
from proctor_core.monitoring.camera.received_frame import ReceivedFrame
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from tests.rules.observations import absent, calm, covered, half_covered, turned, two_faces
from tests.support.monitor_world import PAGE, MonitorWorld, Scene, picture


def dark(t_s: float) -> Observation:
    return replace(calm(t_s), light=Light(20.0, 15.0, 100.0))


def unsure(t_s: float) -> Observation:
    return half_covered(t_s)


def without_phone_model(t_s: float) -> Observation:
    return replace(calm(t_s), phone=NotMeasurable(Unmeasured.MODEL_MISSING))


@pytest.fixture
def session(world: MonitorWorld) -> SurveySession:
    return world.enrolling()


@pytest.fixture
def monitor(world: MonitorWorld, session: SurveySession) -> SessionMonitor:
    opened = world.registry.open(session)
    opened.attach(PAGE)
    return opened


def show_for(world: MonitorWorld, monitor: SessionMonitor, seconds: float, scene: Scene) -> None:
    for _ in range(round(seconds / 0.3)):
        world.clock.pass_time(0.3)
        world.show(monitor, scene)
        world.registry.tick(world.clock())


def states(monitor: SessionMonitor) -> dict[CheckItem, tuple[ItemState, ItemReason | None]]:
    return {line.item: (line.state, line.reason) for line in monitor.view.status_for(PAGE).items}


def take(world: MonitorWorld, monitor: SessionMonitor, *scenes: Scene) -> ReferenceResult:
    taking = monitor.take_reference(world.clock())
    for scene in scenes:
        show_for(world, monitor, 3.4 / len(scenes), scene)
    return taking.wait(0)


def test_a_good_picture_is_fine_in_every_line(world: MonitorWorld, monitor: SessionMonitor) -> None:
    show_for(world, monitor, 3, calm)
    assert set(states(monitor)) == set(CheckItem)
    assert set(states(monitor).values()) == {(ItemState.FINE, None)}
    assert monitor.view.status_for(PAGE).phase is Phase.CHECKING


@pytest.mark.parametrize(
    ("scene", "item", "reason"),
    [
        (covered, CheckItem.CAMERA_LIVE, ItemReason.COVERED),
        (absent, CheckItem.ONE_FACE, ItemReason.NO_FACE),
        (two_faces, CheckItem.ONE_FACE, ItemReason.SEVERAL_FACES),
        (dark, CheckItem.LIGHT, ItemReason.TOO_DARK),
    ],
)
def test_what_is_in_the_way_is_said(
    world: MonitorWorld, monitor: SessionMonitor, scene: Scene, item: CheckItem, reason: ItemReason
) -> None:
    show_for(world, monitor, 3, scene)
    assert states(monitor)[item] == (ItemState.PROBLEM, reason)


def test_a_missing_phone_check_is_never_silent(world: MonitorWorld, monitor: SessionMonitor) -> None:
    show_for(world, monitor, 3, without_phone_model)
    assert states(monitor)[CheckItem.PHONE_CHECK] == (ItemState.UNAVAILABLE, ItemReason.MODEL_MISSING)


def test_a_camera_that_stops_is_no_fine_camera_any_more(world: MonitorWorld, monitor: SessionMonitor) -> None:
    show_for(world, monitor, 3, calm)
    world.registry.tick(world.clock.pass_time(4))
    assert states(monitor)[CheckItem.CAMERA_LIVE] == (ItemState.PROBLEM, ItemReason.NO_FRAMES)


def test_a_good_reference_is_accepted_with_picture_and_baseline(world: MonitorWorld, monitor: SessionMonitor) -> None:
    result = take(world, monitor, calm)
    assert result.refusal is None
    assert result.jpeg.startswith(b"\xff\xd8")
    assert result.baseline is not None
    assert (result.baseline.yaw_deg, result.baseline.looks > 5) == (2.0, True)
    assert result.confidence == pytest.approx(0.92)


@pytest.mark.parametrize(
    ("scenes", "reason"),
    [
        ((absent,), RefusalReason.NO_FACE),
        ((two_faces,), RefusalReason.SEVERAL_FACES),
        ((covered,), RefusalReason.NO_PICTURE),
        ((dark,), RefusalReason.TOO_DARK),
        ((unsure,), RefusalReason.LOW_CONFIDENCE),
        ((calm, turned), RefusalReason.MOVED),
    ],
)
def test_another_reference_is_refused_with_its_reason_and_keeps_no_picture(
    world: MonitorWorld, monitor: SessionMonitor, scenes: tuple[Scene, ...], reason: RefusalReason
) -> None:
    result = take(world, monitor, *scenes)
    assert (result.refusal, result.jpeg, result.baseline) == (reason, b"", None)


def test_without_a_frame_in_time_there_is_no_picture(world: MonitorWorld, monitor: SessionMonitor) -> None:
    assert monitor.take_reference(world.clock()).wait(0.01).refusal is RefusalReason.NO_PICTURE


def test_a_refused_taker_may_try_again(world: MonitorWorld, monitor: SessionMonitor) -> None:
    assert take(world, monitor, absent).refusal is RefusalReason.NO_FACE
    assert take(world, monitor, calm).refusal is None


def test_only_the_demo_camera_has_a_self_view(world: MonitorWorld, monitor: SessionMonitor) -> None:
    show_for(world, monitor, 1, calm)
    assert monitor.view.newest_jpeg() is None
    monitor.attach(PAGE, is_demo_camera=True)
    assert monitor.view.newest_jpeg() is None, "the newest picture is still the real camera's"
    show_for(world, monitor, 1, calm)
    assert isinstance(monitor.view.newest_jpeg(), bytes)
    monitor.attach(PAGE)
    assert monitor.view.newest_jpeg() is None


def test_a_look_in_flight_when_the_demo_camera_takes_over_is_dropped(
    world: MonitorWorld, monitor: SessionMonitor
) -> None:
    def taken_over_meanwhile(t_s: float) -> Observation:
        monitor.attach("demo", is_demo_camera=True)
        return calm(t_s)

    world.clock.pass_time(1)
    world.show(monitor, taken_over_meanwhile)
    assert monitor.view.newest_jpeg() is None


def test_before_the_questions_nothing_is_recorded(world: MonitorWorld, monitor: SessionMonitor) -> None:
    show_for(world, monitor, 10, absent)
    world.registry.tick(world.clock.pass_time(60))
    world.written()
    stored = world.stored(monitor.session_id)
    assert (stored.violations_count, stored.last_seen_at, stored.observation_log) == (0, None, None)


def test_a_failed_look_can_be_put_off(world: MonitorWorld, monitor: SessionMonitor) -> None:
    now: datetime = world.clock.pass_time(1)
    monitor.receive(PAGE, ReceivedFrame(lambda: picture(1), now, 1.0))
    assert monitor.looks.is_due(now)
    monitor.looks.put_off(now + timedelta(seconds=1))
    assert not monitor.looks.is_due(now)
    assert monitor.looks.is_due(now + timedelta(seconds=1))
