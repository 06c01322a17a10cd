"""What people typed, read from the columns that keep it: on a page it stands as it is, in every language."""

from collections.abc import Iterator

from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from db.engine import reading
from db.tables import (
    Answer,
    ApiToken,
    AuditEvent,
    ProctorReview,
    ReviewEvent,
    SessionMessage,
    Survey,
    User,
    Webhook,
)

TYPED: dict[type[SQLModel], tuple[str, ...]] = {
    User: ("name", "display_name", "email"),
    Survey: ("title", "slug", "platform", "definition"),
    Answer: ("value",),
    ProctorReview: ("notes", "colleague_note"),
    ReviewEvent: ("colleague_note",),
    SessionMessage: ("sentence",),
    ApiToken: ("name",),
    Webhook: ("name", "url"),
    AuditEvent: ("detail",),  # the record of what was done, in stored words
}


def typed_by_people(engine: Engine) -> set[str]:
    """Every text in those columns, in this moment."""
    with reading(engine) as db:
        return {
            text
            for table, columns in TYPED.items()
            for row in db.exec(select(table)).all()
            for column in columns
            for text in _texts(getattr(row, column))
        }


def _texts(value: object) -> Iterator[str]:
    """The texts in a column; of what is kept as JSON the values, not its own words."""
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
