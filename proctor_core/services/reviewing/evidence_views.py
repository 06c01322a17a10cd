"""Who looked at whose pictures and measurements, when: one line of the audit log for each, written before anything is shown.

One line stands for every look of that person at that object within `VIEW_TIME` of it, so that a page that draws again does not
flood the log. A browser shows a picture from its own cache for `CACHED_S` at most: those looks lie within it too.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select

from db.engine import reading, transaction
from db.tables import AuditEvent, User
from proctor_core.services.auditing import AuditAction, audit

VIEW_TIME = timedelta(minutes=15)
CACHED_S = 300
STANDS_FOR = VIEW_TIME - timedelta(seconds=CACHED_S)
"""How long a line stands for later looks, so that none is written for them."""
CASE = "case"
"""The detail of a look at the whole case; pictures that are looked at during it are part of it."""


def note_view(
    engine: Engine, actor: User, what: SQLModel, at: datetime, detail: str, case_of: UUID | None = None
) -> None:
    """Write that `actor` looks at `what`, unless a line of this person, object and detail stands for it already.

    `case_of` is the session that a picture belongs to: its line is then part of the look at that session's case.
    """
    with reading(engine) as db:
        if _noted(db, actor.id, str(getattr(what, "id", "")), at, detail):
            return
    with transaction(engine) as db:
        if not _noted(db, actor.id, str(getattr(what, "id", "")), at, detail):
            look = _noted(db, actor.id, str(case_of), at, CASE, VIEW_TIME) if case_of else None
            audit(db, at, AuditAction.EVIDENCE_VIEWED, what, actor_id=actor.id, detail=detail, part_of=look)


def looks_at(db: Session, actor_id: UUID, session_ids: Sequence[UUID]) -> Mapping[str, datetime]:
    """When this person last had each of these sessions' cases on the screen, by the session's id as a text."""
    event = AuditEvent
    views = select(event.object_id, func.max(event.at)).where(
        event.action == AuditAction.EVIDENCE_VIEWED,
        event.actor_id == actor_id,
        event.detail == CASE,
        col(event.object_id).in_([str(one) for one in session_ids]),
    )
    return dict(db.exec(views.group_by(event.object_id)).all())


def _noted(
    db: Session,
    actor_id: UUID,
    object_id: str,
    at: datetime,
    detail: str,
    # The last line must still stand for this look when the browser shows it from its cache.
    within: timedelta = STANDS_FOR,
) -> UUID | None:
    event = AuditEvent
    found = select(event.id).where(
        event.object_id == object_id,
        event.action == AuditAction.EVIDENCE_VIEWED,
        event.actor_id == actor_id,
        event.detail == detail,
        col(event.at) > at - within,
    )
    return db.exec(found.order_by(col(event.at).desc()).limit(1)).first()
