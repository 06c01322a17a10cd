"""Every column says in its table's docstring whether it holds personal data; a new column without that fails here."""

import re

import pytest
from sqlmodel import SQLModel

import db.tables

TABLES: list[type[SQLModel]] = [getattr(db.tables, name) for name in db.tables.__all__]
PARTS = re.compile(r"Personal data:(?P<personal>.*?)\n\s*No personal data:(?P<plain>.*)", re.DOTALL)


def columns_named(part: str) -> set[str]:
    """The column names of one part: words, without what stands in brackets."""
    return set(re.findall(r"[a-z][a-z0-9_]*", re.sub(r"\([^)]*\)", "", part)))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_column_is_named_as_personal_or_as_not_personal(table: type[SQLModel]) -> None:
    parts = PARTS.search(table.__doc__ or "")
    assert parts, "expected 'Personal data: ...' and then 'No personal data: ...'"
    columns = {column.name for column in table.__table__.columns}
    personal, plain = columns_named(parts["personal"]) & columns, columns_named(parts["plain"]) & columns
    assert columns - personal - plain == set(), "columns that the docstring does not name"
    assert personal & plain == set(), "columns that are named as both"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_personal_data_says_when_it_ends(table: type[SQLModel]) -> None:
    parts = PARTS.search(table.__doc__ or "")
    assert parts
    assert re.search(r"\((until|kept)", parts["personal"])


def test_no_table_is_left_out() -> None:
    assert {table.__tablename__ for table in TABLES} == set(SQLModel.metadata.tables)
