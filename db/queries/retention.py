"""Which sessions' data are due: read by the sweep, oldest first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, or_, select

from db.queries.appeals import is_appealed, is_held, may_still_be_appealed
from db.tables import (
    FaceVerification,
    Invitation,
    SessionRecording,
    Signal,
    SignIn,
    SignInThrottle,
    SurveySession,
    Violation,
)
from proctor_core.domain.states import RUNNING, SessionStatus


def unseen_since(db: Session, before: datetime) -> Sequence[UUID]:
    """Begun sessions that were never handed in and not seen since `before`."""
    session = SurveySession
    last_seen = func.coalesce(session.last_seen_at, session.created_at)
    return db.exec(
        select(session.id).where(col(session.status).in_(RUNNING), last_seen < before).order_by(col(session.created_at))
    ).all()


def is_kept_on_purpose() -> ColumnElement[bool]:
    """Whether an open appeal or a legal hold stops all retention of a session."""
    return or_(is_appealed(), is_held())


def kept_on_purpose(db: Session, session_id: UUID) -> bool:
    """The same of one session now."""
    return (
        db.exec(select(SurveySession.id).where(SurveySession.id == session_id, is_kept_on_purpose())).first()
        is not None
    )


def decided_before(db: Session, status: SessionStatus, before: datetime, appealed_after: datetime) -> Sequence[UUID]:
    """Handed-in sessions of this outcome from before, of which something measured is still kept.

    Those rejected after `appealed_after` stay: without what was measured nobody could judge an appeal.
    """
    session = SurveySession
    may_come = may_still_be_appealed(appealed_after)
    return db.exec(
        select(session.id)
        .where(session.status == status, col(session.submitted_at) < before, _holds_measurements())
        .where(~is_kept_on_purpose(), ~may_come)
        .order_by(col(session.created_at))
    ).all()


def unfinished(db: Session, status: SessionStatus, before: datetime | None = None) -> Sequence[UUID]:
    """Sessions that ended without being handed in; with `before`, only those that ended earlier."""
    statement = select(SurveySession.id).where(SurveySession.status == status, ~is_kept_on_purpose())
    return db.exec(statement if before is None else statement.where(_ended() < before)).all()


def expired_without_violation(db: Session) -> Sequence[UUID]:
    """Expired sessions of which something measured is kept, though nothing was alleged."""
    session = SurveySession
    has_violation = select(Violation.id).where(Violation.session_id == session.id).exists()
    return db.exec(
        select(session.id)
        .where(session.status == SessionStatus.EXPIRED, _holds_measurements(), ~has_violation)
        .where(~is_kept_on_purpose())
    ).all()


def unwatched_by_choice(db: Session) -> Sequence[UUID]:
    """Sessions that go on without camera by the taker's choice, of which something measured is kept: an erasure was cut off."""
    session = SurveySession
    goes_on = col(session.without_by_choice) & (col(session.status) != SessionStatus.INTERRUPTED)
    return db.exec(select(session.id).where(goes_on, _holds_measurements(), ~is_kept_on_purpose())).all()


def erase_old_sign_ins(db: Session, ended_before: datetime, tried_before: datetime) -> int:
    """Delete sign-ins and links that ended before, and counters of tries last touched before; how many rows."""
    old = (
        delete(SignIn).where(col(SignIn.expires_at) < ended_before),
        delete(Invitation).where(col(Invitation.expires_at) < ended_before),
        delete(SignInThrottle).where(col(SignInThrottle.last_tried_at) < tried_before),
    )
    return sum(db.exec(statement.execution_options(synchronize_session=False)).rowcount for statement in old)


def _ended() -> ColumnElement[datetime]:
    return func.coalesce(SurveySession.ended_at, SurveySession.last_seen_at, SurveySession.created_at)


def _holds_measurements() -> ColumnElement[bool]:
    session = SurveySession
    rows = [select(t.id).where(t.session_id == session.id).exists() for t in (FaceVerification, Violation, Signal)]
    video = SessionRecording
    rows.append(select(video.id).where(video.session_id == session.id, col(video.erased_at).is_(None)).exists())
    named = [col(c).is_not(None) for c in (session.face_reference_image, session.baseline, session.observation_log)]
    return or_(*named, *rows)
