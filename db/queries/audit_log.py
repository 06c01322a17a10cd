"""Reads of the audit log: newest first, by who, what, when and which object."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from db.queries.paging import older_than
from db.tables import AuditEvent, User
from proctor_core.domain.filters import AuditFilter
from proctor_core.domain.paging import Cursor


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event with the name of who did it; None is the program, or somebody whose account is erased.

    `pictures` were looked at during this look at a case; they have lines of their own, which are folded into this one.
    """

    event: AuditEvent
    actor_name: str | None
    pictures: int = 0


def events_before(
    db: Session,
    wanted: AuditFilter,
    cursor: Cursor | None,
    limit: int,
    *,
    group: Collection[str] = (),
    is_folded: bool = False,
) -> Sequence[LoggedEvent]:
    """A page of events, newest first; folded, the pictures of a look at a case are a number on its line.

    `group`: the actions whose beginning is wanted, where they are known; an index finds whole words alone. What is looked for by
    its object is never folded away.
    """
    event = AuditEvent
    folds = is_folded and not wanted.object_id
    conditions = older_than(cursor, event.at, event.id)
    if wanted.actor_id:
        conditions.append(col(event.actor_id) == wanted.actor_id)
    if wanted.action:
        conditions.append(_is_action(wanted.action, group))
    if wanted.since:
        conditions.append(col(event.at) >= wanted.since)
    if wanted.until:
        conditions.append(col(event.at) < wanted.until)
    if wanted.object_id:
        conditions.append(col(event.object_id) == wanted.object_id)
    if folds:
        conditions.append(_stands_alone(wanted.since))
    rows = db.exec(
        select(event, User.name)
        .join(User, col(User.id) == event.actor_id, isouter=True)
        .where(*conditions)
        .order_by(col(event.at).desc(), col(event.id).desc())
        .limit(limit)
    ).all()
    pictures = _pictures(db, [found.id for found, _ in rows]) if folds else {}
    return [LoggedEvent(found, name, pictures.get(found.id, 0)) for found, name in rows]


def _is_action(action: str, group: Collection[str]) -> ColumnElement[bool]:
    named = col(AuditEvent.action)
    if not action.endswith("."):
        return named == action
    return named.in_(group) if group else named.startswith(action, autoescape=True)


def _stands_alone(since: datetime | None) -> ColumnElement[bool]:
    """No part of a look at a case, or of one from before the time that is asked for."""
    event, look = AuditEvent, aliased(AuditEvent)
    if since is None:
        return col(event.part_of).is_(None)
    return ~select(look.id).where(col(look.id) == event.part_of, col(look.at) >= since).exists()


def _pictures(db: Session, looks: Sequence[UUID]) -> Mapping[UUID | None, int]:
    """Look at a case -> how many pictures were looked at during it; one without any is left out."""
    parts = select(AuditEvent.part_of, func.count()).where(col(AuditEvent.part_of).in_(looks))
    return dict(db.exec(parts.group_by(col(AuditEvent.part_of))).all())
