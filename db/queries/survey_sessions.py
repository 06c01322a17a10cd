"""Reads of survey sessions and of what hangs on one; `locked_session` is how a change of one begins."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from db.queries.paging import older_than
from db.tables import Answer, FaceVerification, Signal, SurveySession, Violation
from proctor_core.codes.missing import Missing
from proctor_core.domain.paging import Cursor
from proctor_core.errors import NotFound


def locked_session(db: Session, session_id: UUID) -> SurveySession:
    """The session, held until the transaction ends: changes of one session happen one after the other.

    On PostgreSQL rows that refer to it may still be inserted by others meanwhile (FOR NO KEY UPDATE).

    Raises:
        NotFound: there is none.
    """
    statement = select(SurveySession).where(SurveySession.id == session_id).with_for_update(key_share=True)
    session = db.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if session is None:
        raise NotFound(Missing.SESSION)
    return session


def sessions_of_taker(db: Session, taker_id: UUID, cursor: Cursor | None, limit: int) -> Sequence[SurveySession]:
    """A taker's sessions, newest first."""
    return db.exec(
        select(SurveySession)
        .where(SurveySession.taker_id == taker_id)
        .where(*older_than(cursor, SurveySession.created_at, SurveySession.id))
        .order_by(col(SurveySession.created_at).desc(), col(SurveySession.id).desc())
        .limit(limit)
    ).all()


def mark_seen(db: Session, session_id: UUID, at: datetime) -> None:
    """Note that the taker's page or camera was there; never goes back in time."""
    last_seen = col(SurveySession.last_seen_at)
    db.exec(
        update(SurveySession)
        .where(col(SurveySession.id) == session_id, last_seen.is_(None) | (last_seen < at))
        .values(last_seen_at=at)
    )


def answers_of(db: Session, session_id: UUID) -> Sequence[Answer]:
    """One row for each question that was shown, in the order in which they were shown first."""
    return db.exec(
        select(Answer).where(Answer.session_id == session_id).order_by(col(Answer.shown_at), col(Answer.id))
    ).all()


def answer_to(db: Session, session_id: UUID, question_id: str) -> Answer | None:
    """The answer to one question; None when the question was not shown yet."""
    return db.exec(
        select(Answer).where(Answer.session_id == session_id, Answer.question_id == question_id)
    ).one_or_none()


def newest_run(db: Session, session_id: UUID, source: str) -> FaceVerification | None:
    """The face run that the next heartbeat of this source may extend."""
    return db.exec(
        select(FaceVerification)
        .where(FaceVerification.session_id == session_id, col(FaceVerification.is_initial).is_(False))
        .where(FaceVerification.source == source)
        .order_by(col(FaceVerification.started_at).desc())
        .limit(1)
    ).first()


def open_violations(db: Session, session_id: UUID) -> Sequence[Violation]:
    """Violations that have no end yet."""
    return db.exec(select(Violation).where(Violation.session_id == session_id, col(Violation.offset_s).is_(None))).all()


def open_signals(db: Session, session_id: UUID) -> Sequence[Signal]:
    """Signals that have no end yet."""
    return db.exec(select(Signal).where(Signal.session_id == session_id, col(Signal.offset_s).is_(None))).all()


def begun_sessions(db: Session, session_ids: Collection[UUID]) -> Sequence[tuple[UUID, datetime]]:
    """(survey version, start) of those that have begun."""
    statement = select(SurveySession.survey_id, col(SurveySession.started_at)).where(
        col(SurveySession.id).in_(session_ids), col(SurveySession.started_at).is_not(None)
    )
    return [(survey_id, started_at) for survey_id, started_at in db.exec(statement) if started_at is not None]


def newest_lengths_s(db: Session, survey_id: UUID, limit: int = 50) -> Sequence[float]:
    """Seconds from start to handing in of a survey's newest sessions that were handed in."""
    started_at, submitted_at = col(SurveySession.started_at), col(SurveySession.submitted_at)
    statement = (
        select(started_at, submitted_at)
        .where(SurveySession.survey_id == survey_id, started_at.is_not(None), submitted_at.is_not(None))
        .order_by(col(SurveySession.created_at).desc())
        .limit(limit)
    )
    return [(end - start).total_seconds() for start, end in db.exec(statement) if start and end]
