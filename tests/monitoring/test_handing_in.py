"""One way to hand in, for page, client and moderator: what is refused or can't be written leaves the session watched."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from db.tables import AuditEvent, LatestHeartbeat, Violation
from proctor_core.domain.heartbeat import Heartbeat
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import IllegalMove, InvalidInput, NotFound, Unavailable
from proctor_core.monitoring.monitors.live_status import Phase
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from tests.rules.observations import absent
from tests.support.away import away
from tests.support.monitor_world import MonitorWorld, monitor_world
from tests.support.session_world import PLATFORM


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> Iterator[MonitorWorld]:
    with monitor_world(engine, tmp_path) as made:
        yield made


@pytest.fixture
def on_sqlite(sqlite_engine: Engine, tmp_path: Path) -> Iterator[MonitorWorld]:
    """Where a test can take the database away by itself; `test_database_away.py` stops a PostgreSQL."""
    with monitor_world(sqlite_engine, tmp_path) as made:
        yield made


def nothing_is_written(world: MonitorWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The writer does not get done in time."""
    monkeypatch.setattr(world.writer, "flush", lambda _: False)


def still_watched(world: MonitorWorld, session_id: UUID, monitor: SessionMonitor) -> bool:
    return world.registry.find(session_id) is monitor and monitor.phase is Phase.WATCHING


def test_a_hand_in_with_open_questions_leaves_the_same_monitor_watching(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 10)
    monitor = world.monitor(session.id)
    for _ in range(3):
        with pytest.raises(InvalidInput) as refused:
            world.hand_in_service.hand_in(world.taker, session.id)
        assert refused.value.field == "often"
        assert still_watched(world, session.id, monitor)
        world.play(session.id, 10)
    outcome = world.hand_in(session.id)
    assert outcome.coverage > 0.95
    assert world.stored(session.id).status is SessionStatus.PASSED
    assert world.registry.find(session.id) is None


def test_presses_that_are_refused_hide_no_violation(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 5)
    for _ in range(8):
        with pytest.raises(InvalidInput):
            world.hand_in_service.hand_in(world.taker, session.id)
        world.play(session.id, 0.5, absent)
    world.play(session.id, 5)
    world.written()
    assert len(world.rows(Violation)) == 1


def test_what_can_not_be_written_is_not_submitted_and_the_session_is_watched_on(
    world: MonitorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = world.begun()
    world.play(session.id, 10)
    world.play(session.id, 5, absent)
    world.answer_all(session.id)
    monitor = world.monitor(session.id)
    with monkeypatch.context() as patch:
        nothing_is_written(world, patch)
        with pytest.raises(Unavailable):
            world.hand_in_service.hand_in(world.taker, session.id)
    assert world.stored(session.id).status is SessionStatus.IN_PROGRESS
    assert still_watched(world, session.id, monitor)
    world.play(session.id, 10)
    world.play(session.id, 5, absent)
    world.play(session.id, 5)
    outcome = world.hand_in(session.id)
    assert outcome.coverage > 0.95
    assert [row.offset_s is not None for row in world.rows(Violation)] == [True, True]
    assert world.stored(session.id).violations_count == 2


def test_a_database_that_goes_away_in_the_middle_loses_nothing(
    on_sqlite: MonitorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = on_sqlite
    session = world.begun()
    world.play(session.id, 20)
    world.answer_all(session.id)
    monitor, flush = world.monitor(session.id), world.writer.flush
    with ExitStack() as until, monkeypatch.context() as patch:

        def then_away(timeout_s: float) -> bool:
            is_done = flush(timeout_s)
            until.enter_context(away(world.engine))
            return is_done

        patch.setattr(world.writer, "flush", then_away)
        with pytest.raises(Unavailable):
            world.hand_in_service.hand_in(world.taker, session.id)
    assert still_watched(world, session.id, monitor)
    assert world.hand_in(session.id).coverage > 0.95
    assert world.stored(session.id).status is SessionStatus.PASSED


def test_while_the_database_is_away_nothing_is_concluded(on_sqlite: MonitorWorld) -> None:
    world = on_sqlite
    session = world.begun()
    world.play(session.id, 20)
    world.answer_all(session.id)
    monitor = world.monitor(session.id)
    with away(world.engine), pytest.raises(Unavailable):
        world.hand_in_service.hand_in(world.taker, session.id)
    assert still_watched(world, session.id, monitor)
    assert world.hand_in(session.id).coverage > 0.95


def test_two_hand_ins_at_once_are_one(world: MonitorWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world.begun()
    world.play(session.id, 20)
    world.answer_all(session.id)
    service, both_are_here = world.hand_in_service, threading.Barrier(2, timeout=10)

    def press() -> SessionStatus:
        both_are_here.wait()
        return service.hand_in(world.taker, session.id).status

    with ThreadPoolExecutor(2) as pool:
        pressed = [pool.submit(press) for _ in range(2)]
        assert [one.result(20) for one in pressed] == [SessionStatus.PASSED] * 2
    moves = [line.detail for line in world.rows(AuditEvent, action="session.moved")]
    assert moves.count("in_progress -> submitted") == 1
    assert world.registry.find(session.id) is None


def test_what_is_seen_between_the_last_look_and_the_submit_still_counts(
    world: MonitorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = world.begun()
    world.play(session.id, 20)
    world.answer_all(session.id)
    flush = world.writer.flush

    def slow(timeout_s: float) -> bool:
        world.play(session.id, 4, absent)
        return flush(timeout_s)

    with monkeypatch.context() as patch:
        patch.setattr(world.writer, "flush", slow)
        world.hand_in_service.hand_in(world.taker, session.id)
    world.written()
    assert world.stored(session.id).violations_count == 1


def test_a_session_that_came_back_a_moment_ago_can_be_handed_in(world: MonitorWorld) -> None:
    session = world.begun()
    world.play(session.id, 20)
    world.answer_all(session.id)
    world.play(session.id, 40, None)
    world.written()
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED
    assert world.hand_in_service.hand_in(world.taker, session.id).submitted_at is not None


def test_a_consent_taken_back_in_another_tab_is_not_handed_in_over(world: MonitorWorld) -> None:
    session = world.begun()
    world.answer_all(session.id)
    world.erasure.stop_monitoring(world.taker, session.id)
    with pytest.raises(IllegalMove):
        world.hand_in_service.hand_in(world.taker, session.id)
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED


def test_nobody_hands_in_for_somebody_else(world: MonitorWorld) -> None:
    session = world.begun()
    world.answer_all(session.id)
    with pytest.raises(NotFound):
        world.hand_in_service.hand_in(world.person("eve"), session.id)
    assert world.registry.is_watched(session.id)


def test_an_end_by_a_moderator_that_can_not_be_written_leaves_the_session_running(
    world: MonitorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, moderator = world.begun(), world.person("mo", Role.MODERATOR)
    world.play(session.id, 20)
    monitor = world.monitor(session.id)
    with monkeypatch.context() as patch:
        nothing_is_written(world, patch)
        with pytest.raises(Unavailable):
            world.live.end(moderator, session.id, "Somebody else sits there now.")
    assert world.stored(session.id).status is SessionStatus.IN_PROGRESS
    assert still_watched(world, session.id, monitor)
    assert world.live.end(moderator, session.id, "Somebody else sits there now.").coverage


def test_heartbeats_that_can_not_be_written_are_not_submitted_over(
    world: MonitorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = world.answered(by_platform=PLATFORM)
    beat = Heartbeat(1, 1, 0.9, "ahead", None, None)
    world.book.open(world.taker, session.id, "a token", beat)

    def refuse(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("the database is away"))

    with monkeypatch.context() as patch:
        patch.setattr(ClientHeartbeatService, "write", refuse)
        with pytest.raises(Unavailable):
            world.hand_in_service.hand_in(world.taker, session.id)
    assert world.stored(session.id).status is SessionStatus.IN_PROGRESS
    world.written()  # what was kept on the disk meanwhile
    world.hand_in_service.hand_in(world.taker, session.id)
    assert len(world.rows(LatestHeartbeat)) == 1


def test_a_clients_hand_in_with_open_questions_lets_no_heartbeat_go(world: MonitorWorld) -> None:
    session = world.in_progress(by_platform=PLATFORM)
    world.book.open(world.taker, session.id, "a token", Heartbeat(1, 1, 0.9, "ahead", None, None))
    with pytest.raises(InvalidInput):
        world.hand_in_service.hand_in(world.taker, session.id)
    assert session.id in world.book.sessions()


def test_a_session_that_is_slow_to_open_holds_up_no_other(world: MonitorWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, other = world.in_progress(), world.in_progress()
    is_opening, may_go_on = threading.Event(), threading.Event()
    removing = SessionRecords.remove_unnamed_pictures

    def remove(records: SessionRecords, session_id: UUID) -> None:
        if session_id == slow.id:
            is_opening.set()
            assert may_go_on.wait(20)
        removing(records, session_id)

    monkeypatch.setattr(SessionRecords, "remove_unnamed_pictures", remove)
    with ThreadPoolExecutor(1) as pool:
        opened = pool.submit(world.registry.open, slow)
        assert is_opening.wait(20)
        assert world.registry.open(other).phase is Phase.WATCHING
        may_go_on.set()
        assert opened.result(20).phase is Phase.WATCHING
