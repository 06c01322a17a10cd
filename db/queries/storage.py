"""Sums of what sessions hold in files, from the sizes that their rows keep: nothing here looks at the disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, literal, or_
from sqlmodel import Session, col, func, select

from db.tables import SessionRecording, Survey, SurveySession, Violation
from proctor_core.domain.states import SessionStatus


@dataclass(frozen=True, slots=True)
class DueLimits:
    """The sessions of one outcome that were handed in or ended before these moments go by then."""

    status: SessionStatus
    next_sweep: datetime
    within_week: datetime
    within_month: datetime


@dataclass(frozen=True, slots=True)
class StoredSums:
    """One survey version's sessions that go at the same time."""

    survey_id: UUID
    title: str
    version: int
    due: str
    sessions: int
    snapshots: int
    snapshot_bytes: int
    references: int
    reference_bytes: int
    logs: int
    log_bytes: int
    videos: int
    video_bytes: int
    unmeasured: int
    oldest: datetime
    slug: str


def stored_sums(db: Session, limits: Sequence[DueLimits]) -> Sequence[StoredSums]:
    """By survey version and by when it goes; sessions that hold no file are left out."""
    session, videos = SurveySession, _videos()
    has_reference = col(session.face_reference_image).is_not(None)
    has_log = col(session.observation_log).is_not(None)
    due = _due(limits).label("due")
    unmeasured = _one_if(and_(has_reference, col(session.reference_bytes).is_(None))) + _one_if(
        and_(has_log, col(session.observation_log_bytes).is_(None))
    )
    sums = (
        func.count(),
        func.sum(session.snapshots),
        func.sum(session.snapshot_bytes),
        func.sum(_one_if(has_reference)),
        func.sum(case((has_reference, func.coalesce(session.reference_bytes, 0)), else_=0)),
        func.sum(_one_if(has_log)),
        func.sum(case((has_log, func.coalesce(session.observation_log_bytes, 0)), else_=0)),
        func.sum(func.coalesce(videos.c.videos, 0)),
        func.sum(func.coalesce(videos.c.bytes, 0)),
        func.sum(unmeasured),
        func.min(session.created_at),
    )
    statement = (
        select(Survey.id, Survey.title, Survey.version, due, *sums, Survey.slug)  # pyright: ignore[reportCallIssue, reportArgumentType]
        .select_from(session)
        .join(Survey, col(Survey.id) == session.survey_id)
        .join(videos, videos.c.session_id == col(session.id), isouter=True)
        .where(or_(has_reference, has_log, col(session.snapshots) > 0, videos.c.session_id.is_not(None)))
        .group_by(col(Survey.id), due)
        .order_by(col(Survey.title), col(Survey.version))
    )
    return [_sums(row) for row in db.exec(statement).all()]


def _sums(row: Any) -> StoredSums:
    # PostgreSQL sums integers to decimals.
    return StoredSums(*row[:4], *map(int, row[4:14]), row[14], row[15])  # pyright: ignore[reportCallIssue]


def _videos() -> Subquery:
    """Whole videos, and those that still lie in segments: `size_bytes` is what is stored of either."""
    summed = (
        select(
            SessionRecording.session_id,
            func.count().label("videos"),
            func.sum(SessionRecording.size_bytes + SessionRecording.thumbnails_bytes).label("bytes"),
        )
        .where(SessionRecording.size_bytes > 0)
        .group_by(col(SessionRecording.session_id))
    )
    return summed.subquery()


def _due(limits: Sequence[DueLimits]) -> ColumnElement[str]:
    """The same order as the sweep: at once what ended without being handed in and holds no violation."""
    session = SurveySession
    has_violation = select(Violation.id).where(Violation.session_id == session.id).exists()
    at_once = or_(
        col(session.status) == SessionStatus.WITHDRAWN,
        and_(col(session.status) == SessionStatus.EXPIRED, ~has_violation),
    )
    ended = func.coalesce(session.submitted_at, session.ended_at, session.last_seen_at, session.created_at)
    whens = [(at_once, literal("next_sweep"))]
    for limit in limits:
        is_it = col(session.status) == limit.status
        whens += [
            (and_(is_it, ended < limit.next_sweep), literal("next_sweep")),
            (and_(is_it, ended < limit.within_week), literal("within_week")),
            (and_(is_it, ended < limit.within_month), literal("within_month")),
            (is_it, literal("later")),
        ]
    return case(*whens, else_=literal("open"))


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
