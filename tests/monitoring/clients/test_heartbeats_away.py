"""Clients' heartbeats while the database is away: on the disk before they are acknowledged, and stored once it is back.

`python -m tests.monitoring.clients.test_heartbeats_away ADDRESS FOLDER "SESSION TAKER TOKEN"` is the process that is killed.
"""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from db.engine import open_engine, reading
from db.tables import FaceVerification, LatestHeartbeat, User
from proctor_core.domain.heartbeat import Heartbeat
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import NoRoom
from proctor_core.monitoring.clients import heartbeat_writer
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.accounts.sign_ins import hash_of_token
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.waiting_writes import ClientHeartbeats
from tests.support.away import StoppableDatabase, away
from tests.support.processes import wait_until
from tests.support.program import ROOT
from tests.support.session_world import PLATFORM, Clock
from tests.support.web_world import WebWorld


@pytest.fixture
def world(sqlite_engine: Engine, tmp_path: Path) -> Iterator[WebWorld]:
    made = WebWorld(sqlite_engine, tmp_path)
    yield made
    made.close()


class Client:
    """One taker's browser, over HTTP as the API is asked."""

    def __init__(self, world: WebWorld, name: str = "ada") -> None:
        self.world, self.sequence = world, 0
        if name != "ada":
            world.taker = world.person(name)
        self.session = world.in_progress(by_platform=PLATFORM)
        self.token = world.token(TokenScope.TAKER, world.taker)

    def beat(self, faces: int = 1, *, sequence: int | None = None) -> int:
        self.world.clock.pass_time(5)
        self.sequence = sequence or self.sequence + 1
        said = {"session_id": str(self.session.id), "sequence": self.sequence, "face_count": faces, "confidence": 0.9}
        headers = {"authorization": f"Bearer {self.token}"}
        return self.world.ask("POST", "/api/proctor/heartbeat/", json=said, headers=headers).status_code


def goes_away(world: WebWorld) -> None:
    with pytest.raises(OperationalError):
        world.book.writer.write()


def on_the_disk(world: WebWorld) -> dict[UUID, ClientHeartbeats]:
    """What a killed process leaves: read as the next one does."""
    outbox, found = Outbox(world.folder / "outbox"), dict[UUID, ClientHeartbeats]()
    while entry := outbox.first():
        assert isinstance(entry.write, ClientHeartbeats)
        found[entry.write.session_id] = entry.write
        outbox.set_aside(entry.id)
    outbox.try_again()
    outbox.close()
    return found


def filed_by_the_next_process(world: WebWorld) -> None:
    outbox = Outbox(world.folder / "outbox")
    writer = RecordWriter(outbox, Filing(world.violations, world.filing.sessions))
    writer.start()
    assert writer.flush(10.0) and writer.stop(5.0)


def test_a_heartbeat_is_on_the_disk_when_it_is_acknowledged(world: WebWorld) -> None:
    clients = [Client(world), Client(world, "ben")]
    assert [client.beat() for client in clients] == [200, 200]
    world.book.writer.write()
    assert [client.beat() for client in clients] == [200, 200]
    world.writer.stop(5.0)
    with away(world.engine):
        goes_away(world)
        assert {one.sequence for one in on_the_disk(world).values()} == {2}, "what was acknowledged just before, too"
        for number in range(3, 9):
            for client in clients:
                assert client.beat(number % 2) == 200
                assert on_the_disk(world)[client.session.id].sequence == number
    filed_by_the_next_process(world)
    assert [row.sequence for row in world.rows(LatestHeartbeat)] == [8, 8]
    for client in clients:
        rows = world.rows(FaceVerification, session_id=client.session.id, is_initial=False)
        assert sum(row.samples for row in rows) == 8
        assert len(rows) == 6, "every change of the face is a run of its own"
    filed_by_the_next_process(world)
    assert len(world.rows(FaceVerification, is_initial=False)) == 12, "once"


def test_what_this_process_writes_itself_once_the_database_is_back_waits_no_more(world: WebWorld) -> None:
    client = Client(world)
    client.beat()
    with away(world.engine):
        goes_away(world)
        assert client.beat() == client.beat(0) == 200
        assert world.book.writer.is_keeping
    world.book.writer.write()
    assert world.outbox.count == 0 and not world.book.writer.is_keeping
    assert client.beat() == 200
    world.book.writer.write()
    assert [row.sequence for row in world.rows(LatestHeartbeat)] == [4]
    rows = world.rows(FaceVerification, session_id=client.session.id, is_initial=False)
    assert sorted((row.face_count, row.samples) for row in rows) == [(0, 1), (1, 1), (1, 2)]


def test_a_heartbeat_that_the_disk_does_not_take_is_not_acknowledged_and_comes_again(
    world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(world)
    client.beat()
    world.book.writer.write()

    def full(*_: object) -> list[int]:
        raise NoRoom("the disk is full")

    with away(world.engine):
        with monkeypatch.context() as broken:
            broken.setattr(Outbox, "add_all", full)
            client.beat()
            goes_away(world)
            assert client.beat(sequence=3) == 503
            assert client.beat(sequence=3) == 503, "the same again is not taken for known"
        assert client.beat(sequence=3) == 200
        assert on_the_disk(world)[client.session.id].sequence == 3


def test_a_write_that_hangs_puts_what_was_acknowledged_on_the_disk(
    world: WebWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, hangs = Client(world), threading.Event()
    client.beat()
    world.book.writer.write()
    write = ClientHeartbeatService.write

    def hanging(self: ClientHeartbeatService, *batch: object) -> object:
        hangs.wait(20)
        return write(self, *batch)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(ClientHeartbeatService, "write", hanging)
    monkeypatch.setattr(heartbeat_writer, "HANGS_S", 0.3)
    client.beat()
    world.writer.stop(5.0)
    world.book.writer.start()
    wait_until(lambda: world.outbox.count == 1, "the acknowledged one is on the disk", timeout_s=10)
    assert client.beat() == 200
    assert on_the_disk(world)[client.session.id].sequence == 3
    hangs.set()
    wait_until(lambda: [row.sequence for row in world.rows(LatestHeartbeat)] == [3], "it is stored", timeout_s=10)
    world.book.writer.stop()
    assert world.outbox.count == 0


def test_many_that_come_at_once_are_synced_together(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    clients = [Client(world, f"taker-{number}") for number in range(6)]
    for client in clients:
        client.beat()
    add_all, syncs = Outbox.add_all, list[int]()

    def counted(self: Outbox, writes: list[object]) -> list[int]:
        syncs.append(len(writes))
        return add_all(self, writes)  # pyright: ignore[reportArgumentType]

    with away(world.engine):
        monkeypatch.setattr(Outbox, "add_all", counted)
        goes_away(world)
        assert syncs == [6]
        world.clock.pass_time(5)
        lines = world.book._lines
        with lines.lock:
            for line in lines.by_session.values():
                line.take(Heartbeat(2, 1, 0.9), world.clock(), timedelta(seconds=15))
        assert clients[0].beat(sequence=3) == 200
        assert syncs == [6, 6], "whoever comes first writes for all"


@pytest.mark.slow
def test_a_kill_while_the_database_is_away_loses_no_acknowledged_heartbeat(
    stoppable_postgres: StoppableDatabase, tmp_path: Path
) -> None:
    with ExitStack() as ends:
        world = WebWorld(stoppable_postgres.engine, tmp_path / "here")
        ends.callback(world.close)
        client = Client(world)
        ids = f"{client.session.id} {world.taker.id} {hash_of_token(client.token)}"
        command = [
            sys.executable,
            "-m",
            "tests.monitoring.clients.test_heartbeats_away",
            stoppable_postgres.url,
            str(tmp_path),
            ids,
        ]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin and process.stdout
            assert process.stdout.readline().strip() == "acknowledged 3"
            stoppable_postgres.stop()
            process.stdin.write("the database is away\n")
            process.stdin.flush()
            last = 0
            while last < 27:
                last = int(process.stdout.readline().split()[-1])
            process.send_signal(signal.SIGKILL)
        stoppable_postgres.start()
        outbox = Outbox(tmp_path / "outbox")
        writer = RecordWriter(outbox, Filing(world.violations, world.filing.sessions))
        writer.start()
        assert writer.flush(30) and writer.stop(5)
        (latest,) = world.rows(LatestHeartbeat)
        rows = world.rows(FaceVerification, session_id=client.session.id, is_initial=False)
        assert latest.sequence >= 27
        assert sum(row.samples for row in rows) == latest.sequence
        session = world.stored(client.session.id)
        assert session.last_seen_at == latest.beat_at


def the_process_that_is_killed(url: str, folder: Path, ids: str) -> None:
    """Send heartbeats, and more of them once the database is said to be away, until the kill."""
    engine, clock = open_engine(url), Clock()
    clock.pass_time(60)
    service = ClientHeartbeatService(engine, clock, ViolationService(engine, clock))
    book = HeartbeatBook(service, 5.0, clock, Outbox(folder / "outbox"), RefusedWrites(clock))
    session, taker, token = ids.split()
    with reading(engine) as db:
        actor = db.get_one(User, UUID(taker))
    book.writer.start()
    for sequence in range(1, 4):
        clock.pass_time(1)
        beat = Heartbeat(sequence, 1, 0.9)
        assert book.beat(UUID(session), token, beat) or book.open(actor, UUID(session), token, beat)
    say("acknowledged 3")
    sys.stdin.readline()
    wait_until(lambda: book.writer.is_keeping, "the book misses the database", timeout_s=30)
    for sequence in range(4, 200):
        clock.pass_time(1)
        beat = Heartbeat(sequence, sequence % 2, 0.9)
        taken = book.beat(UUID(session), token, beat) or book.beat_on_disk(UUID(session), token, beat)
        assert taken
        say(f"acknowledged {sequence}")


def say(what: str) -> None:
    """A line for the test."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    the_process_that_is_killed(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
