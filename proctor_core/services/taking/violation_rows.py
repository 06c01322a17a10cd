"""A violation and its pictures as rows. Inside the caller's transaction."""

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from db.queries.inserting import insert_if_absent
from db.tables import Evidence, SurveySession, Violation
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.reason import code_of, numbers_of
from proctor_core.domain.violation import AllegedViolation
from proctor_core.errors import IllegalMove


def moment(session: SurveySession, second: float) -> datetime:
    """The time of day of a session's second.

    Raises:
        IllegalMove: the session has not begun.
    """
    if session.started_at is None:
        raise IllegalMove(SessionRefusal.NOT_BEGUN)
    return session.started_at + timedelta(seconds=second)


def violation_row(session: SurveySession, alleged: AllegedViolation, violation_id: UUID, source: str) -> Violation:
    """A new row for what the rules allege; `source` says who saw it (server, or a client of the API)."""
    row = Violation(
        id=violation_id,
        session_id=session.id,
        type=alleged.type,
        onset_s=alleged.onset_s,
        peak_s=alleged.peak_s,
        started_at=moment(session, alleged.onset_s),
        confidence=alleged.confidence,
        reason=str(alleged.reason),
        source=source,
    )
    complete(row, session, alleged)
    return row


def complete(row: Violation, session: SurveySession, alleged: AllegedViolation) -> None:
    """Bring the row's numbers, and its end when there is one, to what the rules say now."""
    row.peak_s = alleged.peak_s
    row.confidence = alleged.confidence
    row.measured, row.limit = alleged.measured, alleged.limit
    row.looks, row.positive = alleged.looks, alleged.positive
    row.reason = str(alleged.reason)
    row.reason_code, row.reason_numbers = code_of(alleged.reason), numbers_of(alleged.reason)
    if alleged.offset_s is not None:
        row.offset_s, row.ended_at = alleged.offset_s, moment(session, alleged.offset_s)


def add_picture(db: Session, session_id: UUID, violation_id: UUID, picture: StoredPicture | None) -> None:
    """Name a stored picture in a row and count it; a violation has one of each kind, and the first stays."""
    if picture is not None and insert_if_absent(db, _evidence(session_id, violation_id, picture)):
        SurveySession.count_snapshot(db, session_id, picture.size_bytes)


def _evidence(session_id: UUID, violation_id: UUID, picture: StoredPicture) -> Evidence:
    values = asdict(picture)
    row = Evidence(session_id=session_id, violation_id=violation_id, **values.pop("facts"), **values)
    row.face_boxes = None if picture.face_boxes is None else [list(box) for box in picture.face_boxes]
    return row
