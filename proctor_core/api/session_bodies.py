"""Sessions, answers and violations as the API tells them; made from the rows, which know nothing of HTTP."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from db.tables import Answer, Evidence, SurveySession, Violation
from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SnapshotKind, ViolationType
from proctor_core.domain.watching import WatchedBy


class SessionBody(BaseModel):
    """A survey session."""

    id: UUID
    survey_id: UUID
    status: SessionStatus
    watched_by: WatchedBy = Field(
        description="Who watches: the server's camera, the taker's client (hybrid), or nobody."
    )
    proctoring_enabled: bool
    initial_face_verified: bool
    violations_count: int
    violation_threshold: int = Field(description="At this many a person looks at the session.")
    flagged_for_review: bool
    coverage: float | None = Field(description="Share of the session's seconds that were seen; known when submitted.")
    created_at: datetime
    started_at: datetime | None
    submitted_at: datetime | None

    @classmethod
    def of(cls, session: SurveySession) -> "SessionBody":
        """From the row."""
        return cls(
            id=session.id,
            survey_id=session.survey_id,
            status=session.status,
            watched_by=session.watched_by,
            proctoring_enabled=session.proctoring_enabled,
            initial_face_verified=session.initial_face_verified,
            violations_count=session.violations_count,
            violation_threshold=policy_from_json(session.policy).violation_threshold,
            flagged_for_review=session.flagged_for_review,
            coverage=session.coverage,
            created_at=session.created_at,
            started_at=session.started_at,
            submitted_at=session.submitted_at,
        )


class AnswerBody(BaseModel):
    """The newest answer to a question; `value` is null while it is open."""

    question_id: str
    value: Any
    revision: int
    shown_at: datetime
    answered_at: datetime | None

    @classmethod
    def of(cls, answer: Answer) -> "AnswerBody":
        """From the row."""
        return cls.model_validate(answer, from_attributes=True)


class SnapshotBody(BaseModel):
    """A picture of a violation; `url` asks for the same token or sign-in."""

    kind: SnapshotKind
    url: str
    taken_s: float
    sha256: str

    @classmethod
    def of(cls, evidence: Evidence) -> "SnapshotBody":
        """From the row."""
        url = f"/api/media/evidence/{evidence.id}"
        return cls(kind=evidence.kind, url=url, taken_s=evidence.taken_s, sha256=evidence.sha256)


class ViolationBody(BaseModel):
    """What the server or a client alleges: an allegation, until a person has judged it."""

    id: UUID
    type: ViolationType
    started_s: float = Field(description="Second of the session.")
    ended_s: float | None = Field(description="Null while it goes on.")
    confidence: float
    reason: str
    source: str = Field(description="Who alleges it: server, or client (the taker's browser).")
    is_confirmed: bool | None = Field(
        description="Of a client's: whether the server sees the same in its picture; null: it can't say."
    )
    server_look: dict[str, Any] | None = Field(description="Of a client's: what the server saw in its picture.")
    snapshot_refused: PictureFault | None = Field(description="Of a client's: why its picture was left out.")
    snapshots: list[SnapshotBody]

    @classmethod
    def of(cls, violation: Violation, evidence: tuple[Evidence, ...]) -> "ViolationBody":
        """From the rows."""
        return cls(
            id=violation.id,
            type=violation.type,
            started_s=violation.onset_s,
            ended_s=violation.offset_s,
            confidence=violation.confidence,
            reason=violation.reason,
            source=violation.source,
            is_confirmed=violation.is_confirmed,
            server_look=violation.server_look,
            snapshot_refused=violation.snapshot_refused,
            snapshots=[SnapshotBody.of(picture) for picture in evidence],
        )
