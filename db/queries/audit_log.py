"""Reads of the audit log: newest first, by who, what, when and which object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from db.queries.paging import Cursor, older_than
from db.tables import AuditEvent, User


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events; None leaves a part open.

    Attributes:
        action: a whole word such as `survey.added`, or the beginning of several, such as `survey.`.
        since, until: at or after, and before.
        object_id: id of the row that was acted on.
    """

    actor_id: UUID | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    object_id: str | None = None


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event with the name of who did it; None is the program, or somebody whose account is erased."""

    event: AuditEvent
    actor_name: str | None


def events_before(db: Session, wanted: AuditFilter, cursor: Cursor | None, limit: int) -> Sequence[LoggedEvent]:
    """A page of events, newest first."""
    event = AuditEvent
    conditions = older_than(cursor, event.at, event.id)
    if wanted.actor_id:
        conditions.append(col(event.actor_id) == wanted.actor_id)
    if wanted.action:
        is_group = wanted.action.endswith(".")
        named = col(event.action).startswith(wanted.action, autoescape=True)
        conditions.append(named if is_group else col(event.action) == wanted.action)
    if wanted.since:
        conditions.append(col(event.at) >= wanted.since)
    if wanted.until:
        conditions.append(col(event.at) < wanted.until)
    if wanted.object_id:
        conditions.append(col(event.object_id) == wanted.object_id)
    rows = db.exec(
        select(event, User.name)
        .join(User, col(User.id) == event.actor_id, isouter=True)
        .where(*conditions)
        .order_by(col(event.at).desc(), col(event.id).desc())
        .limit(limit)
    ).all()
    return [LoggedEvent(found, name) for found, name in rows]
