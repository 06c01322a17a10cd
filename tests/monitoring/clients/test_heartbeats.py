"""Heartbeats of API clients: acknowledged at once, written together within a second, counted once, and missed when they stop."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from db.tables import FaceVerification, LatestHeartbeat, Signal, SurveySession, User
from proctor_core.domain.heartbeat import Heartbeat, HeartbeatAnswer
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.accounts.sign_ins import hash_of_token
from tests.support.session_world import PLATFORM
from tests.support.web_world import WebWorld


@pytest.fixture
def world(engine: Engine, tmp_path: Path) -> Iterator[WebWorld]:
    made = WebWorld(engine, tmp_path)
    yield made
    made.close()


class Client:
    """One taker's browser."""

    def __init__(self, world: WebWorld) -> None:
        self.world, self.session, self.sequence = world, world.in_progress(by_platform=PLATFORM), 0
        self.token = hash_of_token(world.token(TokenScope.TAKER, world.taker))

    def beat(self, faces: int | None = 1, *, sequence: int | None = None, after_s: float = 5, **seen: object) -> None:
        self.world.clock.pass_time(after_s)
        self.sequence = sequence or self.sequence + 1
        said = Heartbeat(self.sequence, faces, 0.9, **seen)  # pyright: ignore[reportArgumentType]
        self.send(said)

    def send(self, said: Heartbeat) -> HeartbeatAnswer:
        book, id_ = self.world.book, self.session.id
        return book.beat(id_, self.token, said) or book.open(self.world.taker, id_, self.token, said)

    def runs(self) -> list[FaceVerification]:
        self.world.book.writer.write()
        rows = self.world.rows(FaceVerification, session_id=self.session.id, is_initial=False)
        return sorted(rows, key=lambda run: run.started_at)


def test_equal_heartbeats_are_one_run_and_a_change_begins_another(world: WebWorld) -> None:
    client = Client(world)
    for _ in range(10):
        client.beat()
        world.book.writer.write()
    client.beat(0, violation_type=ViolationType.NO_FACE)
    client.beat(0, violation_type=ViolationType.NO_FACE)
    client.beat()
    runs = client.runs()
    assert [(run.face_count, run.samples, run.source) for run in runs] == [
        (1, 10, "client"),
        (0, 2, "client"),
        (1, 1, "client"),
    ]
    assert [(a.ended_at, b.started_at) for a, b in itertools.pairwise(runs)] == [
        (runs[0].ended_at, runs[0].ended_at),
        (runs[1].ended_at, runs[1].ended_at),
    ]
    assert world.stored(client.session.id).last_seen_at == world.clock()


def test_a_heartbeat_that_comes_again_counts_once(world: WebWorld) -> None:
    client = Client(world)
    client.beat()
    client.beat(sequence=1, after_s=1)
    client.beat(sequence=2)
    client.beat(sequence=1, after_s=1)
    assert [run.samples for run in client.runs()] == [2]
    assert world.rows(LatestHeartbeat)[0].sequence == 2


def test_silence_for_three_intervals_is_a_gap_that_ends_with_the_next_heartbeat(world: WebWorld) -> None:
    client = Client(world)
    client.beat()
    world.book.writer.write()
    world.clock.pass_time(16)
    world.book.writer.write()
    (gap,) = world.rows(Signal)
    assert (gap.kind, gap.offset_s) == ("network_gap", None)
    client.beat(after_s=4)
    (gap,) = world.rows(Signal)
    assert (gap.onset_s, gap.offset_s) == (5.0, 25.0)
    assert len(client.runs()) == 2


def test_another_process_goes_on_where_the_last_one_ended(world: WebWorld) -> None:
    client = Client(world)
    client.beat()
    world.book.writer.write()
    world.book = world.new_book()
    client.beat(sequence=1, after_s=1)
    client.beat(sequence=2)
    assert [run.samples for run in client.runs()] == [2]


def test_a_token_that_ends_is_out_within_one_write(world: WebWorld) -> None:
    client = Client(world)
    client.beat()
    (row,) = world.tokens.tokens(world.administrator)
    world.tokens.revoke(world.administrator, row.row.id)
    world.book.writer.write()
    assert world.book.beat(client.session.id, client.token, Heartbeat(2)) is None


def test_a_person_who_is_no_taker_any_more_is_out_within_one_write(world: WebWorld) -> None:
    client = Client(world)
    client.beat()
    world.people.change_role(world.administrator, world.taker.id, Role.ANALYST)
    world.book.writer.write()
    assert world.book.beat(client.session.id, client.token, Heartbeat(2)) is None


@pytest.mark.parametrize("status", [SessionStatus.WITHDRAWN, SessionStatus.UNDER_REVIEW, SessionStatus.REJECTED])
def test_what_comes_after_the_end_is_not_written(world: WebWorld, status: SessionStatus) -> None:
    client = Client(world)
    client.beat()
    runs = len(client.runs())
    client.beat(0)
    world.force(client.session.id, status)
    assert len(client.runs()) == runs
    assert world.book.open_sessions == 0


def test_nobody_else_and_no_other_time_is_let_in(world: WebWorld) -> None:
    session: SurveySession = world.invited()
    stranger: User = world.person("eve")

    def opened(person: User, session_id: UUID) -> None:
        world.book.open(person, session_id, "t", Heartbeat(1))

    with pytest.raises(NotFound):
        opened(stranger, session.id)
    with pytest.raises(IllegalMove):
        opened(world.taker, session.id)


def test_what_the_database_could_not_take_is_written_later(world: WebWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(world)
    client.beat()

    def away(*_: object) -> None:
        raise OperationalError("no connection", None, Exception())

    with monkeypatch.context() as broken:
        broken.setattr(type(world.book._service), "write", away)
        with pytest.raises(OperationalError):
            world.book.writer.write()
    client.beat()
    assert [run.samples for run in client.runs()] == [2]


def test_the_answer_learns_the_count_of_others_within_one_write(world: WebWorld) -> None:
    client = Client(world)
    client.beat()
    world.allege(client.session.id, 3)
    world.book.writer.write()
    answer = client.send(Heartbeat(2, 1))
    assert (answer.violations_count, answer.flagged_for_review) == (3, True)
