"""The counts behind the statistics: each function answers one question over a span of time, in the database.

A session counts on the day it was submitted, an allegation on the day it began, a decision on the day it was made; days are
those of the span's zone. The database counts quarters of an hour, the finest step in which a zone differs from UTC, so that a
day begins where the reader's does, also over a change of the clocks.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func
from sqlmodel import Session, col, select

from db.tables import ProctorReview, ReviewEvent, Survey, SurveySession, Violation
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import UNDECIDED, ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType

QUARTER_S = 900
DECISIONS = (ReviewEventKind.APPROVE, ReviewEventKind.REJECT, ReviewEventKind.ESCALATE)


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to, without, `end`; of one survey (all of its versions) or of all.

    Two owners may use the same slug: with `platform` (empty: the house) it is the survey of that one alone.
    """

    start: datetime
    end: datetime
    survey_slug: str | None = None
    platform: str | None = None
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True)
class SessionTotals:
    """Submitted, proctored sessions, and those of them that were flagged for a human."""

    sessions: int
    flagged: int


@dataclass(frozen=True, slots=True)
class TypeTotals:
    """Allegations of one type: all, those in sessions that a moderator approved or rejected, and those that wait for one.

    The rest lies in sessions that are under no review: passed by themselves, still running, or taken back.
    """

    type: ViolationType
    allegations: int
    sessions: int
    in_approved: int
    in_rejected: int
    in_waiting: int


@dataclass(frozen=True, slots=True)
class DayTotal:
    """Allegations of one type that began on one day."""

    day: date
    type: ViolationType
    allegations: int


@dataclass(frozen=True, slots=True)
class DaySessions:
    """Sessions submitted on one day."""

    day: date
    sessions: int
    flagged: int


@dataclass(frozen=True, slots=True)
class SurveyTotals:
    """One survey, all of its versions, under the newest title among them."""

    platform: str
    slug: str
    title: str
    sessions: int
    flagged: int
    allegations: int
    approved: int
    rejected: int
    waiting: int


def session_totals(db: Session, span: Span) -> SessionTotals:
    """How many sessions were submitted and flagged."""
    columns: list[Any] = [func.count(), func.coalesce(func.sum(_one_if(col(SurveySession.flagged_for_review))), 0)]
    statement = select(*columns).select_from(SurveySession).join(Survey, _of_survey()).where(*_submitted(span))
    sessions, flagged = db.exec(statement).one()
    return SessionTotals(sessions, int(flagged))


def sessions_by_day(db: Session, span: Span) -> tuple[DaySessions, ...]:
    """Days on which sessions were submitted, in order; days without any are left out."""
    quarter = _quarter(db, col(SurveySession.submitted_at))
    columns: list[Any] = [quarter, func.count(), func.sum(_one_if(col(SurveySession.flagged_for_review)))]
    statement = (
        select(*columns)
        .select_from(SurveySession)
        .join(Survey, _of_survey())
        .where(*_submitted(span))
        .group_by(quarter)
    )
    sessions, flagged = Counter[date](), Counter[date]()
    for at, count, of_them in db.exec(statement).all():
        day = _day_of(at, span.zone)
        sessions[day] += count
        flagged[day] += int(of_them)
    return tuple(DaySessions(day, sessions[day], flagged[day]) for day in sorted(sessions))


def allegations_by_type(db: Session, span: Span) -> tuple[TypeTotals, ...]:
    """Every type that was alleged, the most frequent first, with what moderators decided about the sessions."""
    columns: list[Any] = [
        Violation.type,
        func.count(),
        func.count(func.distinct(col(Violation.session_id))),
        func.sum(_one_if(col(ProctorReview.status) == ReviewStatus.APPROVED)),
        func.sum(_one_if(col(ProctorReview.status) == ReviewStatus.REJECTED)),
        func.sum(_one_if(_waits())),
    ]
    statement = (
        select(*columns)
        .select_from(Violation)
        .join(SurveySession, col(SurveySession.id) == Violation.session_id)
        .join(Survey, _of_survey())
        .outerjoin(ProctorReview, col(ProctorReview.session_id) == SurveySession.id)
        .where(*_within(col(Violation.started_at), span))
        .group_by(col(Violation.type))
        .order_by(func.count().desc(), col(Violation.type))
    )
    return tuple(TypeTotals(kind, *map(int, counts)) for kind, *counts in db.exec(statement).all())


def allegations_by_day(db: Session, span: Span) -> tuple[DayTotal, ...]:
    """Allegations by day and type, in order of the day."""
    quarter = _quarter(db, col(Violation.started_at))
    columns: list[Any] = [quarter, Violation.type, func.count()]
    statement = (
        select(*columns)
        .select_from(Violation)
        .join(SurveySession, col(SurveySession.id) == Violation.session_id)
        .join(Survey, _of_survey())
        .where(*_within(col(Violation.started_at), span))
        .group_by(quarter, col(Violation.type))
    )
    totals = Counter[tuple[date, ViolationType]]()
    for at, kind, count in db.exec(statement).all():
        totals[_day_of(at, span.zone), kind] += count
    return tuple(DayTotal(day, kind, totals[day, kind]) for day, kind in sorted(totals))


def decisions_by_kind(db: Session, span: Span) -> dict[ReviewEventKind, int]:
    """How often moderators approved, rejected and escalated; a decision taken back later still counts."""
    statement = (
        select(ReviewEvent.kind, func.count())
        .select_from(ReviewEvent)
        .join(ProctorReview, col(ProctorReview.id) == ReviewEvent.review_id)
        .join(SurveySession, col(SurveySession.id) == ProctorReview.session_id)
        .join(Survey, _of_survey())
        .where(col(ReviewEvent.kind).in_(DECISIONS), *_within(col(ReviewEvent.at), span))
        .group_by(col(ReviewEvent.kind))
    )
    found = dict(db.exec(statement).all())
    return {kind: found.get(kind, 0) for kind in DECISIONS}


def waits_until_decision_s(db: Session, span: Span) -> list[float]:
    """Seconds from submission to the standing decision, of the reviews decided in the span; in no order."""
    statement = (
        select(SurveySession.submitted_at, ProctorReview.decided_at)
        .select_from(ProctorReview)
        .join(SurveySession, col(SurveySession.id) == ProctorReview.session_id)
        .join(Survey, _of_survey())
        .where(*_within(col(ProctorReview.decided_at), span), col(SurveySession.submitted_at).is_not(None))
    )
    pairs = db.exec(statement).all()
    return [(decided - submitted).total_seconds() for submitted, decided in pairs if submitted and decided]


def by_survey(db: Session, span: Span) -> tuple[SurveyTotals, ...]:
    """Each survey with sessions submitted in the span, the highest share of flagged sessions first."""
    flagged = func.sum(_one_if(col(SurveySession.flagged_for_review)))
    columns: list[Any] = [
        Survey.platform,
        Survey.slug,
        func.max(Survey.title),
        func.count(),
        flagged,
        func.sum(SurveySession.violations_count),
        func.sum(_one_if(col(ProctorReview.status) == ReviewStatus.APPROVED)),
        func.sum(_one_if(col(ProctorReview.status) == ReviewStatus.REJECTED)),
        func.sum(_one_if(_waits())),
    ]
    statement = (
        select(*columns)
        .select_from(SurveySession)
        .join(Survey, _of_survey())
        .outerjoin(ProctorReview, col(ProctorReview.session_id) == SurveySession.id)
        .where(*_submitted(span))
        .group_by(col(Survey.platform), col(Survey.slug))
        .order_by((flagged * 1.0 / func.count()).desc(), col(Survey.slug), col(Survey.platform))
    )
    return tuple(
        SurveyTotals(platform, slug, title, *map(int, counts))
        for platform, slug, title, *counts in db.exec(statement).all()
    )


def survey_titles(db: Session) -> dict[tuple[str, str], str]:
    """(Owner, slug) -> newest title, for choosing one survey."""
    named = select(Survey.platform, Survey.slug, Survey.title).order_by(col(Survey.title), col(Survey.version))
    return {(platform, slug): title for platform, slug, title in db.exec(named).all()}


def _of_survey() -> ColumnElement[bool]:
    return col(Survey.id) == col(SurveySession.survey_id)


def _submitted(span: Span) -> tuple[ColumnElement[bool], ...]:
    return (col(SurveySession.proctoring_enabled).is_(True), *_within(col(SurveySession.submitted_at), span))


def _within(column: Any, span: Span) -> tuple[ColumnElement[bool], ...]:
    within: tuple[ColumnElement[bool], ...] = (column >= span.start, column < span.end)
    if span.survey_slug is not None:
        within = (*within, col(Survey.slug) == span.survey_slug)
    return within if span.platform is None else (*within, col(Survey.platform) == span.platform)


def _waits() -> ColumnElement[bool]:
    """As in the review queue: handed in, flagged, and nobody has decided yet, be it a second moderator's turn."""
    return and_(col(ProctorReview.status).in_(UNDECIDED), col(SurveySession.status) == SessionStatus.UNDER_REVIEW)


def _one_if(condition: Any) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _quarter(db: Session, column: Any) -> ColumnElement[int]:
    """Quarters of an hour since 1970. SQLite stores UTC without a zone, which it takes for UTC."""
    if db.get_bind().dialect.name == "sqlite":
        return cast(func.strftime("%s", column), Integer) // QUARTER_S
    return cast(func.floor(func.extract("epoch", column) / QUARTER_S), Integer)


def _day_of(quarter: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(quarter * QUARTER_S, zone).date()
