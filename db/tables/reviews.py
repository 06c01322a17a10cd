"""What a human decides about a flagged session, and the history of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, str_enum, time_field
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.states import DecisionKind, ReviewStatus
from proctor_core.domain.violation import ViolationType

# Which rows some indexes hold. SQLite uses such an index only where a query says the same, letter by letter.
OPEN = "status IN ('pending', 'flagged')"
DECISION = "kind IN ('approve', 'reject', 'flag')"


class ProctorReview(SQLModel, table=True):
    """The review of one flagged session.

    `revision` counts every change of what its page shows: a claim, a decision, a new or completed violation or signal, the
    differences of an upload. A decision on an older one is refused. `notes` is the reason, which the taker reads once it is
    decided; `colleague_note` is for moderators alone.

    Personal data: moderator_id, notes, colleague_note, claimed_by, flagged_by (until the session is erased).
    No personal data: id, session_id, status, flag_reasons, proposed_decision, revision, claim_expires_at, created_at,
        decided_at.
    """

    __tablename__ = "proctor_review"
    __table_args__ = (
        Index(
            "ix_proctor_review_open",
            "created_at",
            "id",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_proctor_review_decided",
            "decided_at",
            "id",
            sqlite_where=text("decided_at IS NOT NULL"),
            postgresql_where=text("decided_at IS NOT NULL"),
        ),
    )

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", unique=True, ondelete="CASCADE")
    status: ReviewStatus = Field(default=ReviewStatus.PENDING, sa_type=str_enum(ReviewStatus))
    flag_reasons: list[dict[str, Any]] = json_field(
        description="Each: rule, measured, limit, detail (domain.flag.FlagReason)."
    )
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    notes: str = Field(default="", max_length=4000, description="The reason: the taker of a decided session reads it.")
    colleague_note: str = Field(default="", max_length=4000, sa_column_kwargs={"server_default": ""})
    claimed_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    claim_expires_at: datetime | None = time_field(nullable=True)
    flagged_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    proposed_decision: DecisionKind | None = Field(default=None, sa_type=str_enum(DecisionKind))
    revision: int = 0
    created_at: datetime = time_field()
    decided_at: datetime | None = time_field(nullable=True)


class ReviewEvent(SQLModel, table=True):
    """One entry of a review's history: flagged by rule, claimed, decided, re-opened; appended, never changed.

    Personal data: author_id, notes, colleague_note (until the session is erased).
    No personal data: id, review_id, kind, reason_code, reason_numbers, at.
    """

    __tablename__ = "review_event"
    __table_args__ = (
        Index("ix_review_event_review", "review_id", "at"),
        Index(
            "ix_review_event_decision",
            "at",
            "kind",
            sqlite_where=text(DECISION),
            postgresql_where=text(DECISION),
        ),
    )

    id: Id = id_field()
    review_id: Id = Field(foreign_key="proctor_review.id", ondelete="CASCADE")
    kind: str = Field(max_length=40, description="flagged_by_rule, claimed, released, approve, reject, flag, reopened")
    author_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    notes: str = Field(default="", max_length=4000, description="The reason of a decision, or what a rule measured.")
    reason_code: str | None = Field(
        default=None, max_length=40, description="Of what a rule measured; None: a person wrote."
    )
    reason_numbers: dict[str, Any] | None = json_field(default=None, description="What the code's sentence quotes.")
    colleague_note: str = Field(default="", max_length=4000, sa_column_kwargs={"server_default": ""})
    at: datetime = time_field()


class IncidentVerdict(SQLModel, table=True):
    """What a moderator said about one incident, or that such a word is taken back; appended, never changed.

    An incident has no row: ids and span say which one was meant, also after the session was judged anew
    (`rules/standing_verdicts.py`). `type` is that of its longest violation, None where it had signals alone.

    Personal data: session_id, moderator_id, kind, reason, type, onset_s, offset_s, at (until the retention of the outcome
        ends; moderator_id until the moderator is erased).
    No personal data: id, review_id, violation_ids, signal_ids, takes_back.
    """

    __tablename__ = "incident_verdict"
    __table_args__ = (Index("ix_incident_verdict_session", "session_id", "at"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    review_id: Id = Field(foreign_key="proctor_review.id", ondelete="CASCADE", index=True)
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    kind: VerdictKind | None = Field(
        default=None, sa_type=str_enum(VerdictKind), nullable=True, description="None: `takes_back` is taken back."
    )
    reason: VerdictReason | None = Field(default=None, sa_type=str_enum(VerdictReason), nullable=True)
    type: ViolationType | None = Field(default=None, sa_type=str_enum(ViolationType), nullable=True)
    onset_s: float
    offset_s: float
    violation_ids: list[str] = json_field()
    signal_ids: list[str] = json_field()
    takes_back: Id | None = Field(default=None, description="An earlier row of the same session.")
    at: datetime = time_field()
