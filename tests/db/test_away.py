"""A server that does not answer is waited for once, and asked for again by one caller at a time."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from db.away import PAUSE_S, Breaker, break_connects


class Told:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_after_a_failure_one_caller_tries_and_the_others_fail_at_once() -> None:
    clock = Told()
    breaker = Breaker(clock)
    assert breaker.admits() and breaker.admits(), "while all is well nobody waits for anybody"
    breaker.done(is_there=False)
    assert not breaker.admits()
    clock.now += PAUSE_S
    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    breaker.done(is_there=False)
    clock.now += PAUSE_S
    assert breaker.admits()
    breaker.done(is_there=True)
    assert breaker.admits() and breaker.admits()


def test_an_engine_asks_a_server_that_is_gone_once_and_meets_it_again() -> None:
    clock, tries = Told(), list[str]()
    engine = create_engine("sqlite://")
    answers = engine.dialect.connect

    def connect(*arguments: object, **named: object) -> object:
        tries.append("asked")
        if len(tries) == 1:
            raise engine.dialect.loaded_dbapi.OperationalError("timed out")  # pyright: ignore
        return answers(*arguments, **named)

    engine.dialect.connect = connect  # type: ignore[method-assign]
    break_connects(engine, Breaker(clock))
    for _ in range(5):
        with pytest.raises(OperationalError):
            engine.connect()
    assert tries == ["asked"]
    clock.now += PAUSE_S
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()
