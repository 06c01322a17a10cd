"""Rows of many sessions in one read."""

from collections import defaultdict
from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from db.tables import AddedIncident, FaceMute, IncidentVerdict, SampleMute, SampleVerdict, Signal, Violation

_OfSession = TypeVar(
    "_OfSession", Violation, Signal, IncidentVerdict, AddedIncident, FaceMute, SampleVerdict, SampleMute
)


def rows_by_session(
    db: Session, table: type[_OfSession], session_ids: Collection[UUID], time: str
) -> defaultdict[UUID, list[_OfSession]]:
    """Session id -> its rows in the order of `time`, a column; an empty list where there are none."""
    found: defaultdict[UUID, list[_OfSession]] = defaultdict(list)
    if not session_ids:
        return found
    statement = select(table).where(col(table.session_id).in_(session_ids))
    for row in db.exec(statement.order_by(col(getattr(table, time)), col(table.id))).all():
        found[row.session_id].append(row)
    return found
