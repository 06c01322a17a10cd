"""Keyset paging of lists that go from the newest to the oldest, as conditions of a query."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from proctor_core.domain.paging import Cursor


def older_than(cursor: Cursor | None, at: Any, row_id: Any) -> list[ColumnElement[bool]]:
    """Conditions for the rows after `cursor` in the order (at, id) descending; none for the first page."""
    if cursor is None:
        return []
    return [or_(col(at) < cursor.at, and_(col(at) == cursor.at, col(row_id) < cursor.id))]
