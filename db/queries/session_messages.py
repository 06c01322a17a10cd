"""Reads of what is said and marked while sessions run, and of the running sessions that moderators look at."""

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
    """Everything that was said and marked in a session, in the order of time."""
    said = select(SessionMessage).where(SessionMessage.session_id == session_id)
    return db.exec(said.order_by(col(SessionMessage.at), col(SessionMessage.id))).all()


def newest_mark(db: Session, session_id: UUID, author_id: UUID) -> SessionMessage | None:
    """What this moderator marked last; None: nothing."""
    marked = select(SessionMessage).where(
        SessionMessage.session_id == session_id,
        SessionMessage.kind == MessageKind.MARK,
        SessionMessage.author_id == author_id,
    )
    return db.exec(marked.order_by(col(SessionMessage.at).desc()).limit(1)).first()


def newest_help(db: Session, session_id: UUID) -> SessionMessage | None:
    """What the taker asked last; None: nothing."""
    asked = select(SessionMessage).where(
        SessionMessage.session_id == session_id, SessionMessage.kind == MessageKind.HELP
    )
    return db.exec(asked.order_by(col(SessionMessage.at).desc()).limit(1)).first()


def unanswered_help(db: Session, session_ids: Collection[UUID]) -> dict[UUID, str]:
    """What takers asked last in these sessions and nobody has said anything to since."""
    said = select(SessionMessage).where(
        col(SessionMessage.session_id).in_(session_ids),
        col(SessionMessage.kind).in_((MessageKind.SENTENCE, MessageKind.HELP)),
    )
    newest = {one.session_id: one for one in db.exec(said.order_by(col(SessionMessage.at), col(SessionMessage.id)))}
    return {id_: one.sentence for id_, one in newest.items() if one.kind is MessageKind.HELP}


def newest_sentence(db: Session, session_id: UUID, since: datetime) -> SessionMessage | None:
    """The sentence that the taker's page shows now; None: none since then."""
    said = select(SessionMessage).where(
        SessionMessage.session_id == session_id,
        SessionMessage.kind == MessageKind.SENTENCE,
        col(SessionMessage.at) >= since,
    )
    return db.exec(said.order_by(col(SessionMessage.at).desc()).limit(1)).first()
