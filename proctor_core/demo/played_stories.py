"""Which stories are in the database: each that was told to its end has a line in the audit log; a session without one is half."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import col, select

from db.engine import reading, transaction
from db.tables import AuditEvent, SurveySession, User
from proctor_core.demo.cast import VISITOR, accounts
from proctor_core.domain.states import SessionStatus
from proctor_core.services.auditing import STORY_PLAYED

_SESSION = str(SurveySession.__tablename__)


def played_keys(engine: Engine) -> frozenset[str]:
    """The keys of the stories that are there."""
    with reading(engine) as db:
        return frozenset(db.exec(select(AuditEvent.detail).where(AuditEvent.action == STORY_PLAYED)).all())


def note_played(engine: Engine, key: str, session_id: UUID, at: datetime) -> None:
    """The story was told to its end."""
    with transaction(engine) as db:
        event = AuditEvent(at=at, action=STORY_PLAYED, object_type=_SESSION, object_id=str(session_id), detail=key)
        db.add(event)


def half_sessions(engine: Engine) -> Sequence[UUID]:
    """Sessions of invented takers that a killed process left in the middle of their story."""
    played = _played_ids(engine)
    return [session.id for session in _invented(engine) if str(session.id) not in played]


def left_running(engine: Engine) -> Sequence[UUID]:
    """Told sessions that are still in progress, although nobody is there."""
    return [session.id for session in _invented(engine) if session.status is SessionStatus.IN_PROGRESS]


def _played_ids(engine: Engine) -> frozenset[str]:
    with reading(engine) as db:
        return frozenset(db.exec(select(AuditEvent.object_id).where(AuditEvent.action == STORY_PLAYED)).all())


def _invented(engine: Engine) -> Sequence[SurveySession]:
    names = [account.name for account in accounts() if account != VISITOR]
    invented = (
        select(SurveySession)
        .join(User, col(User.id) == SurveySession.taker_id)
        .where(col(SurveySession.is_demo), col(User.is_demo), col(User.name).in_(names))
    )
    with reading(engine) as db:
        return db.exec(invented).all()
