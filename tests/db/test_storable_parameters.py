"""No statement stores what can't be read: every column of every table refuses it alike on SQLite and PostgreSQL."""

import math
from functools import reduce
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Engine,
    Enum,
    Float,
    Integer,
    String,
    TypeDecorator,
    insert,
    select,
    text,
    update,
)

from db import tables
from db.storable_parameters import read_json
from proctor_core.errors import InvalidInput

HUGE = 10**308
COLUMNS = [column for table in tables.User.metadata.sorted_tables for column in table.columns]
DEEP: Any = reduce(lambda inner, _: [inner], range(60), 1)
BAD: dict[type[Any], list[Any]] = {
    Enum: [],
    String: ["a\0b", "a\ud83db"],
    JSON: ["a\0b", {"a": ["\udc00"]}, {"a\0": 1}, [HUGE], math.nan, {"a": math.inf}, DEEP],
    BigInteger: [1 << 63, -(1 << 63) - 1, HUGE],
    Integer: [1 << 31, -(1 << 31) - 1, HUGE],
    Float: [math.nan, math.inf],
}
"""What no column of a kind takes; a kind stands before those that it is one of."""


def bad_values(column: Column[Any]) -> list[Any]:
    plain = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    found = next((values for kind, values in BAD.items() if isinstance(plain, kind)), [])
    longest = getattr(column.type, "length", None)
    return [*found, "x" * (longest + 1)] if found and longest else found


PAIRS = [(column, bad) for column in COLUMNS for bad in bad_values(column)]


def test_there_are_columns_of_every_kind() -> None:
    kinds = {type(column.type) for column in COLUMNS if bad_values(column)}
    assert len(kinds) >= 5 and len(COLUMNS) > 150


@pytest.mark.filterwarnings("ignore:Column .* is marked as a member of the primary key")  # no row gets that far
@pytest.mark.parametrize("changed", [insert, update])
def test_no_column_takes_what_can_not_be_stored(engine: Engine, changed: Any) -> None:
    with engine.connect() as connection:
        for column, bad in PAIRS:
            with pytest.raises(InvalidInput) as refused:
                connection.execute(changed(column.table).values({column.name: bad}))
            assert refused.value.field.partition(".")[0].partition("[")[0] == column.name
            assert refused.value.field.isprintable()


def test_no_question_holds_what_can_not_be_asked(engine: Engine) -> None:
    name = tables.User.metadata.tables["user_account"].c.name
    with engine.connect() as connection:
        for bad in ("a\0b", "a\ud83db"):
            with pytest.raises(InvalidInput, match="name"):
                connection.execute(select(name).where(name == bad))
            with pytest.raises(InvalidInput, match="asked"):
                connection.execute(text("SELECT 1 WHERE 'x' = :asked"), {"asked": bad})
        longer_than_any = connection.execute(select(name).where(name == "x" * 5000)).all()
    assert longer_than_any == []


def test_the_last_of_many_rows_is_looked_at_too(engine: Engine) -> None:
    throttle = tables.User.metadata.tables["audit_event"]
    rows = [{"action": "x", "object_type": "t", "object_id": str(i), "detail": ""} for i in range(50)]
    with engine.connect() as connection, pytest.raises(InvalidInput, match="object_id"):
        connection.execute(insert(throttle), [*rows, {**rows[0], "object_id": "\0"}])


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (r'"a\ud83d b"', "a\ufffd b"),
        (r'{"a\u0000": ["\uDC00", 1, null]}', {"a\ufffd": ["\ufffd", 1, None]}),
        ("[NaN, -Infinity, 1.5]", [None, None, 1.5]),
        (r'"\ud83d\ude00"', "😀"),
        ('"NaN"', "NaN"),
    ],
)
def test_what_an_older_version_stored_is_read_as_what_can_be_sent(stored: str, read: Any) -> None:
    assert read_json(stored) == read
