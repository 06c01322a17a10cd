"""What a moderator does over the API: the flagged sessions, one session's violations, a decision."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from db.tables import ProctorReview
from proctor_core.api.described import problems
from proctor_core.api.given import ClientEnrolments, Evidence, Reviewing
from proctor_core.api.incident_bodies import IncidentBody
from proctor_core.api.session_bodies import SessionBody, ViolationBody
from proctor_core.api.signed_in import Moderator
from proctor_core.domain.states import DecisionKind, ReviewStatus
from proctor_core.monitoring.monitors.traces import traces_of
from proctor_core.services.reviewing.case import Case, shown_reasons
from proctor_core.services.reviewing.reviewing import QueueCursor, QueueRow, QueueView

router = APIRouter(prefix="/moderator/users", tags=["moderator"])


Proposed = Literal["proposed"]
"""To whoever proposed a rejection that needs two; to others the review is as it was."""


class FlaggedSession(BaseModel):
    """One line of the review queue."""

    session: SessionBody
    survey_title: str
    review_id: UUID
    review_status: ReviewStatus
    revision: int = Field(
        description="To be sent with a decision. It counts every change of what the case shows: a claim, a decision, a new or "
        "completed violation, an upload's differences."
    )
    reasons: list[str] = Field(
        description="Which rules flagged it, in sentences with their numbers; empty until it is decided, so that they suggest "
        "nothing."
    )
    claimed_by: str | None
    waiting_since: datetime

    @classmethod
    def of(cls, row: QueueRow) -> "FlaggedSession":
        """From the queue's row."""
        return cls(
            session=SessionBody.of(row.session),
            survey_title=row.survey_title,
            review_id=row.review.id,
            review_status=row.review.status,
            revision=row.review.revision,
            reasons=[reason.detail for reason in shown_reasons(row.review)],
            claimed_by=row.claimed_by,
            waiting_since=row.review.created_at,
        )


class FlaggedSessions(BaseModel):
    """A page of the queue; `next_after` and `next_id` are where the following page begins."""

    sessions: list[FlaggedSession]
    next_after: datetime | None
    next_id: UUID | None


class SessionViolations(BaseModel):
    """Everything alleged in one session, with its pictures."""

    session: SessionBody
    review_status: ReviewStatus | Proposed
    revision: int
    violations: list[ViolationBody]
    incidents: list[IncidentBody] | None = Field(
        default=None, description="What a moderator judges at once, each with the verdict that stands about it."
    )


class Decision(BaseModel):
    """A moderator's decision. Rejecting needs `notes`, which the taker reads; flag, which escalates, needs `note` or `notes`."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "session_id": "7f3a0c52-0000-4000-8000-000000000001",
                    "decision": "reject",
                    "notes": "A phone is in both hands from 01:01 on.",
                    "note": "The same taker as last week.",
                    "revision": 1,
                }
            ]
        },
    )
    session_id: UUID
    decision: DecisionKind
    notes: str = Field(
        default="", max_length=4000, description="The reason: the taker reads it. Of a flag it is for colleagues alone."
    )
    note: str = Field(default="", max_length=4000, description="For colleagues: the taker never reads it.")
    revision: int | None = Field(
        default=None,
        ge=0,
        le=2**31 - 1,
        description="The one that was read: 409 when the case has changed since. null decides on whatever is there now.",
    )


class Reviewed(BaseModel):
    """The review after the decision, and the session that it moved."""

    session: SessionBody
    review_status: ReviewStatus | Proposed = Field(
        description="proposed: the rejection is decided when another moderator, who does not know of it, agrees."
    )
    revision: int
    decided_at: datetime | None


Box = Annotated[list[float], Field(min_length=4, max_length=4)]


class SessionTraces(BaseModel):
    """What the checks saw, look by look: columns of equal length in order of time; null where something was not measured."""

    at: list[float] = Field(description="Seconds of the session.")
    yaw: list[float | None] = Field(description="Degrees; above 0 the head is turned to the picture's right.")
    pitch: list[float | None] = Field(description="Degrees; above 0 it looks down.")
    gaze: list[float | None] = Field(description="Iris beside the middle of the eye, in parts of its width.")
    phone: list[float | None] = Field(description="Best score of a phone, 0 to 1.")
    faces: list[list[Box] | None] = Field(
        description="Left, top, width and height in parts of the picture; the taker's own face comes first."
    )
    phones: list[Box | None] = Field(description="Where the phone lay.")
    rest_yaw: float | None = Field(description="The taker's own resting pose, in degrees; null where none was taken.")
    rest_gaze: float | None = Field(description="Where their eyes rested, as `gaze`.")


@router.get("/flagged-sessions", responses=problems())
def flagged_sessions(
    moderator: Moderator,
    reviewing: Reviewing,
    view: QueueView = QueueView.WAITING,
    after: datetime | None = None,
    after_id: UUID | None = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
) -> FlaggedSessions:
    """The sessions that wait for a person, the longest waiting first; `after` and `after_id` ask for the next page."""
    cursor = QueueCursor(_with_zone(after), after_id) if after and after_id else None
    page = reviewing.queue(moderator, view, cursor, limit)
    return FlaggedSessions(
        sessions=[FlaggedSession.of(row) for row in page.rows],
        next_after=page.next.at if page.next and isinstance(page.next.at, datetime) else None,
        next_id=page.next.review_id if page.next else None,
    )


@router.get("/session/{session_id}/violations", responses=problems(404))
def session_violations(session_id: UUID, moderator: Moderator, reviewing: Reviewing) -> SessionViolations:
    """What was alleged in a flagged session, who alleges it, and where its pictures are."""
    case = reviewing.case(moderator, session_id)
    return SessionViolations(
        session=SessionBody.of(case.session),
        review_status=_status(case),
        revision=case.review.revision,
        violations=[ViolationBody.of(found.violation, found.evidence) for found in case.violations],
        incidents=[IncidentBody.of(incident) for incident in case.incidents],
    )


@router.get("/session/{session_id}/traces", responses=problems(404))
def session_traces(session_id: UUID, moderator: Moderator, evidence: Evidence) -> SessionTraces:
    """The measurements that the session's checks were judged by: no pictures; nothing once they were erased."""
    parts, baseline = evidence.observations(moderator, session_id)
    rest = baseline or {}
    return SessionTraces(**traces_of(parts), rest_yaw=rest.get("yaw_deg"), rest_gaze=rest.get("gaze_x"))


@router.post("/review-session", responses=problems(404, 409))
def review_session(body: Decision, moderator: Moderator, reviewing: Reviewing) -> Reviewed:
    """Approve, reject, or escalate to another moderator (`flag`); the session moves with it."""
    case = reviewing.case(moderator, body.session_id)
    revision = case.review.revision if body.revision is None else body.revision
    review = reviewing.decide(moderator, case.review.id, body.decision, body.notes, revision, body.note)
    return _reviewed(review, reviewing.case(moderator, body.session_id))


@router.post("/session/{session_id}/allow-new-reference", responses=problems(404, 409))
def allow_new_reference(session_id: UUID, moderator: Moderator, enrolments: ClientEnrolments) -> SessionBody:
    """Let the taker's next reference face replace the one that is there, once."""
    return SessionBody.of(enrolments.allow_new_reference(moderator, session_id))


def _reviewed(review: ProctorReview, case: Case) -> Reviewed:
    return Reviewed(
        session=SessionBody.of(case.session),
        review_status=_status(case),
        revision=review.revision,
        decided_at=review.decided_at,
    )


def _status(case: Case) -> ReviewStatus | Proposed:
    waits = case.second_look is not None and case.second_look.waits_for_others
    return "proposed" if waits else case.review.status


def _with_zone(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
