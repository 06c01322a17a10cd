"""The one writer: in order, patient while the database is away, and never stuck on what nobody can write."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import cast
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine, exc, text

from proctor_core.domain.face_run import FaceRunState
from proctor_core.errors import IllegalMove, Unavailable
from proctor_core.monitoring.writing import write_queue
from proctor_core.monitoring.writing.attempts import PART
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.monitoring.writing.write import HeartbeatRecord, Job
from proctor_core.services.outage.filing import Filing
from proctor_core.services.taking.waiting_writes import Heartbeat, WaitingWrite
from tests.support.processes import wait_until

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def writer() -> Iterator[RecordWriter]:
    made = RecordWriter()
    made.start()
    yield made
    made.stop(5.0)


def failing_engine(failures: int) -> Engine:
    """An engine whose first connects fail, as while a database server starts."""
    left = [failures]
    engine = create_engine("sqlite://")
    connect = engine.dialect.connect

    def fails_for_a_while(*arguments: object, **options: object) -> object:
        if left[0] > 0:
            left[0] -= 1
            raise engine.dialect.loaded_dbapi.OperationalError("connection refused")
        return connect(*arguments, **options)

    engine.dialect.connect = fails_for_a_while  # pyright: ignore[reportAttributeAccessIssue]
    return engine


def raising(error: Exception) -> Callable[[], None]:
    def run() -> None:
        raise error

    return run


def test_writes_are_done_in_the_order_they_came(writer: RecordWriter) -> None:
    done: list[int] = []
    for number in range(200):
        writer.put(Job(f"write {number}", lambda number=number: done.append(number)))
    assert writer.flush(5.0)
    assert done == list(range(200))


def test_a_write_waits_for_a_database_that_is_away_and_none_overtakes_it(
    writer: RecordWriter, caplog: pytest.LogCaptureFixture
) -> None:
    engine, done = failing_engine(failures=2), list[str]()

    def insert() -> None:
        with engine.connect() as connection:
            done.append(connection.execute(text("select 'first'")).scalar_one())

    writer.put(Job("first", insert))
    writer.put(Job("second", lambda: done.append("second")))
    assert writer.flush(5.0)
    assert done == ["first", "second"]
    assert [r.getMessage() for r in caplog.records] == ["will be tried again: first: OperationalError"], "once"
    engine.dispose()


def test_a_write_waits_for_a_media_store_that_is_away(writer: RecordWriter) -> None:
    tries: list[int] = []

    def put() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise Unavailable("the disk is full")

    writer.put(Job("picture", put))
    assert writer.flush(5.0)
    assert len(tries) == 3


@pytest.mark.parametrize(
    "error",
    [
        IllegalMove("the session is over"),
        exc.IntegrityError("insert", None, Exception("the session is gone")),
        exc.DataError("insert", None, Exception("too long")),
        ZeroDivisionError("a bug"),
    ],
)
def test_a_hopeless_write_is_logged_and_let_go(
    writer: RecordWriter, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    done = Event()
    writer.put(Job("the hopeless one", raising(error)))
    writer.put(Job("the next", done.set))
    assert writer.flush(5.0)
    assert done.is_set()
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage().startswith("can't be written: the hopeless one")


def test_a_broken_connection_is_worth_another_try(writer: RecordWriter) -> None:
    tries: list[int] = []

    def insert() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise exc.InternalError("insert", None, Exception("gone"), connection_invalidated=True)

    writer.put(Job("row", insert))
    assert writer.flush(5.0)
    assert len(tries) == 2


@dataclass
class Heartbeats:
    """Files heartbeats as `Filing` does: what it took, and how many at a time."""

    refused: frozenset[UUID] = frozenset()
    taken: list[UUID] = field(default_factory=list[UUID])
    batches: list[int] = field(default_factory=list[int])

    def file(self, write: WaitingWrite) -> None:
        assert isinstance(write, Heartbeat)
        self.file_heartbeats([write])

    def file_heartbeats(self, beats: Sequence[Heartbeat]) -> None:
        ids = [beat.session_id for beat in beats]
        if self.refused & set(ids):
            raise IllegalMove("one of the sessions is over")
        self.taken += ids
        self.batches.append(len(ids))

    def put(self, writer: RecordWriter, session_id: UUID) -> None:
        writer.put(HeartbeatRecord(cast("Filing", self), heartbeat_of(session_id)))


def heartbeat_of(session_id: UUID) -> Heartbeat:
    return Heartbeat(session_id, FaceRunState(NOW, NOW + timedelta(seconds=5), samples=10, face_count=1))


def test_heartbeats_that_come_together_are_written_together(writer: RecordWriter) -> None:
    database, sessions = Heartbeats(), [uuid4() for _ in range(8)]
    for session_id in sessions:
        database.put(writer, session_id)
    assert writer.flush(5.0)
    assert (database.taken, database.batches) == (sessions, [8])


def test_heartbeats_that_wait_for_others_are_counted(writer: RecordWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_queue, "GATHER_S", 30.0)
    database = Heartbeats()
    for _ in range(3):
        database.put(writer, uuid4())
    wait_until(writer._queue._queue.empty, "the thread holds them", timeout_s=5, every_s=0.01)
    assert writer.waiting == 3
    assert writer.flush(5.0)
    assert writer.waiting == 0


def test_what_else_comes_ends_the_wait_for_heartbeats_and_keeps_its_place(writer: RecordWriter) -> None:
    database, first, second, third = Heartbeats(), uuid4(), uuid4(), uuid4()
    database.put(writer, first)
    database.put(writer, second)
    writer.put(Job("violation", lambda: database.batches.append(0)))
    database.put(writer, third)
    assert writer.flush(5.0)
    assert database.taken == [first, second, third]
    assert database.batches == [2, 0, 1]


def test_a_heartbeat_that_nobody_can_write_does_not_take_the_others_with_it(
    writer: RecordWriter, caplog: pytest.LogCaptureFixture
) -> None:
    over, running = uuid4(), [uuid4(), uuid4()]
    database = Heartbeats(refused=frozenset({over}))
    for session_id in (running[0], over, running[1]):
        database.put(writer, session_id)
    assert writer.flush(5.0)
    assert database.taken == running
    assert caplog.messages == [f"can't be written: heartbeat of {over}: one of the sessions is over"]


def test_heartbeats_that_wait_for_others_are_written_at_the_end() -> None:
    writer, database = RecordWriter(), Heartbeats()
    writer.start()
    database.put(writer, uuid4())
    assert writer.stop(5.0)
    assert len(database.taken) == 1


def test_stop_writes_all_that_waits() -> None:
    writer, done = RecordWriter(), list[int]()
    for number in range(50):
        writer.put(Job("write", lambda number=number: done.append(number)))
    writer.start()
    assert writer.stop(5.0)
    assert len(done) == 50


def test_stop_gives_up_in_time_and_says_what_was_lost(caplog: pytest.LogCaptureFixture) -> None:
    writer, is_over = RecordWriter(), Event()
    writer.start()
    writer.put(Job("row", raising(Unavailable("away"))))
    writer.put(Job("the last one", is_over.set))
    assert not writer.stop(0.2)
    assert is_over.wait(5.0)
    assert "gave up at the end of the program: row" in caplog.messages


def test_a_writer_that_never_started_is_stopped_at_once() -> None:
    assert RecordWriter().stop(5.0)


def test_a_flush_that_is_not_done_in_time_says_so(writer: RecordWriter) -> None:
    go_on = Event()
    writer.put(Job("slow", lambda: go_on.wait(5.0)))
    assert not writer.flush(0.05)
    go_on.set()
    assert writer.flush(5.0)
    assert writer.waiting == 0


def test_what_no_table_takes_is_counted_and_holds_up_no_other() -> None:
    refused, done = RefusedWrites(lambda: NOW), list[str]()
    writer = RecordWriter(refused=refused)
    writer.start()
    too_large = exc.OperationalError("insert", {}, FakeDriverError("54000"))
    for error in (exc.IntegrityError("insert", {}, Exception()), OverflowError("int"), too_large):
        writer.put(Job("bad", raising(error)))
    writer.put(Job("good", lambda: done.append("good")))
    assert writer.flush(5.0)
    assert (done, refused.count(PART), refused.was_lately(PART)) == (["good"], 3, True)
    assert writer.stop(5.0)


class FakeDriverError(Exception):
    """As psycopg2 raises them."""

    def __init__(self, pgcode: str) -> None:
        super().__init__(pgcode)
        self.pgcode = pgcode
