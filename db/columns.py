"""Column types and defaults that all tables share: UTC times, ids, JSON that is JSONB on PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, DateTime, Dialect, Enum, Index, TypeDecorator, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
# Every constraint has a name on both databases, so that a later migration can drop it by name.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A time zone aware time, stored in UTC; SQLite keeps no zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("expected a time with a zone, got a naive one")
        try:
            return value.astimezone(UTC)
        except OverflowError:
            # Hours beside the first or the last moment that there is: someone who filters means "ever".
            return FIRST if value.year == FIRST.year else LAST

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def id_field() -> Any:
    """Primary key: a random UUID, so that an id tells nothing about how many there are."""
    return Field(default_factory=uuid4, primary_key=True)


def time_field(*, nullable: bool = False, index: bool = False) -> Any:
    """A UTC time; given by the caller, never by a clock in here."""
    if nullable:
        return Field(default=None, sa_type=UtcDateTime, nullable=True, index=index)
    return Field(sa_type=UtcDateTime, index=index)


def json_field(**options: Any) -> Any:
    """A JSON value."""
    return Field(sa_type=Json, **options)


Id = UUID


def partial_index(name: str, *columns: str, only: str, unique: bool = False) -> Index:
    """An index of those rows for which `only` holds, a condition in SQL."""
    return Index(name, *columns, unique=unique, sqlite_where=text(only), postgresql_where=text(only))


def str_enum(words: type[StrEnum]) -> Any:
    """Stored words: plain text in the database, checked against the enum in Python, so that a new word needs no migration."""
    return Enum(
        words, native_enum=False, create_constraint=False, length=40, values_callable=lambda e: [w.value for w in e]
    )
