"""Reads of a session's video: its recordings and their segments."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from db.tables import RecordingSegment, SessionRecording, SurveySession, Violation
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.states import RecordingState, SessionStatus


def live_recording(db: Session, session_id: UUID) -> SessionRecording | None:
    """The recording of the watched camera."""
    recording = SessionRecording
    return db.exec(
        select(recording).where(recording.session_id == session_id, recording.source == RecordingSource.LIVE)
    ).one_or_none()


def recordings_of(db: Session, session_id: UUID) -> Sequence[SessionRecording]:
    """Every recording of a session, in the order in which they came."""
    recording = SessionRecording
    return db.exec(
        select(recording).where(recording.session_id == session_id).order_by(col(recording.created_at))
    ).all()


def viewable_recording(db: Session, session_id: UUID) -> SessionRecording | None:
    """The newest recording of a session that can be played as a whole."""
    recording = SessionRecording
    return db.exec(
        select(recording)
        .where(recording.session_id == session_id, recording.state == RecordingState.PROCESSED)
        .where(col(recording.media_key).is_not(None))
        .order_by(col(recording.created_at).desc())
        .limit(1)
    ).first()


def segments_of(db: Session, recording_id: UUID) -> Sequence[RecordingSegment]:
    """The links of a recording's chain, in order."""
    segment = RecordingSegment
    return db.exec(select(segment).where(segment.recording_id == recording_id).order_by(col(segment.number))).all()


def intervals_of(db: Session, session_id: UUID) -> Sequence[tuple[float, float | None]]:
    """(onset, offset) of the session's violations; None: still open."""
    violation = Violation
    rows = db.exec(select(violation.onset_s, violation.offset_s).where(violation.session_id == session_id)).all()
    return [(onset_s, offset_s) for onset_s, offset_s in rows]


def violations_by_type(db: Session, session_id: UUID) -> dict[str, int]:
    """How many violations of each type the session has."""
    counted = (
        select(Violation.type, func.count()).where(Violation.session_id == session_id).group_by(col(Violation.type))
    )
    return {str(kind): int(count) for kind, count in db.exec(counted).all()}


def over_but_open(db: Session, running: Collection[SessionStatus]) -> Sequence[UUID]:
    """Live recordings that still take segments though their session no longer runs."""
    recording, session = SessionRecording, SurveySession
    return db.exec(
        select(recording.id)
        .join(session, col(session.id) == recording.session_id)
        .where(recording.state == RecordingState.RECORDING, col(recording.erased_at).is_(None))
        .where(col(session.status).not_in(running))
        .order_by(col(recording.created_at))
    ).all()


def closed_live(db: Session) -> Sequence[UUID]:
    """Live recordings that wait to be joined, oldest first."""
    recording = SessionRecording
    return db.exec(
        select(recording.id)
        .where(recording.state == RecordingState.CLOSED, recording.source == RecordingSource.LIVE)
        .where(col(recording.erased_at).is_(None))
        .order_by(col(recording.created_at))
    ).all()
