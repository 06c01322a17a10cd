"""A page that reports counts by its reports: a cut network ends no connection by itself. In the background it is noted."""

import pytest

from db.tables import Signal
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind
from proctor_core.monitoring.monitors.active_monitoring import HIDDEN_WORTH_NOTING_S
from proctor_core.monitoring.monitors.signs_of_life import AWAY_AFTER
from tests.support.monitor_world import PAGE, MonitorWorld

AWAY_S = AWAY_AFTER.total_seconds()


def spans(world: MonitorWorld, session_id: object, kind: SignalKind) -> list[tuple[float, float | None]]:
    world.written()
    rows = world.rows(Signal, session_id=session_id, kind=kind)
    return sorted((row.onset_s, row.offset_s) for row in rows)


def test_a_page_whose_network_was_cut_is_away_since_its_last_report(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    monitor.view.subscribe(PAGE, lambda: None)
    world.play(session.id, 20)
    monitor.hear(PAGE, world.clock(), is_hidden=False)
    world.play(session.id, AWAY_S + 5, None)
    assert spans(world, session.id, SignalKind.NETWORK_GAP) == [(pytest.approx(20, abs=0.3), None)]
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED
    monitor.hear(PAGE, world.clock(), is_hidden=False)
    assert spans(world, session.id, SignalKind.NETWORK_GAP)[0][1] == pytest.approx(20 + AWAY_S + 5, abs=0.3)


def test_a_page_that_reports_without_a_picture_has_a_lost_camera_and_is_not_away(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    monitor.view.subscribe(PAGE, lambda: None)
    world.play(session.id, 20)
    for _ in range(8):
        monitor.hear(PAGE, world.clock(), is_hidden=False)
        world.play(session.id, 4, None)
    assert spans(world, session.id, SignalKind.NETWORK_GAP) == []
    assert spans(world, session.id, SignalKind.CAMERA_LOST) == [(pytest.approx(20, abs=0.3), None)]


def test_a_page_in_the_background_is_noted_from_when_it_went_to_when_it_came_back(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    world.play(session.id, 10)
    monitor.hear(PAGE, world.clock(), is_hidden=True)
    world.play(session.id, 8)
    monitor.hear(PAGE, world.clock(), is_hidden=False)
    world.play(session.id, 1)
    ((onset_s, offset_s),) = spans(world, session.id, SignalKind.PAGE_HIDDEN)
    assert (onset_s, offset_s) == (pytest.approx(10, abs=0.5), pytest.approx(18.25, abs=0.5))


def test_a_glance_at_another_tab_is_not_noted_and_another_pages_report_counts_for_nothing(world: MonitorWorld) -> None:
    session = world.begun()
    monitor = world.monitor(session.id)
    world.play(session.id, 5)
    monitor.hear(PAGE, world.clock(), is_hidden=True)
    monitor.hear("another tab", world.clock(), is_hidden=False)
    world.play(session.id, HIDDEN_WORTH_NOTING_S - 1)
    monitor.hear(PAGE, world.clock(), is_hidden=False)
    monitor.hear("another tab", world.clock(), is_hidden=True)
    world.play(session.id, 10)
    assert spans(world, session.id, SignalKind.PAGE_HIDDEN) == []
