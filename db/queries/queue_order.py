"""In which order the review queue is listed, and where a page of it begins: each order is read in an index of its own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import col

from db.tables import BlindSample, ProctorReview

_Listed = type[ProctorReview] | type[BlindSample]


class QueueSort(StrEnum):
    """By what; each begins with what a moderator wants first."""

    PRIORITY = "priority"
    WAITING = "waiting"
    LONGEST = "longest"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class QueueOrder:
    """Highest priority, longest waiting, longest violation or least coverage first; of decided reviews the newest first."""

    by: QueueSort = QueueSort.WAITING
    is_reversed: bool = False


@dataclass(frozen=True, slots=True, order=True)
class QueueCursor:
    """The last row of a page, by what it is listed and its id: the next page begins after it."""

    at: datetime | float
    review_id: UUID


def ordered_by(
    order: QueueOrder, *, is_decided: bool, of: _Listed = ProctorReview
) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The clauses of ORDER BY."""
    key, row_id = _key(order, is_decided=is_decided, of=of), col(of.id)
    return (key.asc(), row_id.asc()) if is_ascending(order, is_decided=is_decided) else (key.desc(), row_id.desc())


def behind(
    order: QueueOrder, after: QueueCursor | None, *, is_decided: bool, of: _Listed = ProctorReview
) -> list[ColumnElement[bool]]:
    """Conditions for the rows after `after`; none for the first page."""
    if after is None:
        return []
    here, there = tuple_(_key(order, is_decided=is_decided, of=of), col(of.id)), (after.at, after.review_id)
    return [here > there if is_ascending(order, is_decided=is_decided) else here < there]


def cursor_of(order: QueueOrder, review: ProctorReview, *, is_decided: bool) -> QueueCursor:
    """The place of a row that was read."""
    return QueueCursor(getattr(review, _key(order, is_decided=is_decided).key), review.id)


def _key(order: QueueOrder, *, is_decided: bool, of: _Listed = ProctorReview) -> Any:
    match order.by:
        case QueueSort.LONGEST:
            return col(of.longest_s)
        case QueueSort.COVERAGE:
            return col(of.unseen_share)
        case QueueSort.WAITING | QueueSort.PRIORITY if is_decided:
            # Nothing waits there any more.
            return col(of.decided_at)
        case QueueSort.PRIORITY:
            return col(of.ranks_since)
        case QueueSort.WAITING:
            return col(of.created_at if issubclass(of, ProctorReview) else of.drawn_at)


def is_ascending(order: QueueOrder, *, is_decided: bool) -> bool:
    """Whether the lowest cursor is listed first."""
    begins_low = order.by in (QueueSort.PRIORITY, QueueSort.WAITING) and not is_decided
    return begins_low is not order.is_reversed
