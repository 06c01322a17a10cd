"""One taker taking one survey: the session, its answers, its consents, its face runs."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Index, UniqueConstraint, literal, or_, update
from sqlmodel import Field, Relationship, Session, SQLModel, col

from db.columns import Id, id_field, json_field, partial_index, str_enum, time_field
from db.tables.policies import KeptPolicy
from proctor_core.codes.missing import Missing
from proctor_core.domain.consent import Proctoring
from proctor_core.domain.policy import Policy, RecordingMode
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.errors import NotFound


class ViolationTally(NamedTuple):
    """What a session's counter says after one more violation."""

    violations_count: int
    flagged_for_review: bool


class SurveySession(SQLModel, table=True):
    """One taker taking one survey. Second 0 of everything measured is `started_at`.

    Personal data: taker_id, created_at, started_at, submitted_at, ended_at, last_seen_at, current_question (until erasure);
        face_reference_image, baseline, observation_log (until the retention of the outcome ends).
    No personal data: id, survey_id, status, watched_by, platform, proctoring_enabled, without_by_choice, recording_mode,
        policy_sha256, initial_face_verified, violations_count, flagged_for_review, phone_check_available, coverage,
        reference_bytes, reference_sha256, observation_log_bytes, observation_log_sha256, snapshots, snapshot_bytes, is_demo,
        new_reference_allowed.
    """

    __tablename__ = "survey_session"
    __table_args__ = (
        Index("ix_survey_session_taker", "taker_id", "created_at"),
        Index("ix_survey_session_survey", "survey_id", "created_at"),
        Index("ix_survey_session_submitted", "survey_id", "submitted_at", "id"),
        Index("ix_survey_session_status", "status", "created_at"),
        # All that the statistics count, so that they read the index alone.
        partial_index(
            "ix_survey_session_handed_in",
            "submitted_at",
            "proctoring_enabled",
            "flagged_for_review",
            "violations_count",
            "survey_id",
            "id",
            only="submitted_at IS NOT NULL",
        ),
    )

    id: Id = id_field()
    survey_id: Id = Field(foreign_key="survey.id")
    taker_id: Id = Field(foreign_key="user_account.id")
    status: SessionStatus = Field(default=SessionStatus.INVITED, sa_type=str_enum(SessionStatus))
    watched_by: WatchedBy = Field(
        default=WatchedBy.SERVER,
        sa_type=str_enum(WatchedBy),
        description="Who watches; `services/surveys/watchers.py` alone sets it, together with `proctoring_enabled`.",
    )
    platform: str | None = Field(
        default=None, max_length=80, description="Name of the service tokens that opened it; None: opened here."
    )
    proctoring_enabled: bool = True
    without_by_choice: bool = Field(default=False, description="The taker refused the camera or took the consent back.")
    recording_mode: RecordingMode = Field(default=RecordingMode.OFF, sa_type=str_enum(RecordingMode))
    policy_sha256: str = Field(
        foreign_key="policy.sha256",
        max_length=64,
        description="The policy that it is judged by, as it was when the session began.",
    )
    initial_face_verified: bool = False
    face_reference_image: str | None = Field(default=None, max_length=200, description="Key in the media store.")
    reference_bytes: int | None = Field(default=None, description="Size of the reference picture; kept to be summed.")
    reference_sha256: str | None = Field(
        default=None, max_length=64, description="Of the reference picture; None also where version 0.1 took it."
    )
    baseline: dict[str, float] | None = json_field(default=None)
    violations_count: int = 0
    flagged_for_review: bool = False
    phone_check_available: bool | None = None
    coverage: float | None = Field(default=None, description="0 to 1; known when submitted.")
    observation_log: str | None = Field(default=None, max_length=200, description="Key in the media store.")
    observation_log_bytes: int | None = Field(default=None, description="Size of all parts of the log.")
    observation_log_sha256: dict[str, str] | None = json_field(
        default=None,
        description="Each part of the log, by its name in that folder; None also where version 0.1 wrote it.",
    )
    snapshots: int = Field(
        default=0,
        sa_column_kwargs={"server_default": "0"},
        description="How many rows of `evidence` are this session's; kept so that nobody has to count them.",
    )
    snapshot_bytes: int = Field(
        default=0,
        sa_type=BigInteger,
        sa_column_kwargs={"server_default": "0"},
        description="Size of all their pictures.",
    )
    current_question: int = 0
    new_reference_allowed: bool = Field(
        default=False, description="A moderator lets the next reference replace this one."
    )
    is_demo: bool = False
    created_at: datetime = time_field()
    started_at: datetime | None = time_field(nullable=True)
    submitted_at: datetime | None = time_field(nullable=True)
    ended_at: datetime | None = time_field(nullable=True)
    last_seen_at: datetime | None = time_field(nullable=True)

    # Read with the session, so that it is there when the database no longer is; one query for all sessions of a list.
    kept_policy: KeptPolicy = Relationship(sa_relationship_kwargs={"lazy": "selectin"})

    @property
    def policy(self) -> dict[str, Any]:
        """The policy in full."""
        return self.kept_policy.content

    def judge_by(self, kept: KeptPolicy) -> None:
        """Judge it by this policy from now on; the column too, for whoever looks before it is flushed."""
        self.policy_sha256, self.kept_policy = kept.sha256, kept

    @property
    def proctoring(self) -> Proctoring:
        """How this session is watched, or was."""
        if self.without_by_choice:
            return Proctoring.WITHOUT_BY_CHOICE
        return Proctoring.PROCTORED if self.proctoring_enabled else Proctoring.OFF

    @staticmethod
    def record_violation(db: Session, session_id: Id, policy: Policy) -> ViolationTally:
        """Count one violation and flag at the policy's threshold, in one UPDATE: right also when two writers come at once.

        The only place that counts. Rows of this session that `db` already holds are not refreshed.

        Raises:
            NotFound: no such session.
        """
        count, is_flagged = col(SurveySession.violations_count), col(SurveySession.flagged_for_review)
        reaches_threshold = count + 1 >= literal(policy.violation_threshold)
        statement = (
            update(SurveySession)
            .where(col(SurveySession.id) == session_id)
            .values(violations_count=count + 1, flagged_for_review=or_(is_flagged, reaches_threshold))
            .returning(count, is_flagged)
            .execution_options(synchronize_session=False)
        )
        tally = db.exec(statement).one_or_none()
        if tally is None:
            raise NotFound(Missing.SESSION_ID, session_id=str(session_id))
        return ViolationTally(*tally)

    @staticmethod
    def count_snapshot(db: Session, session_id: Id, size_bytes: int) -> None:
        """Count one picture of a violation, in one UPDATE as above; a row that `db` already holds is not refreshed."""
        count, total = col(SurveySession.snapshots), col(SurveySession.snapshot_bytes)
        statement = (
            update(SurveySession)
            .where(col(SurveySession.id) == session_id)
            .values(snapshots=count + 1, snapshot_bytes=total + size_bytes)
            .execution_options(synchronize_session=False)
        )
        db.exec(statement)


class Answer(SQLModel, table=True):
    """The newest answer to one question; written as it is given. A row without a value says that the question was shown.

    Personal data: value, shown_at, answered_at (until erasure).
    No personal data: id, session_id, question_id, revision.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("session_id", "question_id"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    question_id: str = Field(max_length=80)
    value: Any = json_field(default=None, nullable=True)
    revision: int = 0
    shown_at: datetime = time_field()
    answered_at: datetime | None = time_field(nullable=True)


class Consent(SQLModel, table=True):
    """What a taker was told and said, per purpose; appended, never changed: the newest row of a purpose holds.

    A no after a yes takes it back. `given_at` is when it was said, and grows within a session.

    Personal data: session_id, given_at (kept as proof until the session is erased).
    No personal data: id, purpose, text_version, text_sha256, is_given.
    """

    __tablename__ = "consent"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", index=True, ondelete="CASCADE")
    purpose: str = Field(max_length=40)
    text_version: str = Field(max_length=40)
    text_sha256: str = Field(max_length=64)
    is_given: bool
    given_at: datetime = time_field()


class FaceVerification(SQLModel, table=True):
    """A run of equal state: every heartbeat extends it, or begins a new one when face count, violation or signal changed.

    Personal data: session_id, started_at, ended_at, face_detected, face_count, confidence, gaze_direction, yaw_deg,
        pitch_deg, roll_deg, mobile_detected, violation_type, signal (until the retention of the outcome ends).
    No personal data: id, samples, is_initial, source.
    """

    __tablename__ = "face_verification"
    __table_args__ = (Index("ix_face_verification_session", "session_id", "started_at"),)

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", ondelete="CASCADE")
    is_initial: bool = False
    started_at: datetime = time_field()
    ended_at: datetime = time_field()
    samples: int = 1
    face_detected: bool | None = None
    face_count: int | None = None
    confidence: float | None = None
    gaze_direction: str | None = Field(default=None, max_length=20)
    yaw_deg: float | None = None
    pitch_deg: float | None = None
    roll_deg: float | None = None
    mobile_detected: bool | None = None
    violation_type: ViolationType | None = Field(default=None, sa_type=str_enum(ViolationType))
    signal: SignalKind | None = Field(default=None, sa_type=str_enum(SignalKind))
    source: str = Field(default="server", max_length=20, description="Who measured it: server or client.")
