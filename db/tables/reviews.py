"""What a human decides about a flagged session, and the history of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from db.columns import Id, UtcDateTime, id_field, json_field, partial_index, str_enum, time_field
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.states import DecisionKind, ReviewStatus
from proctor_core.domain.violation import IncidentType, ViolationType

# Which rows some indexes hold. SQLite uses such an index only where a query says the same, letter by letter.
OPEN = "status IN ('pending', 'flagged')"
NEVER_RANKED = "1970-01-01 00:00:00.000000"
IS_DECIDED = "decided_at IS NOT NULL"
IS_JUDGED = "judged_at IS NOT NULL"
PROPOSAL = "kind = 'proposed'"
DECISION = "kind IN ('approve', 'reject', 'flag')"


def _as_created(context: Any) -> datetime | None:
    """A new review has no head start; without its time it is refused."""
    return context.get_current_parameters().get("created_at")


class ProctorReview(SQLModel, table=True):
    """The review of one flagged session.

    `revision` counts every change of what its page shows: a claim, a decision, a new or completed violation or signal, the
    differences of an upload. A decision on an older one is refused. `notes` is the reason, which the taker reads once it is
    decided; `colleague_note` is for moderators alone. `ranks_since`, `longest_s` and `unseen_share` follow from the violations
    and the session; they are kept to order lists by (`services/reviewing/ranking.py` alone sets them). `judged_at` is when
    somebody first said something about one of its incidents, also where that was taken back.

    Personal data: moderator_id, notes, colleague_note, claimed_by, flagged_by (until the session is erased).
    No personal data: id, session_id, status, flag_reasons, proposed_decision, revision, claim_expires_at, created_at,
        decided_at, judged_at, ranks_since, longest_s, unseen_share, waited_s.
    """

    __tablename__ = "proctor_review"
    __table_args__ = (
        # All of them, for the gallery.
        Index("ix_proctor_review_created", "created_at", "id", "session_id"),
        partial_index("ix_proctor_review_open", "created_at", "id", only=OPEN),
        partial_index("ix_proctor_review_open_rank", "ranks_since", "id", only=OPEN),
        partial_index("ix_proctor_review_open_longest", "longest_s", "id", only=OPEN),
        partial_index("ix_proctor_review_open_unseen", "unseen_share", "id", only=OPEN),
        partial_index("ix_proctor_review_decided", "decided_at", "id", only=IS_DECIDED),
        partial_index("ix_proctor_review_decided_longest", "longest_s", "id", only=IS_DECIDED),
        partial_index("ix_proctor_review_decided_unseen", "unseen_share", "id", only=IS_DECIDED),
        partial_index("ix_proctor_review_decided_by", "moderator_id", "decided_at", "id", only=IS_DECIDED),
        # For the gallery by verdict: thousands of open cases come before the first one of which something was said.
        partial_index("ix_proctor_review_judged", "created_at", "id", "session_id", only=IS_JUDGED),
        # All that is read to say how long decisions took.
        partial_index("ix_proctor_review_waited", "decided_at", "waited_s", "session_id", only=IS_DECIDED),
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
    ranks_since: datetime = Field(
        default=None,
        nullable=False,
        sa_type=UtcDateTime,
        sa_column_kwargs={"default": _as_created, "server_default": NEVER_RANKED},
        description="Since when it would wait without its head start (domain.priority).",
    )
    longest_s: float = Field(
        default=0.0, sa_column_kwargs={"server_default": "0"}, description="Length of its longest violation."
    )
    unseen_share: float = Field(
        default=0.0,
        sa_column_kwargs={"server_default": "0"},
        description="What its coverage lacks to the whole session, 0 to 1; 0 before it is known.",
    )
    judged_at: datetime | None = time_field(nullable=True)
    waited_s: float | None = Field(
        default=None,
        description="From handing in to `decided_at`; the database sets it (`db/rollups/triggers.py`), whoever writes.",
    )


class ReviewEvent(SQLModel, table=True):
    """One entry of a review's history: flagged by rule, claimed, decided, re-opened; appended, never changed.

    Personal data: author_id, notes, colleague_note (until the session is erased).
    No personal data: id, review_id, kind, reason_code, reason_numbers, at.
    """

    __tablename__ = "review_event"
    __table_args__ = (
        Index("ix_review_event_review", "review_id", "at"),
        partial_index("ix_review_event_proposal", "at", only=PROPOSAL),
        partial_index("ix_review_event_decision", "at", "kind", only=DECISION),
    )

    id: Id = id_field()
    review_id: Id = Field(foreign_key="proctor_review.id", ondelete="CASCADE")
    kind: str = Field(max_length=40, description="A word of `domain.review_history.ReviewEventKind`.")
    author_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    notes: str = Field(default="", max_length=4000, description="The reason of a decision, or what a rule measured.")
    reason_code: str | None = Field(
        default=None, max_length=40, description="Of what a rule measured; None: a person wrote."
    )
    reason_numbers: dict[str, Any] | None = json_field(default=None, description="What the code's sentence quotes.")
    colleague_note: str = Field(default="", max_length=4000, sa_column_kwargs={"server_default": ""})
    at: datetime = time_field()


class HeldDecision(SQLModel, table=True):
    """A decision that can still be taken back and that nobody was told of; what comes of it is a `ReviewEvent`, or of a drawn
    session a `SampleOpinion`, and the row goes.

    Personal data: session_id, moderator_id, decision, reason, note, made_at, announce_at (until it is announced or taken back,
        ten seconds).
    No personal data: id, review_id, sample_id, revision.
    """

    __tablename__ = "held_decision"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE", index=True)
    review_id: Id | None = Field(
        default=None, foreign_key="proctor_review.id", unique=True, ondelete="CASCADE", nullable=True
    )
    sample_id: Id | None = Field(
        default=None, foreign_key="blind_sample.id", unique=True, ondelete="CASCADE", nullable=True
    )
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL", nullable=True)
    decision: DecisionKind = Field(sa_type=str_enum(DecisionKind))
    reason: str = Field(default="", max_length=4000, description="For the taker.")
    note: str = Field(default="", max_length=4000, description="For colleagues.")
    revision: int = Field(
        description="The review's while it is held: with another one the case shows more than was judged."
    )
    made_at: datetime = time_field()
    announce_at: datetime = time_field()


class RejectionProposal(SQLModel, table=True):
    """Whose rejection waits for another moderator, and who opposed it; what they said is in `ReviewEvent`.

    The row goes at the decision.

    Personal data: session_id, proposed_by, opposed_by, at (until the decision).
    No personal data: id, review_id.
    """

    __tablename__ = "rejection_proposal"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE", index=True)
    review_id: Id = Field(foreign_key="proctor_review.id", unique=True, ondelete="CASCADE")
    proposed_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    opposed_by: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    at: datetime = time_field()


class IncidentVerdict(SQLModel, table=True):
    """What a moderator said about one incident, or that such a word is taken back; appended, never changed.

    An incident has no row: ids and span say which one was meant, also after the session was judged anew
    (`rules/standing_verdicts.py`). `type` is that of its longest violation, None where it had signals alone.

    Personal data: session_id, moderator_id, kind, reason, type, onset_s, offset_s, at (until the retention of the outcome
        ends; moderator_id until the moderator is erased).
    No personal data: id, review_id, violation_ids, signal_ids, takes_back, batch_id.
    """

    __tablename__ = "incident_verdict"
    __table_args__ = (
        Index("ix_incident_verdict_session", "session_id", "at"),
        Index("ix_incident_verdict_kind", "kind", "session_id"),
        partial_index("ix_incident_verdict_batch", "moderator_id", "at", "batch_id", only="batch_id IS NOT NULL"),
    )

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
    batch_id: Id | None = Field(
        default=None, description="Given together with others, without a look at each: their common id."
    )
    at: datetime = time_field()


class AddedIncident(SQLModel, table=True):
    """An incident that a moderator saw and the checks did not, or that such a row is taken back; appended, never changed.

    Personal data: session_id, moderator_id, type, onset_s, offset_s, at (until the retention of the outcome ends; moderator_id
        until the moderator is erased).
    No personal data: id, review_id, takes_back.
    """

    __tablename__ = "added_incident"
    __table_args__ = (Index("ix_added_incident_session", "session_id", "at"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    review_id: Id = Field(foreign_key="proctor_review.id", ondelete="CASCADE", index=True)
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    type: IncidentType = Field(sa_type=str_enum(IncidentType))
    onset_s: float
    offset_s: float
    takes_back: Id | None = Field(default=None, description="An earlier row of the same session, about the same.")
    at: datetime = time_field()


class FaceMute(SQLModel, table=True):
    """A second face that stays where it is, such as a picture on the wall: what it alone led to is dismissed in this session.

    Personal data: session_id, moderator_id, face_box, at (until the retention of the outcome ends; moderator_id until the
        moderator is erased).
    No personal data: id, review_id, violation_id, takes_back.
    """

    __tablename__ = "face_mute"
    __table_args__ = (Index("ix_face_mute_session", "session_id", "at"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    review_id: Id = Field(foreign_key="proctor_review.id", ondelete="CASCADE", index=True)
    moderator_id: Id | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    violation_id: Id = Field(
        description="In whose pictures the moderator saw it; that row may go when a session is judged anew."
    )
    face_box: list[float] = json_field(description="Left, top, width, height in parts of the picture, 0 to 1.")
    takes_back: Id | None = Field(default=None, description="An earlier row of the same session, about the same.")
    at: datetime = time_field()
