"""Who looked at whose pictures and measurements, when: one line of the audit log for each, written before anything is shown.

One line stands for every look of that person at that object within `VIEW_TIME` of it, so that a page that draws again does not
flood the log. A browser shows a picture from its own cache for `CACHED_S` at most: those looks lie within it too.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from db.engine import reading, transaction
from db.tables import AuditEvent, User
from proctor_core.services.auditing import AuditAction, audit

VIEW_TIME = timedelta(minutes=15)
CACHED_S = 300


def note_view(engine: Engine, actor: User, what: SQLModel, at: datetime, detail: str) -> None:
    """Write that `actor` looks at `what`, unless a line of this person, object and detail stands for it already."""
    with reading(engine) as db:
        if _is_noted(db, actor.id, what, at, detail):
            return
    with transaction(engine) as db:
        if not _is_noted(db, actor.id, what, at, detail):
            audit(db, at, AuditAction.EVIDENCE_VIEWED, what, actor_id=actor.id, detail=detail)


def _is_noted(db: Session, actor_id: UUID, what: SQLModel, at: datetime, detail: str) -> bool:
    # The last line must still stand for this look when the browser shows it from its cache.
    since = at - VIEW_TIME + timedelta(seconds=CACHED_S)
    event = AuditEvent
    found = select(event.id).where(
        event.object_id == str(getattr(what, "id", "")),
        event.action == AuditAction.EVIDENCE_VIEWED,
        event.actor_id == actor_id,
        event.detail == detail,
        col(event.at) > since,
    )
    return db.exec(found.limit(1)).first() is not None
