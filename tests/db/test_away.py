"""A server that does not answer is waited for once, and asked for again by one caller at a time."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)

from db.away import PAUSE_S, Breaker, break_connects, is_away


class CommitFailed:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_after_a_failure_one_caller_tries_and_the_others_fail_at_once() -> None:
    clock = CommitFailed()
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
    clock, tries = CommitFailed(), list[str]()
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


class Refusal(Exception):
    """What psycopg2 raises: a code of PostgreSQL's appendix A."""

    def __init__(self, pgcode: str | None) -> None:
        super().__init__("refused")
        self.pgcode = pgcode


@pytest.mark.parametrize(
    "code", ["08006", "57P01", "53100", "53300", "40P01", "55P03", "58030", "25006", "42P01", "3D000", None]
)
def test_a_database_that_cannot_be_used_now_is_away(code: str | None) -> None:
    for kind in (OperationalError, InterfaceError, InternalError, ProgrammingError):
        if code is not None or kind in (OperationalError, InterfaceError):
            assert is_away(kind("x", None, Refusal(code)))


@pytest.mark.parametrize("code", ["54000", "23505", "22003", "42601", "22021"])
def test_a_row_that_no_table_takes_is_no_database_that_is_away(code: str) -> None:
    for kind in (OperationalError, IntegrityError, DataError):
        assert not is_away(kind("x", None, Refusal(code)))
    assert not is_away(ValueError("a NUL"))


def test_sqlite_says_by_its_codes_whether_it_is_away(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'full.db'}")
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE t (x BLOB)"))
        connection.execute(text("PRAGMA max_page_count = 3"))
        with pytest.raises(OperationalError) as full:
            connection.execute(text("INSERT INTO t VALUES (zeroblob(100000))"))
        with pytest.raises(OperationalError) as gone:
            connection.execute(text("SELECT * FROM nowhere"))
        with pytest.raises(OperationalError) as wrong:
            connection.execute(text("SELEC"))
    assert [is_away(error.value) for error in (full, gone, wrong)] == [True, True, False]
    engine.dispose()
