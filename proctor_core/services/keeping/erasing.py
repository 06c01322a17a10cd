"""Deletes rows and takes out of the audit log what names somebody. Inside the caller's transaction; files are the caller's."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, Text, cast, delete, or_, update
from sqlmodel import Session, col, select

from db.overwriting import overwrite_deleted
from db.queries.personal_data import PersonalRows, events_about, events_naming, ids_of
from db.tables import (
    AddedIncident,
    AuditEvent,
    FaceMute,
    IdempotentAnswer,
    IncidentVerdict,
    SampleAddition,
    SampleMute,
    SampleVerdict,
    User,
)
from proctor_core.domain.audit_detail import stored_detail
from proctor_core.domain.erasure import ErasureReceipt, StillHeld, TableCount
from proctor_core.domain.retention import SweepReport
from proctor_core.services.auditing import AuditAction
from proctor_core.services.keeping.overwriting import note_deleted

NOBODY = "erased"
"""Stands in the audit log where an id or a name stood."""


_SAID = (IncidentVerdict, AddedIncident, FaceMute, SampleVerdict, SampleAddition, SampleMute)
ALWAYS_TOUCHED = ("audit_event", "survey_session", "held_decision", "rejection_proposal")
"""Every erasure changes rows of the first two, and each change leaves the row as it was. Rows of the others go by
themselves: with their review, or before it once they have been decided."""


def erase_rows(db: Session, parts: Sequence[PersonalRows], at: datetime) -> tuple[TableCount, ...]:
    """Delete rows in the given order, and forget in the audit log which ones they were."""
    _reduce(events_about(db, ids_of(db, parts)))
    db.flush()
    note_deleted(db, [*ALWAYS_TOUCHED, *(str(table.__tablename__) for table, _ in parts)], at)
    return tuple(TableCount(str(table.__tablename__), _delete(db, table, where)) for table, where in parts)


def forget_object(db: Session, object_id: UUID) -> None:
    """Reduce the audit log's lines about one object to what was done when."""
    _reduce(events_about(db, [str(object_id)]))


def forget_words(db: Session, person: User, session_ids: Sequence[UUID]) -> None:
    """Take a person's names, address and ids out of the audit log's details, where they stand as whole words."""
    names = (person.name, person.display_name, person.email)
    words = [*filter(None, names), *(word for one in (person.id, *session_ids) for word in (str(one), one.hex))]
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)
    for event in events_naming(db, words):
        _say(event, pattern.sub(NOBODY, event.detail))
        event.object_id = pattern.sub(NOBODY, event.object_id)


def forget_name_in_answers(db: Session, person_id: UUID) -> None:
    """Take a moderator's name out of kept answers to others' requests; what stands about each incident stays in them."""
    said = [select(table.id).where(table.moderator_id == person_id) for table in _SAID]
    given = {str(one) for ids in said for one in db.exec(ids).all()}
    kept = select(IdempotentAnswer).where(cast(col(IdempotentAnswer.body), Text).contains("given_by"))
    for answer in db.exec(kept).all() if given else ():
        # What a survey calls its questions may hold the word too.
        if "incidents" in answer.body:
            incidents = [_without_name(incident, given) for incident in answer.body["incidents"]]
            answer.body = {**answer.body, "incidents": incidents}


def _without_name(incident: dict[str, Any], given: Collection[str]) -> dict[str, Any]:
    parts = {part: incident.get(part) for part in ("verdict", "added", "muted")}
    nameless = {part: {**said, "given_by": None} for part, said in parts.items() if said and said["id"] in given}
    return {**incident, **nameless}


def new_receipt(at: datetime, rows: Sequence[TableCount], files: int) -> ErasureReceipt:
    """A receipt with an id of its own."""
    return ErasureReceipt(uuid4(), at, tuple(rows), files, is_overwritten=False, still_held=tuple(StillHeld))


def held_after(receipt: ErasureReceipt, engine: Engine) -> ErasureReceipt:
    """The receipt once the deleted rows were overwritten where that is done at once, and with what is pending where not."""
    if engine.dialect.name == "postgresql":
        return receipt
    is_overwritten = overwrite_deleted(engine)
    held = (StillHeld.BACKUPS,) if is_overwritten else (StillHeld.DEAD_ROWS, StillHeld.BACKUPS)
    return replace(receipt, is_overwritten=is_overwritten, still_held=held)


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


def note_sweep(db: Session, at: datetime, report: SweepReport) -> None:
    """Append to the audit log that a sweep came to its end."""
    code, values = stored_detail(report.message())
    event = AuditEvent(
        at=at,
        action=AuditAction.SWEPT,
        object_type="sweep",
        object_id="",
        detail=report.in_words(),
        detail_code=code,
        detail_values=values,
    )
    db.add(event)


def forget_old_events(db: Session, before: datetime) -> int:
    """Leave of the audit log's lines from before what was done when; how many were reduced."""
    old = (
        update(AuditEvent)
        .where(
            col(AuditEvent.at) < before, or_(col(AuditEvent.actor_id).is_not(None), col(AuditEvent.object_id) != NOBODY)
        )
        .values(actor_id=None, object_id=NOBODY, detail="", detail_code=None, detail_values=None)
        .execution_options(synchronize_session=False)
    )
    return int(db.exec(old).rowcount)


def _reduce(events: Iterable[AuditEvent]) -> None:
    for event in events:
        event.object_id = NOBODY
        _say(event, "")


def _say(event: AuditEvent, detail: str) -> None:
    """Another detail; the values of the one before go with it, since names may be among them."""
    if event.detail != detail:
        event.detail, event.detail_code, event.detail_values = detail, None, None


def _delete(db: Session, table: type[object], where: object) -> int:
    statement = delete(table).where(where).execution_options(synchronize_session=False)  # pyright: ignore[reportArgumentType]
    return int(db.exec(statement).rowcount)
