"""Keyset paging of lists that go from the newest to the oldest: a page begins after the last row that was read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

PAGE = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of the page before."""

    at: datetime
    id: UUID


def older_than(cursor: Cursor | None, at: Any, row_id: Any) -> list[ColumnElement[bool]]:
    """Conditions for the rows after `cursor` in the order (at, id) descending; none for the first page."""
    if cursor is None:
        return []
    return [or_(col(at) < cursor.at, and_(col(at) == cursor.at, col(row_id) < cursor.id))]
