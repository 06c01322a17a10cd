"""The blind sample: what was drawn, and what moderators said of it, apart from every review, verdict and decision."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, json_field, partial_index, str_enum, time_field
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.violation import IncidentType, ViolationType

IS_OPEN_SAMPLE = "closed_at IS NULL"
"""Which rows some indexes hold. SQLite uses such an index only where a query says the same, letter by letter."""


class BlindSample(SQLModel, table=True):
    """A session that was drawn, once in its life, and who works on it; to a moderator it is a review like any other.

    `decided_at` and `earlier` are of the decision that it looks at once more; it is looked at as long as that one stands, and an
    unflagged one as long as nothing flags it. `revision`, the claim and what it is listed by are as in `ProctorReview`.

    Personal data: session_id, kind, drawn_at, decided_at, earlier, claimed_by, closed_at (until the retention of the outcome
        ends, at the latest until the session is erased).
    No personal data: id, share, revision, claim_expires_at, ranks_since, longest_s, unseen_share.
    """

    __tablename__ = "blind_sample"
    __table_args__ = (
        Index("ix_blind_sample_drawn", "drawn_at", "id"),
        partial_index("ix_blind_sample_open_rank", "ranks_since", "id", only=IS_OPEN_SAMPLE),
        partial_index("ix_blind_sample_open_claim", "claimed_by", "id", only=IS_OPEN_SAMPLE),
    )

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", unique=True, ondelete="CASCADE")
    kind: SampleKind = Field(sa_type=str_enum(SampleKind))
    share: float = Field(description="By which it was drawn, 0 to 1: it stands for so many more.")
    drawn_at: datetime = time_field()
    decided_at: datetime | None = time_field(nullable=True)
    earlier: DecisionKind | None = Field(default=None, sa_type=str_enum(DecisionKind), nullable=True)
    claimed_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    claim_expires_at: datetime | None = time_field(nullable=True)
    revision: int = 0
    ranks_since: datetime = time_field()
    longest_s: float = 0.0
    unseen_share: float = 0.0
    closed_at: datetime | None = time_field(nullable=True)


class SampleOpinion(SQLModel, table=True):
    """What a moderator said of a drawn session; it decides nothing.

    `findings`: incidents that were confirmed or added. `video_s`: so much of `length_s`, the session's length, could be watched.

    Personal data: session_id, moderator_id, decision, reason, note, findings, at (until the retention of the outcome ends;
        moderator_id until the moderator is erased).
    No personal data: id, sample_id, length_s, video_s.
    """

    __tablename__ = "sample_opinion"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE", index=True)
    sample_id: Id = Field(foreign_key="blind_sample.id", unique=True, ondelete="CASCADE")
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    decision: DecisionKind = Field(sa_type=str_enum(DecisionKind))
    reason: str = Field(default="", max_length=4000, description="As for a taker, who never reads it.")
    note: str = Field(default="", max_length=4000, description="For colleagues.")
    findings: int = 0
    length_s: float = 0.0
    video_s: float = 0.0
    at: datetime = time_field()


class SampleVerdict(SQLModel, table=True):
    """As `IncidentVerdict`, of a drawn session.

    Personal data: session_id, moderator_id, kind, reason, type, onset_s, offset_s, at (until the retention of the outcome
        ends; moderator_id until the moderator is erased).
    No personal data: id, sample_id, violation_ids, signal_ids, takes_back.
    """

    __tablename__ = "sample_verdict"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE", index=True)
    sample_id: Id = Field(foreign_key="blind_sample.id", ondelete="CASCADE", index=True)
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    kind: VerdictKind | None = Field(default=None, sa_type=str_enum(VerdictKind), nullable=True)
    reason: VerdictReason | None = Field(default=None, sa_type=str_enum(VerdictReason), nullable=True)
    type: ViolationType | None = Field(default=None, sa_type=str_enum(ViolationType), nullable=True)
    onset_s: float
    offset_s: float
    violation_ids: list[str] = json_field()
    signal_ids: list[str] = json_field()
    takes_back: Id | None = Field(default=None, description="An earlier row of the same sample.")
    at: datetime = time_field()


class SampleAddition(SQLModel, table=True):
    """As `AddedIncident`, of a drawn session.

    Personal data: session_id, moderator_id, type, onset_s, offset_s, at (until the retention of the outcome ends; moderator_id
        until the moderator is erased).
    No personal data: id, sample_id, takes_back.
    """

    __tablename__ = "sample_addition"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE", index=True)
    sample_id: Id = Field(foreign_key="blind_sample.id", ondelete="CASCADE", index=True)
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    type: IncidentType = Field(sa_type=str_enum(IncidentType))
    onset_s: float
    offset_s: float
    takes_back: Id | None = Field(default=None, description="An earlier row of the same sample.")
    at: datetime = time_field()


class SampleMute(SQLModel, table=True):
    """As `FaceMute`, of a drawn session.

    Personal data: session_id, moderator_id, face_box, at (until the retention of the outcome ends; moderator_id until the
        moderator is erased).
    No personal data: id, sample_id, violation_id, takes_back.
    """

    __tablename__ = "sample_mute"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE", index=True)
    sample_id: Id = Field(foreign_key="blind_sample.id", ondelete="CASCADE", index=True)
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    violation_id: Id
    face_box: list[float] = json_field(description="Left, top, width, height in parts of the picture, 0 to 1.")
    takes_back: Id | None = Field(default=None, description="An earlier row of the same sample.")
    at: datetime = time_field()
