"""Uploads of recordings and the work on them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, and_, col, func, or_, select

from db.tables import RecordingAnalysis, RecordingUpload, SessionRecording, SurveySession
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.recording_analysis import LONGEST_WAIT, AnalysisState
from proctor_core.domain.states import SessionStatus


class AnalysedRecording(NamedTuple):
    """An uploaded recording and the work on it."""

    analysis: RecordingAnalysis
    recording: SessionRecording


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


def due_analyses(db: Session, now: datetime, running: Collection[SessionStatus]) -> Sequence[RecordingAnalysis]:
    """What a worker may take up now, oldest first: files as they came at once, the rest when their session is over."""
    analysis, session = RecordingAnalysis, SurveySession
    until = col(analysis.lease_until)
    # One that would last longer than any was given before the clock was set back.
    is_void = or_(*(and_(analysis.state == state, until > now + longest) for state, longest in LONGEST_WAIT.items()))
    is_free = or_(until.is_(None), until <= now, is_void)
    is_ready = or_(col(analysis.rewritten_at).is_(None), col(session.status).not_in(running))
    return db.exec(
        select(analysis)
        .join(session, col(session.id) == analysis.session_id)
        .where(col(analysis.state).in_(LONGEST_WAIT), is_free, is_ready)
        .order_by(col(analysis.created_at), col(analysis.id))
        .limit(20)
    ).all()


def renew_lease(db: Session, analysis_id: UUID, worker: str, until: datetime, progress: float) -> bool:
    """Hold a taken analysis until then; False when it is not this worker's any more."""
    held = (
        update(RecordingAnalysis)
        .where(col(RecordingAnalysis.id) == analysis_id, col(RecordingAnalysis.worker) == worker)
        .where(col(RecordingAnalysis.state) == AnalysisState.RUNNING)
        .values(lease_until=until, progress=progress)
        .execution_options(synchronize_session=False)
    )
    return db.exec(held).rowcount == 1


def analyses_in(db: Session, states: Collection[AnalysisState], limit: int) -> Sequence[AnalysedRecording]:
    """Analyses with their recordings, the newest first."""
    analysis, recording = RecordingAnalysis, SessionRecording
    statement = (
        select(analysis, recording)
        .join(recording, col(recording.id) == analysis.recording_id)
        .where(col(analysis.state).in_(states))
        .order_by(col(analysis.created_at).desc(), col(analysis.id))
        .limit(limit)
    )
    return [AnalysedRecording(*row) for row in db.exec(statement).all()]


def count_analyses(db: Session) -> Mapping[AnalysisState, int]:
    """How many stand where."""
    counted = select(RecordingAnalysis.state, func.count()).group_by(col(RecordingAnalysis.state))
    return {AnalysisState(state): int(count) for state, count in db.exec(counted).all()}


def oldest_due(db: Session, running: Collection[SessionStatus]) -> datetime | None:
    """When the oldest analysis that could be done was written; None: none waits."""
    analysis, session = RecordingAnalysis, SurveySession
    waiting = (
        select(func.min(analysis.created_at))
        .join(session, col(session.id) == analysis.session_id)
        .where(analysis.state == AnalysisState.WAITING, col(session.status).not_in(running))
    )
    return db.exec(waiting).one()


def uploads_of(db: Session, session_id: UUID) -> Sequence[AnalysedRecording]:
    """The session's uploaded recordings with their analyses, in the order in which they came."""
    analysis, recording = RecordingAnalysis, SessionRecording
    statement = (
        select(analysis, recording)
        .join(recording, col(recording.id) == analysis.recording_id)
        .where(recording.session_id == session_id)
        .order_by(col(recording.created_at))
    )
    return [AnalysedRecording(*row) for row in db.exec(statement).all()]


def drop_analyses(db: Session, recording_ids: Collection[UUID]) -> None:
    """Nobody wants them any more: their video goes."""
    dropped = (
        update(RecordingAnalysis)
        .where(col(RecordingAnalysis.recording_id).in_(recording_ids))
        .where(col(RecordingAnalysis.state) != AnalysisState.DONE)
        .values(state=AnalysisState.DROPPED, worker="", lease_until=None)
        .execution_options(synchronize_session=False)
    )
    db.exec(dropped)
