"""Alembic's entry: runs the revisions on the connection that `db/migrate.py` hands over."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

import db.tables  # noqa: F401  (registers the tables, which autogenerate compares with)
from db.columns import UtcDateTime


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write a column's type as SQLAlchemy knows it, so that an old revision hangs on no code of today."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.JSON):
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    if isinstance(item, sa.String) or isinstance(getattr(item, "impl", None), sa.String):
        return f"sa.String({item.length or ''})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=plain_type,
    # SQLite can't alter a column: Alembic copies the table instead.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
