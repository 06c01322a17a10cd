"""Keyset paging as conditions of a query: a page begins behind the last row that was read, wherever in the list that is.

A comparison of rows, and not "later, or as late and with a greater id": databases look only the former up in an index, and read
the index from its beginning for the latter.
"""

from typing import Any

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import col

from proctor_core.domain.paging import Cursor


def older_than(cursor: Cursor | None, at: Any, row_id: Any) -> list[ColumnElement[bool]]:
    """Conditions for the rows after `cursor` in the order (at, id) descending; none for the first page."""
    return [] if cursor is None else [tuple_(col(at), col(row_id)) < (cursor.at, cursor.id)]


def newer_than(cursor: Cursor | None, at: Any, row_id: Any) -> list[ColumnElement[bool]]:
    """The same in the order (at, id) ascending."""
    return [] if cursor is None else [tuple_(col(at), col(row_id)) > (cursor.at, cursor.id)]
