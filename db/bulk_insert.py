"""Inserts thousands of rows at once, past the ORM: COPY on PostgreSQL, one prepared statement on SQLite. Constraints hold.

For rows that the program makes itself: what `storable_parameters` asks of what people type is not asked here.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import psycopg2
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Enum, String, Table, TypeDecorator, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

Row = Mapping[str, Any]
_Convert = Callable[[Any], Any]
_NULL = "\\N"
_KEPT = 64
_READ_BYTES = 1 << 18
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Rows of one table as the driver takes them: the text of a COPY, or tuples of values."""

    statement: str
    content: bytes | list[tuple[Any, ...]]


def blank_row(mapped: type[SQLModel]) -> dict[str, Any]:
    """Each column with its default where that is a value; None stands where the caller has one or the column is empty."""
    return {
        column.name: getattr(column.default, "arg", None) if _is_value(column) else None for column in _columns(mapped)
    }


def pack_rows(dialect: Dialect, mapped: type[SQLModel], rows: Sequence[Row]) -> PackedRows:
    """Bring full rows into the driver's form; needs no connection, so that it may be done while others are sent."""
    names = [column.name for column in _columns(mapped)]
    converts, listed = _converts(dialect, _table(mapped)), ", ".join(f'"{name}"' for name in names)
    into, values = f'"{_table(mapped).name}" ({listed})', map(itemgetter(*names), rows)
    if dialect.name == "postgresql":
        lines = [
            "\t".join([_NULL if v is None else c(v) for c, v in zip(converts, row, strict=True)]) for row in values
        ]
        return PackedRows(f"COPY {into} FROM STDIN", "\n".join([*lines, ""]).encode())
    tuples = [tuple([None if v is None else c(v) for c, v in zip(converts, row, strict=True)]) for row in values]
    return PackedRows(" ".join(("INSERT INTO", into, "VALUES", f"({', '.join('?' * len(names))})")), tuples)


def insert_packed(connection: Connection, packed: PackedRows) -> None:
    """Insert them in the connection's transaction; all of them, or an error.

    Raises:
        IntegrityError: a constraint does not hold.
        OperationalError: the database is away.
    """
    if isinstance(packed.content, list):
        if packed.content:
            connection.exec_driver_sql(packed.statement, packed.content)
        return
    driver = connection.connection.driver_connection
    assert driver is not None, "an open connection"
    try:
        with driver.cursor() as cursor:
            cursor.copy_expert(packed.statement, io.BytesIO(packed.content), size=_READ_BYTES)
    except psycopg2.Error as error:
        raise DBAPIError.instance(packed.statement, None, error, psycopg2.Error, dialect=connection.dialect) from error


def note_new_sizes(engine: Engine) -> None:
    """Let PostgreSQL's planner know now how large the tables have become, and not when it comes round to it by itself."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


@lru_cache(_KEPT)
def _converts(dialect: Dialect, table: Table) -> tuple[_Convert, ...]:
    as_text = dialect.name == "postgresql"
    return tuple(_convert(column.type, dialect, as_text=as_text) for column in table.columns)


def _convert(kind: Any, dialect: Dialect, *, as_text: bool) -> _Convert:
    """From Python's value to the column's; as text for a COPY, its own signs escaped."""
    bound: _Convert | None = kind.dialect_impl(dialect).bind_processor(dialect)
    basic = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if bound is not None and isinstance(basic, (Enum, DateTime)):
        # Few different ones, one behind the other.
        bound = lru_cache(_KEPT)(bound)
    if not as_text:
        return bound or _as_it_is
    if isinstance(basic, (String, JSON)):
        return _escaped if bound is None else lambda value: _escaped(bound(value))
    return str if bound is None else lambda value: str(bound(value))


def _escaped(value: str) -> str:
    return value.translate(_ESCAPES)


def _as_it_is(value: Any) -> Any:
    return value


def _is_value(column: Any) -> bool:
    return column.default is not None and column.default.is_scalar


def _columns(mapped: type[SQLModel]) -> Sequence[Any]:
    return list(_table(mapped).columns)


def _table(mapped: Any) -> Table:
    return mapped.__table__
