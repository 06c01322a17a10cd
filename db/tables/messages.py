"""What is said and marked while a session runs; part of the session's history."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, str_enum, time_field
from proctor_core.domain.live_message import SENTENCE_LENGTH, MessageKind


class SessionMessage(SQLModel, table=True):
    """One sentence to the taker or of one who needs help, the reason for which a moderator ended the monitoring, or a moment
    that a moderator marked for colleagues (`sentence` may be empty then); appended, never changed.

    Personal data: author_id, sentence (until the session is erased; a mark: until what was measured in it is).
    No personal data: id, session_id, kind, at.
    """

    __tablename__ = "session_message"
    __table_args__ = (Index("ix_session_message_session", "session_id", "at"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    author_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    kind: MessageKind = Field(default=MessageKind.SENTENCE, sa_type=str_enum(MessageKind))
    sentence: str = Field(max_length=SENTENCE_LENGTH)
    at: datetime = time_field()
