"""How moderators arrange their queue, who is mailed about it, and who has a case open just now."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, time_field


class SavedQueueView(SQLModel, table=True):
    """A view of the queue that a moderator gave a name; one's own alone.

    Personal data: moderator_id, name, choices, created_at (until the moderator takes it away, or is erased).
    No personal data: id.
    """

    __tablename__ = "saved_queue_view"
    __table_args__ = (UniqueConstraint("moderator_id", "name"),)

    id: Id = id_field()
    moderator_id: Id = Field(foreign_key="user_account.id", ondelete="CASCADE")
    name: str = Field(max_length=60)
    choices: dict[str, str] = json_field(
        description="What is chosen on the page, by name; nothing for what is left open."
    )
    created_at: datetime = time_field()


class QueueMail(SQLModel, table=True):
    """A moderator wants a mail each day on which something waits.

    Personal data: moderator_id, address, mailed_at (until the moderator switches it off, or is erased).
    No personal data: id.
    """

    __tablename__ = "queue_mail"

    id: Id = id_field()
    moderator_id: Id = Field(foreign_key="user_account.id", unique=True, ondelete="CASCADE")
    address: str = Field(max_length=254)
    mailed_at: datetime = time_field()


class CasePresence(SQLModel, table=True):
    """A moderator has a case open; written anew every few seconds while that is so.

    Personal data: session_id, moderator_id, seen_at (until the next sweep after an hour).
    No personal data: id.
    """

    __tablename__ = "case_presence"
    __table_args__ = (UniqueConstraint("session_id", "moderator_id"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    moderator_id: Id = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    seen_at: datetime = time_field()
