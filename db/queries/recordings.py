"""Uploads of recordings and the work on them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from db.tables import RecordingUpload, SessionRecording
from proctor_core.domain.recording import RecordingSource


def open_uploads(db: Session, session_id: UUID) -> Sequence[RecordingUpload]:
    """The session's uploads that are not complete."""
    upload = RecordingUpload
    return db.exec(select(upload).where(upload.session_id == session_id, col(upload.completed_at).is_(None))).all()


def uploads_over(db: Session, at: datetime) -> Sequence[RecordingUpload]:
    """Every upload whose time is over at this moment."""
    return db.exec(select(RecordingUpload).where(col(RecordingUpload.expires_at) <= at)).all()


def unfinished_uploads(db: Session) -> Sequence[RecordingUpload]:
    """Every upload that is not complete."""
    return db.exec(select(RecordingUpload).where(col(RecordingUpload.completed_at).is_(None))).all()


def known_uploads(db: Session) -> set[UUID]:
    """The ids of all uploads."""
    return set(db.exec(select(RecordingUpload.id)).all())


def uploaded_count(db: Session, session_id: UUID) -> int:
    """How many recordings of this session were uploaded."""
    recording = SessionRecording
    counted = select(func.count()).where(
        recording.session_id == session_id, recording.source == RecordingSource.UPLOADED
    )
    return db.exec(counted).one()


def uploaded_as(db: Session, session_id: UUID, sha256: str) -> RecordingUpload | None:
    """A complete upload of the same content to the same session."""
    upload = RecordingUpload
    same = select(upload).where(upload.session_id == session_id, upload.sha256 == sha256)
    return db.exec(same.where(col(upload.recording_id).is_not(None))).first()
