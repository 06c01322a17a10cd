"""Transactions, times and inserts on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import select

from db.engine import reading, transaction
from db.queries.inserting import insert_if_absent
from db.tables import Answer, User
from proctor_core.domain.roles import Role

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def person(name: str, at: datetime = AT) -> User:
    return User(name=name, display_name=name, role=Role.TAKER, created_at=at)


def names(engine: Engine) -> list[str]:
    with reading(engine) as db:
        return sorted(user.name for user in db.exec(select(User)))


def test_an_error_inside_a_transaction_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(RuntimeError), transaction(engine) as db:
        db.add(person("ada"))
        db.flush()
        raise RuntimeError
    assert names(engine) == []


def test_rows_stay_readable_after_the_transaction(engine: Engine) -> None:
    with transaction(engine) as db:
        user = person("ada")
        db.add(user)
    assert (user.name, user.role) == ("ada", Role.TAKER)


def test_times_come_back_as_the_same_moment_in_utc(engine: Engine) -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=-7)))
    with transaction(engine) as db:
        db.add(person("ada", elsewhere))
    with reading(engine) as db:
        stored = db.exec(select(User)).one()
    assert (stored.created_at, stored.created_at.tzinfo) == (AT, UTC)


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(StatementError, match="zone"), transaction(engine) as db:
        db.add(person("ada", AT.replace(tzinfo=None)))


def test_a_row_that_points_to_nothing_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as db:
        db.add(Answer(session_id=uuid4(), question_id="q", shown_at=AT))


def test_an_insert_whose_key_is_taken_leaves_the_first_row(engine: Engine) -> None:
    first = person("ada")
    same_id, same_name = person("bert"), person("ada")
    same_id.id = first.id
    with transaction(engine) as db:
        assert [insert_if_absent(db, row) for row in (first, same_id, same_name)] == [True, False, False]
    assert names(engine) == ["ada"]
