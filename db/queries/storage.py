"""Sums of what sessions hold in files, from the sizes that their rows keep: nothing here looks at the disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, literal, or_
from sqlmodel import Session, col, func, select

from db.queries.retention import is_kept_on_purpose
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
    held = _held(limits)
    columns: list[Any] = [Survey.id, Survey.title, Survey.version, held.c.due, *_summed(held), Survey.slug]
    of_version = col(Survey.id) == held.c.survey_id
    statement = select(*columns).select_from(held).join(Survey, of_version)
    statement = statement.group_by(col(Survey.id), held.c.due).order_by(col(Survey.title), col(Survey.version))
    return [_sums(row) for row in db.exec(statement).all()]


def _summed(held: Subquery) -> tuple[ColumnElement[Any], ...]:
    names = (
        "snapshots",
        "snapshot_bytes",
        "references",
        "reference_bytes",
        "logs",
        "log_bytes",
        "videos",
        "video_bytes",
    )
    sums = (func.sum(held.c[name]) for name in (*names, "unmeasured"))
    return (func.count(), *sums, func.min(held.c.created_at))


def _held(limits: Sequence[DueLimits]) -> Subquery:
    """One row for each session that holds a file."""
    session, videos, has_violation = SurveySession, _videos(), _expired_with_violation()
    has_reference, has_log = col(session.face_reference_image).is_not(None), col(session.observation_log).is_not(None)
    columns: list[Any] = [
        session.survey_id,
        _due(limits, has_violation.c.session_id.is_not(None)).label("due"),
        session.snapshots,
        session.snapshot_bytes,
        _one_if(has_reference).label("references"),
        case((has_reference, func.coalesce(session.reference_bytes, 0)), else_=0).label("reference_bytes"),
        _one_if(has_log).label("logs"),
        case((has_log, func.coalesce(session.observation_log_bytes, 0)), else_=0).label("log_bytes"),
        func.coalesce(videos.c.videos, 0).label("videos"),
        func.coalesce(videos.c.bytes, 0).label("video_bytes"),
        (
            _one_if(and_(has_reference, col(session.reference_bytes).is_(None)))
            + _one_if(and_(has_log, col(session.observation_log_bytes).is_(None)))
        ).label("unmeasured"),
        session.created_at,
    ]
    held = (
        select(*columns)
        .select_from(session)
        .outerjoin(videos, videos.c.session_id == col(session.id))
        .outerjoin(has_violation, has_violation.c.session_id == col(session.id))
        .where(or_(has_reference, has_log, col(session.snapshots) > 0, videos.c.session_id.is_not(None)))
    )
    # Not merged into the query around it: PostgreSQL expects few groups then, and need not sort all sessions for them.
    return held.offset(0).subquery()


def _expired_with_violation() -> Subquery:
    expired = select(SurveySession.id).where(col(SurveySession.status) == SessionStatus.EXPIRED)
    return select(Violation.session_id).where(col(Violation.session_id).in_(expired)).distinct().subquery()


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


def _due(limits: Sequence[DueLimits], has_violation: ColumnElement[bool]) -> ColumnElement[str]:
    """The order of the sweep: never what an appeal or a legal hold keeps; at once what ended otherwise and holds no violation."""
    session = SurveySession
    at_once = or_(
        col(session.status) == SessionStatus.WITHDRAWN,
        and_(col(session.status) == SessionStatus.EXPIRED, ~has_violation),
    )
    ended = func.coalesce(session.submitted_at, session.ended_at, session.last_seen_at, session.created_at)
    whens = [(is_kept_on_purpose(), literal("open")), (at_once, literal("next_sweep"))]
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
