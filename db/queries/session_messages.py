"""Reads of what moderators said to takers, and of the running sessions that they look at."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from db.tables import SessionMessage, Survey, SurveySession
from proctor_core.domain.live_message import MessageKind


class SessionOfSurvey(NamedTuple):
    """A session and the title of its survey."""

    session: SurveySession
    survey_title: str


def sessions_with_titles(db: Session, session_ids: Collection[UUID]) -> Sequence[SessionOfSurvey]:
    """The sessions among these ids, the one that began first first."""
    statement = (
        select(SurveySession, Survey.title)
        .join(Survey, col(Survey.id) == SurveySession.survey_id)
        .where(col(SurveySession.id).in_(session_ids))
        .order_by(col(SurveySession.started_at), col(SurveySession.id))
    )
    return [SessionOfSurvey(session, title) for session, title in db.exec(statement).all()]


def messages_of(db: Session, session_id: UUID) -> Sequence[SessionMessage]:
    """Everything that was said in a session, in the order of time."""
    said = select(SessionMessage).where(SessionMessage.session_id == session_id)
    return db.exec(said.order_by(col(SessionMessage.at), col(SessionMessage.id))).all()


def newest_sentence(db: Session, session_id: UUID, since: datetime) -> SessionMessage | None:
    """The sentence that the taker's page shows now; None: none since then."""
    said = select(SessionMessage).where(
        SessionMessage.session_id == session_id,
        SessionMessage.kind == MessageKind.SENTENCE,
        col(SessionMessage.at) >= since,
    )
    return db.exec(said.order_by(col(SessionMessage.at).desc()).limit(1)).first()
