"""A taker's objection to a rejection, its answer, and an administrator's hold on what is kept of a session."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, str_enum, time_field
from proctor_core.domain.appeal import WORDS_LENGTH, AppealOutcome


class Appeal(SQLModel, table=True):
    """What a taker says against a rejection, once; appended, never changed.

    `decided_by` is who had decided then, and may not answer.

    Personal data: session_id, decided_by, words, at, answer_by (until the session is erased; decided_by until the moderator is).
    No personal data: id, review_id.
    """

    __tablename__ = "appeal"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", unique=True, ondelete="CASCADE")
    review_id: Id = Field(foreign_key="proctor_review.id", index=True, ondelete="CASCADE")
    decided_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    words: str = Field(max_length=WORDS_LENGTH)
    at: datetime = time_field()
    answer_by: datetime = time_field()


class AppealAnswer(SQLModel, table=True):
    """What another moderator answers to an appeal, once; the taker reads it.

    Personal data: session_id, moderator_id, outcome, words, at (until the session is erased; moderator_id until the moderator
        is).
    No personal data: id, appeal_id.
    """

    __tablename__ = "appeal_answer"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", index=True, ondelete="CASCADE")
    appeal_id: Id = Field(foreign_key="appeal.id", unique=True, ondelete="CASCADE")
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    outcome: AppealOutcome = Field(sa_type=str_enum(AppealOutcome))
    words: str = Field(max_length=WORDS_LENGTH)
    at: datetime = time_field(index=True)


class LegalHold(SQLModel, table=True):
    """That an administrator keeps a session from being erased, or lets it go again; appended, never changed.

    Personal data: session_id, administrator_id, reason, at (until the session is erased; administrator_id until the
        administrator is).
    No personal data: id, lifts.
    """

    __tablename__ = "legal_hold"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", index=True, ondelete="CASCADE")
    administrator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    reason: str = Field(max_length=WORDS_LENGTH)
    lifts: Id | None = Field(default=None, unique=True, description="The hold that ends by this row; None: one begins.")
    at: datetime = time_field()
