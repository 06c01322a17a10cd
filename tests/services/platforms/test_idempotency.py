"""The same POST again does nothing again."""

import pytest

from db.tables import IdempotentAnswer
from proctor_core.errors import Conflict, InvalidInput, NotFound
from proctor_core.services.platforms.idempotency import KEPT, LEFT_ALONE, GivenAnswer, IdempotencyService, KeyOwner
from tests.support.session_world import SessionWorld


class Creation:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> GivenAnswer:
        self.made += 1
        return GivenAnswer(201, {"number": self.made})


@pytest.fixture
def once(world: SessionWorld) -> IdempotencyService:
    return IdempotencyService(world.engine, world.clock)


def test_the_same_key_is_answered_the_same_for_a_day(world: SessionWorld, once: IdempotencyService) -> None:
    make, owner = Creation(), KeyOwner(world.taker.id)
    assert [once.answer_once(owner, "k", b"a", make).body for _ in range(3)] == [{"number": 1}] * 3
    assert once.answer_once(KeyOwner(world.administrator.id), "k", b"a", make).body == {"number": 2}
    world.clock.pass_time(KEPT.total_seconds() + 1)
    assert once.answer_once(owner, "k", b"a", make).body == {"number": 3}


def test_another_request_under_the_same_key_is_refused(world: SessionWorld, once: IdempotencyService) -> None:
    once.answer_once(KeyOwner(world.taker.id), "k", b"a", Creation())
    with pytest.raises(InvalidInput, match="another request"):
        once.answer_once(KeyOwner(world.taker.id), "k", b"b", Creation())


def test_an_error_is_not_kept(world: SessionWorld, once: IdempotencyService) -> None:
    def fail() -> GivenAnswer:
        raise NotFound("no such survey")

    with pytest.raises(NotFound):
        once.answer_once(KeyOwner(world.taker.id), "k", b"a", fail)
    assert once.answer_once(KeyOwner(world.taker.id), "k", b"a", Creation()).body == {"number": 1}


def test_a_second_request_meets_the_first_and_outlives_its_death(world: SessionWorld, once: IdempotencyService) -> None:
    def meanwhile() -> GivenAnswer:
        with pytest.raises(Conflict):
            once.answer_once(KeyOwner(world.taker.id), "k", b"a", Creation())
        world.clock.pass_time(LEFT_ALONE.total_seconds() + 1)
        return once.answer_once(KeyOwner(world.taker.id), "k", b"a", Creation())

    assert once.answer_once(KeyOwner(world.taker.id), "k", b"a", meanwhile).body == {"number": 1}
    assert len(world.rows(IdempotentAnswer)) == 1
