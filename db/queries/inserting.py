"""Insert a row unless its key is taken: what makes a write that is tried again harmless, on both databases."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, inspect

INSERTED_ID = "inserted_id"
"""Execution option: which row the statement inserts, for who listens (`services/chain/touched.py`)."""


def insert_if_absent(db: Session, row: SQLModel) -> bool:
    """Insert `row` at once; False when a row with the same primary key or unique columns is there already.

    `row` itself is not part of `db` afterwards: read it back when it is needed.
    """
    mapper = inspect(type(row))
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {column.key: getattr(row, column.key) for column in mapper.column_attrs}
    statement = insert(type(row)).values(values).on_conflict_do_nothing().returning(mapper.primary_key[0])
    key = getattr(row, mapper.get_property_by_column(mapper.primary_key[0]).key)
    return db.exec(statement.execution_options(**{INSERTED_ID: key})).one_or_none() is not None
