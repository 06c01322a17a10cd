"""To what a view of the review queue is narrowed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from db.tables import BlindSample, ProctorReview, SessionRecording, SurveySession, Violation
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.session_code import IdRange
from proctor_core.domain.violation import ViolationType
from proctor_core.domain.watching import WatchedBy


class CaseSource(StrEnum):
    """On whose word a case rests: the server's own monitor, the taker's client, or a recording that was uploaded, too."""

    SERVER = "server"
    HYBRID = "hybrid"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """None lets everything through.

    Attributes:
        ids: of sessions.
        since, until: at or after, and before: when it came into the queue, of decided ones when that was.
        coverage_below: share of the session, 0 to 1; what is not known yet is not below.
        decided_by: who decided, or escalated.
    """

    survey_id: UUID | None = None
    type: ViolationType | None = None
    ids: IdRange | None = None
    since: datetime | None = None
    until: datetime | None = None
    coverage_below: float | None = None
    source: CaseSource | None = None
    decided_by: UUID | None = None


def narrowing(narrowed: QueueFilter, *, is_decided: bool) -> list[ColumnElement[bool]]:
    """The conditions that a joined review and session meet."""
    review = ProctorReview
    conditions = narrowing_of(review, col(review.decided_at if is_decided else review.created_at), narrowed)
    if narrowed.decided_by is not None:
        conditions.append(col(review.moderator_id) == narrowed.decided_by)
    return conditions


def narrowing_of(
    listed: type[ProctorReview] | type[BlindSample], at: Any, narrowed: QueueFilter
) -> list[ColumnElement[bool]]:
    """The same of what is listed, with its session joined, apart from who decided; `at`: when it came into its list."""
    conditions: list[ColumnElement[bool]] = []
    if narrowed.survey_id is not None:
        conditions.append(col(SurveySession.survey_id) == narrowed.survey_id)
    if narrowed.type is not None:
        conditions.append(has_type(narrowed.type, col(listed.session_id)))
    if narrowed.ids is not None:
        conditions.append(col(listed.session_id).between(*narrowed.ids))
    if narrowed.since is not None:
        conditions.append(at >= narrowed.since)
    if narrowed.until is not None:
        conditions.append(at < narrowed.until)
    if narrowed.coverage_below is not None:
        conditions.append(col(listed.unseen_share) > 1 - narrowed.coverage_below)
    if narrowed.source is not None:
        conditions.append(rests_on(narrowed.source, col(listed.session_id)))
    return conditions


def has_type(kind: ViolationType, session_id: Any) -> ColumnElement[bool]:
    """Whether this is alleged in the session of a joined row."""
    of_type = (col(Violation.session_id) == session_id, col(Violation.type) == kind)
    return select(Violation.id).where(*of_type).exists()


def rests_on(source: CaseSource, session_id: Any) -> ColumnElement[bool]:
    """On whose word the joined session of this id rests."""
    match source:
        case CaseSource.SERVER:
            return col(SurveySession.watched_by) == WatchedBy.SERVER
        case CaseSource.HYBRID:
            return col(SurveySession.watched_by) == WatchedBy.HYBRID
        case CaseSource.UPLOAD:
            recording = SessionRecording
            of_session = col(recording.session_id) == session_id
            return select(recording.id).where(of_session, recording.source == RecordingSource.UPLOADED).exists()
