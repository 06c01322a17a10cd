"""Two processes on one database take heartbeats of the same sessions: all of it is stored, and no row holds up another's.

`python -m tests.monitoring.clients.test_two_processes ADDRESS FOLDER 1 "SESSION TAKER TOKEN"...` is one of the processes.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import SQLModel

from db.engine import open_engine, reading
from db.tables import FaceVerification, LatestHeartbeat, Signal, SurveySession, User
from proctor_core.domain.heartbeat import Heartbeat
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.violation import ViolationType
from proctor_core.monitoring.clients.heartbeat_storing import PART
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.accounts.sign_ins import hash_of_token
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking import client_heartbeats
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.waiting_writes import ClientHeartbeats
from tests.support.processes import wait_until
from tests.support.program import ROOT
from tests.support.session_world import PLATFORM, Clock
from tests.support.web_world import WebWorld

STEP_S = 5.0


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> Iterator[WebWorld]:
    made = WebWorld(engine, tmp_path)
    yield made
    made.close()


class Clients:
    """Takers whose browsers send heartbeats, to whichever book is named."""

    def __init__(self, world: WebWorld, count: int) -> None:
        self.world, self.sequence = world, 0
        self.takers = [world.person(f"taker-{number}") for number in range(count)]
        self.sessions = list[SurveySession]()
        for taker in self.takers:
            world.taker = taker
            self.sessions.append(world.in_progress(by_platform=PLATFORM))
        self.tokens = [hash_of_token(world.token(TokenScope.TAKER, taker)) for taker in self.takers]

    def beat(self, book: HeartbeatBook, faces: int | None = 1) -> None:
        """Each sends its next heartbeat."""
        self.world.clock.pass_time(STEP_S)
        self.sequence += 1
        said = Heartbeat(self.sequence, faces, 0.9, violation_type=None if faces else ViolationType.NO_FACE)
        for taker, session, token in zip(self.takers, self.sessions, self.tokens, strict=True):
            assert book.beat(session.id, token, said) or book.open(taker, session.id, token, said)

    def sequences(self) -> list[int]:
        stored = {row.session_id: row.sequence for row in self.world.rows(LatestHeartbeat)}
        return [stored.get(session.id, 0) for session in self.sessions]

    def seen_s(self, session: SurveySession) -> float:
        rows = self.world.rows(FaceVerification, session_id=session.id, is_initial=False)
        return sum((row.ended_at - row.started_at).total_seconds() for row in rows)


def test_a_heartbeat_that_meets_a_row_of_another_process_is_stored_with_all_the_others(world: WebWorld) -> None:
    clients = Clients(world, 3)
    here, there = world.new_book(), world.new_book()
    clients.beat(here)
    clients.beat(there)
    # Neither has written yet, so each made a row of its own.
    assert here.writer.write() == there.writer.write() == 3
    for _ in range(4):
        clients.beat(here)
        here.writer.write()
        clients.beat(there)
        there.writer.write()
    assert clients.sequences() == [10, 10, 10]
    assert len(world.rows(LatestHeartbeat)) == 3
    assert all(clients.seen_s(session) >= 8 * STEP_S for session in clients.sessions)
    assert here.refused.count(PART) == 0


def test_what_is_stored_never_goes_back_to_what_an_older_process_knew(world: WebWorld) -> None:
    clients = Clients(world, 1)
    here, there = world.new_book(), world.new_book()
    clients.beat(here)
    here.writer.write()
    clients.beat(here)
    for _ in range(5):
        clients.beat(there)
    there.writer.write()
    here.writer.write()
    assert clients.sequences() == [7]
    (run,) = world.rows(FaceVerification, session_id=clients.sessions[0].id, is_initial=False)
    assert run.ended_at == world.clock()
    clients.beat(here)
    here.writer.write()
    assert clients.sequences() == [8], "the older one has opened it again"


def test_a_refused_batch_is_written_row_by_row_and_what_nobody_takes_is_counted(
    world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients = Clients(world, 4)
    book, bad = world.new_book(), clients.sessions[1].id
    clients.beat(book)
    store = client_heartbeats._store

    def refusing(db: object, batch: list[ClientHeartbeats]) -> None:
        if any(one.session_id == bad for one in batch):
            raise IntegrityError("a broken rule", None, Exception())
        store(db, batch)  # pyright: ignore[reportArgumentType]

    with monkeypatch.context() as broken:
        broken.setattr(client_heartbeats, "_store", refusing)
        book.writer.write()
        assert clients.sequences() == [1, 0, 1, 1]
        assert book.refused.count(PART) == 1
        clients.beat(book)
        book.writer.write()
        assert clients.sequences() == [2, 0, 2, 2], "the others go on"
    clients.beat(book)
    book.writer.write()
    assert clients.sequences() == [3, 3, 3, 3]


@pytest.mark.parametrize(
    "error", [OverflowError("too large"), ValueError("a NUL"), UnicodeEncodeError("u", "", 0, 1, "")]
)
def test_no_error_of_a_driver_ends_the_writing_for_everybody(
    world: WebWorld, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    clients = Clients(world, 2)
    book, bad = world.new_book(), clients.sessions[0].id
    write = ClientHeartbeatService.write

    def failing(self: ClientHeartbeatService, batch: list[ClientHeartbeats], *more: object) -> object:
        if any(one.session_id == bad for one in batch):
            raise error
        return write(self, batch, *more)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(ClientHeartbeatService, "write", failing)
    clients.beat(book)
    book.writer.start()
    wait_until(lambda: clients.sequences() == [0, 1], "the other one is stored", timeout_s=10)
    assert book.writer.is_alive
    book.writer.stop()
    assert book.refused.count(PART) >= 1


def test_a_failed_write_restores_the_runs_that_it_had_taken(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    clients = Clients(world, 1)
    book = world.new_book()
    for faces in (1, 0, 1):
        clients.beat(book, faces)

    def away(*_: object) -> None:
        raise OperationalError("no connection", None, Exception())

    with monkeypatch.context() as broken:
        broken.setattr(ClientHeartbeatService, "write", away)
        for _ in range(2):
            with pytest.raises(OperationalError):
                book.writer.write()
    book.writer.write()
    rows = world.rows(FaceVerification, session_id=clients.sessions[0].id, is_initial=False)
    assert [(row.face_count, row.samples) for row in sorted(rows, key=lambda row: row.started_at)] == [
        (1, 1),
        (0, 1),
        (1, 1),
    ]


def test_a_run_that_grows_while_it_is_written_loses_nothing(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    clients = Clients(world, 1)
    book, write = world.new_book(), ClientHeartbeatService.write
    clients.beat(book)

    def slowly(self: ClientHeartbeatService, *batch: object) -> object:
        monkeypatch.setattr(ClientHeartbeatService, "write", write)
        clients.beat(book)
        clients.beat(book, 0)
        return write(self, *batch)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(ClientHeartbeatService, "write", slowly)
    book.writer.write()
    book.writer.write()
    rows = world.rows(FaceVerification, session_id=clients.sessions[0].id, is_initial=False)
    assert sorted((row.face_count, row.samples) for row in rows) == [(0, 1), (1, 2)]


def test_a_gap_that_could_not_be_written_is_written_later(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    clients = Clients(world, 1)
    book = world.new_book()
    clients.beat(book)
    book.writer.write()
    world.clock.pass_time(60)

    def away(*_: object) -> None:
        raise OperationalError("no connection", None, Exception())

    with monkeypatch.context() as broken:
        broken.setattr(ClientHeartbeatService, "record_gap", away)
        with pytest.raises(OperationalError):
            book.writer.write()
    assert (book.open_sessions, world.rows(Signal)) == (1, [])
    book.writer.write()
    assert (book.open_sessions, len(world.rows(Signal))) == (0, 1)


def test_what_is_written_in_batches_knows_a_row_by_the_only_thing_that_is_unique_in_it() -> None:
    for table, key in ((FaceVerification, "id"), (LatestHeartbeat, "session_id")):
        columns = SQLModel.metadata.tables[str(table.__tablename__)].columns
        assert ({column.name for column in columns if column.unique} or {"id"}) == {key}


@pytest.mark.slow
def test_two_processes_on_one_database_store_every_heartbeat_of_both(engine: Engine, tmp_path: Path) -> None:
    world = WebWorld(engine, tmp_path / "first")
    clients = Clients(world, 6)
    url = engine.url.render_as_string(hide_password=False)
    sent_by = [
        f"{session.id} {taker.id} {token}"
        for session, taker, token in zip(clients.sessions, clients.takers, clients.tokens, strict=True)
    ]
    with ExitStack() as ends:
        ends.callback(world.close)
        processes = [ends.enter_context(started(url, str(tmp_path), first, *sent_by)) for first in ("1", "2")]
        for process in processes:
            assert said(process) == "ready"
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [said(process) for process in processes] == ["refused 0", "refused 0"]
    stored = {row.session_id: row.sequence for row in world.rows(LatestHeartbeat)}
    assert stored == {session.id: 2 * BEATS for session in clients.sessions}
    for session in clients.sessions:
        assert world.rows(FaceVerification, session_id=session.id, is_initial=False)


BEATS = 20


def started(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.monitoring.clients.test_two_processes", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def one_of_two(url: str, folder: Path, first: int, sent_by: list[str]) -> None:
    """Send every second heartbeat of each session to a book of this process, which writes after each round of them."""
    engine, clock = open_engine(url), Clock()
    service = ClientHeartbeatService(engine, clock, ViolationService(engine, clock))
    refused = RefusedWrites(clock)
    book = HeartbeatBook(service, 5.0, clock, Outbox(folder / f"outbox-{first}"), refused)
    say("ready")
    sys.stdin.readline()
    for sequence in range(first, 2 * BEATS + 1, 2):
        clock.now = Clock().now + timedelta(minutes=5, seconds=sequence)
        for session_id, taker_id, token in map(str.split, sent_by):
            with reading(engine) as db:
                taker = db.get_one(User, UUID(taker_id))
            beat = Heartbeat(sequence, 1, 0.9)
            assert book.beat(UUID(session_id), token, beat) or book.open(taker, UUID(session_id), token, beat)
        book.writer.write()
    book.writer.stop()
    say(f"refused {refused.count(PART)}")
    engine.dispose()


def say(what: str) -> None:
    """A line for the test."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    one_of_two(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
