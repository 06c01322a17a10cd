"""No table is forgotten by export and erasure: each is listed, stays on purpose, or goes with a listed one by cascade."""

from uuid import uuid4

from sqlmodel import SQLModel

import db.tables
from db.queries.personal_data import NOT_PERSONAL, rows_of_person

TABLES: list[type[SQLModel]] = [getattr(db.tables, name) for name in db.tables.__all__]
HASHES_THAT_END_BY_THEMSELVES = {"sign_in_throttle"}
"""Holds keyed hashes for a day, and no person's id to find them by."""


def goes_by_cascade(table: type[SQLModel], listed: set[str]) -> bool:
    keys = table.__table__.foreign_keys  # pyright: ignore[reportAttributeAccessIssue]
    return any(key.ondelete == "CASCADE" and key.column.table.name in listed for key in keys)


def test_every_table_is_erased_or_stays_on_purpose() -> None:
    listed = {str(part.table.__tablename__) for part in rows_of_person(uuid4(), [uuid4()])}
    stays = {str(table.__tablename__) for table in NOT_PERSONAL} | HASHES_THAT_END_BY_THEMSELVES
    rest = [table for table in TABLES if table.__tablename__ not in listed | stays]
    assert [table.__name__ for table in rest if not goes_by_cascade(table, listed)] == []


def test_what_stays_lets_go_of_the_person() -> None:
    for table in NOT_PERSONAL:
        for key in table.__table__.foreign_keys:  # pyright: ignore[reportAttributeAccessIssue]
            assert key.ondelete == "SET NULL", f"{table.__name__}.{key.parent.name}"
