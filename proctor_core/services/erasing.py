"""Deletes rows and takes out of the audit log what names somebody. Inside the caller's transaction; files are the caller's."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col

from db.queries.personal_data import PersonalRows, events_about, events_naming, ids_of
from db.tables import AuditEvent, User
from proctor_core.domain.erasure import ErasureReceipt, TableCount
from proctor_core.services.auditing import AuditAction

NOBODY = "erased"
"""Stands in the audit log where an id or a name stood."""


def erase_rows(db: Session, parts: Sequence[PersonalRows]) -> tuple[TableCount, ...]:
    """Delete rows in the given order, and forget in the audit log which ones they were."""
    _reduce(events_about(db, ids_of(db, parts)))
    db.flush()
    return tuple(TableCount(str(table.__tablename__), _delete(db, table, where)) for table, where in parts)


def forget_object(db: Session, object_id: UUID) -> None:
    """Reduce the audit log's lines about one object to what was done when."""
    _reduce(events_about(db, [str(object_id)]))


def forget_words(db: Session, person: User) -> None:
    """Take a person's names, address and id out of the audit log's details, where they stand as whole words."""
    words = [word for word in (person.name, person.display_name, person.email, str(person.id), person.id.hex) if word]
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)
    for event in events_naming(db, words):
        event.detail = pattern.sub(NOBODY, event.detail)
        event.object_id = pattern.sub(NOBODY, event.object_id)


def new_receipt(at: datetime, rows: Sequence[TableCount], files: int) -> ErasureReceipt:
    """A receipt with an id of its own."""
    return ErasureReceipt(id=uuid4(), at=at, rows=tuple(rows), files=files, is_overwritten=False)


def note_erasure(db: Session, receipt: ErasureReceipt, action: AuditAction, actor_id: UUID | None) -> None:
    """Append the receipt to the audit log."""
    event = AuditEvent(
        at=receipt.at,
        actor_id=actor_id,
        action=action,
        object_type="erasure",
        object_id=str(receipt.id),
        detail=receipt.in_words(),
    )
    db.add(event)


def note_sweep(db: Session, at: datetime, detail: str) -> None:
    """Append to the audit log that a sweep came to its end."""
    db.add(AuditEvent(at=at, action=AuditAction.SWEPT, object_type="sweep", object_id="", detail=detail))


def forget_old_events(db: Session, before: datetime) -> int:
    """Leave of the audit log's lines from before what was done when; how many were reduced."""
    old = (
        update(AuditEvent)
        .where(
            col(AuditEvent.at) < before, or_(col(AuditEvent.actor_id).is_not(None), col(AuditEvent.object_id) != NOBODY)
        )
        .values(actor_id=None, object_id=NOBODY, detail="")
        .execution_options(synchronize_session=False)
    )
    return int(db.exec(old).rowcount)


def _reduce(events: Iterable[AuditEvent]) -> None:
    for event in events:
        event.object_id, event.detail = NOBODY, ""


def _delete(db: Session, table: type[object], where: object) -> int:
    statement = delete(table).where(where).execution_options(synchronize_session=False)  # pyright: ignore[reportArgumentType]
    return int(db.exec(statement).rowcount)
