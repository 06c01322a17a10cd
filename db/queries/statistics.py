"""The counts behind the statistics: each function answers one question over a span of time, in the database.

A session counts on the day it was submitted, an allegation on the day it began, a decision on the day it was made; days are
those of the span's zone. What a table holds of a span is read from an index that holds all that is counted; sessions and surveys
are looked up only where the question or the chosen survey asks for them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, text
from sqlmodel import Session, col, select

from db.queries.review_queue import IS_OPEN
from db.queries.times import Days, day_of, seconds_between
from db.tables import ProctorReview, ReviewEvent, Survey, SurveySession, Violation
from db.tables.reviews import DECISION
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType

DECISIONS = (ReviewEventKind.APPROVE, ReviewEventKind.REJECT, ReviewEventKind.ESCALATE)
_IS_DECISION = text(f"{ReviewEvent.__tablename__}.{DECISION}")
"""In the words of the index that holds these events alone."""


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


@dataclass(frozen=True, slots=True, order=True)
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
    sessions, flagged = db.exec(select(*columns).select_from(SurveySession).where(*_submitted(span))).one()
    return SessionTotals(sessions, int(flagged))


def sessions_by_day(db: Session, span: Span) -> tuple[DaySessions, ...]:
    """Days on which sessions were submitted, in order; days without any are left out."""
    day = _day(db, col(SurveySession.submitted_at), span)
    columns: list[Any] = [day, func.count(), func.sum(_one_if(col(SurveySession.flagged_for_review)))]
    statement = select(*columns).select_from(SurveySession).where(*_submitted(span)).group_by(day).order_by(day)
    return tuple(DaySessions(day_of(on), count, int(flagged)) for on, count, flagged in db.exec(statement).all())


def allegations(db: Session, span: Span) -> int:
    """How many allegations began."""
    return db.exec(of_surveys(select(func.count()).select_from(Violation).where(*began(span)), span)).one()


def allegations_by_type(db: Session, span: Span) -> tuple[TypeTotals, ...]:
    """Every type that was alleged, the most frequent first, with what moderators decided about the sessions."""
    parts: list[Any] = [Violation.session_id, Violation.type, func.count().label("allegations")]
    of_span = of_surveys(select(*parts).where(*began(span)), span)
    found, waiting = of_span.group_by(col(Violation.session_id), col(Violation.type)).subquery(), _waiting()
    count = found.c.allegations
    columns: list[Any] = [
        found.c.type,
        func.sum(count),
        func.count(),
        func.sum(case((col(ProctorReview.status) == ReviewStatus.APPROVED, count), else_=0)),
        func.sum(case((col(ProctorReview.status) == ReviewStatus.REJECTED, count), else_=0)),
        func.sum(case((waiting.c.session_id.is_not(None), count), else_=0)),
    ]
    statement = (
        select(*columns)
        .select_from(found)
        .outerjoin(ProctorReview, col(ProctorReview.session_id) == found.c.session_id)
        .outerjoin(waiting, waiting.c.session_id == found.c.session_id)
        .group_by(found.c.type)
        .order_by(func.sum(count).desc(), found.c.type)
    )
    return tuple(TypeTotals(kind, *map(int, counts)) for kind, *counts in db.exec(statement).all())


def allegations_by_day(db: Session, span: Span) -> tuple[DayTotal, ...]:
    """Allegations by day and type, in order of the day."""
    day = _day(db, col(Violation.started_at), span)
    columns: list[Any] = [day, Violation.type, func.count()]
    of_span = of_surveys(select(*columns).select_from(Violation).where(*began(span)), span)
    found = db.exec(of_span.group_by(day, col(Violation.type))).all()
    return tuple(sorted(DayTotal(day_of(on), kind, count) for on, kind, count in found))


def decisions_by_kind(db: Session, span: Span) -> dict[ReviewEventKind, int]:
    """How often moderators approved, rejected and escalated; a decision taken back later still counts."""
    statement = select(ReviewEvent.kind, func.count()).where(_IS_DECISION, *_within(col(ReviewEvent.at), span))
    if _chosen(span):
        of_survey = select(ProctorReview.id).join(SurveySession, _of_session()).where(*_of_chosen(span))
        statement = statement.where(col(ReviewEvent.review_id).in_(of_survey))
    found = dict(db.exec(statement.group_by(col(ReviewEvent.kind))).all())
    return {kind: found.get(kind, 0) for kind in DECISIONS}


def median_waits_s(db: Session, span: Span, before: Span) -> tuple[float | None, float | None]:
    """Seconds from submission to the standing decision, in the middle of the reviews decided in each span; None: none is.

    Both of one survey, or both of all; one query, since it looks through the sessions.
    """
    seconds = seconds_between(db, col(SurveySession.submitted_at), col(ProctorReview.decided_at))
    is_before = _one_if(and_(*_within(col(ProctorReview.decided_at), before)))
    decided = (
        select(seconds.label("seconds"), is_before.label("is_before"))
        .select_from(ProctorReview)
        .join(SurveySession, _of_session())
        .where(or_(*(and_(*_within(col(ProctorReview.decided_at), one)) for one in (span, before))))
        .where(col(SurveySession.submitted_at).is_not(None), *_of_chosen(span))
        .subquery()
    )
    side = decided.c.is_before
    rank = func.row_number().over(partition_by=side, order_by=decided.c.seconds).label("rank")
    ranked = select(decided.c.seconds, side, rank, func.count().over(partition_by=side).label("of")).subquery()
    of = ranked.c.of
    middle = select(ranked.c.is_before, func.avg(ranked.c.seconds)).group_by(ranked.c.is_before)
    found = dict(db.exec(middle.where(ranked.c.rank.between((of + 1) // 2, (of + 2) // 2))).all())
    return found.get(0), found.get(1)


def by_survey(db: Session, span: Span) -> tuple[SurveyTotals, ...]:
    """Each survey with sessions submitted in the span, the highest share of flagged sessions first."""
    versions = _by_version(span)
    sessions, flagged = func.sum(versions.c.sessions), func.sum(versions.c.flagged)
    counts = (sessions, flagged, *map(func.sum, versions.c["allegations", "approved", "rejected", "waiting"]))
    columns: list[Any] = [Survey.platform, Survey.slug, func.max(Survey.title), *counts]
    statement = (
        select(*columns)
        .select_from(versions)
        .join(Survey, col(Survey.id) == versions.c.survey_id)
        .group_by(col(Survey.platform), col(Survey.slug))
        .order_by((flagged * 1.0 / sessions).desc(), col(Survey.slug), col(Survey.platform))
    )
    return tuple(
        SurveyTotals(platform, slug, title, *map(int, counted))
        for platform, slug, title, *counted in db.exec(statement).all()
    )


def _by_version(span: Span) -> Subquery:
    """The counts of each version, so that titles are looked up once for each and not for each session."""
    waiting = _waiting()
    columns: list[Any] = [
        SurveySession.survey_id,
        func.count().label("sessions"),
        func.sum(_one_if(col(SurveySession.flagged_for_review))).label("flagged"),
        func.sum(SurveySession.violations_count).label("allegations"),
        func.sum(_one_if(col(ProctorReview.status) == ReviewStatus.APPROVED)).label("approved"),
        func.sum(_one_if(col(ProctorReview.status) == ReviewStatus.REJECTED)).label("rejected"),
        func.sum(_one_if(waiting.c.session_id.is_not(None))).label("waiting"),
    ]
    counted = (
        select(*columns)
        .select_from(SurveySession)
        .outerjoin(ProctorReview, _of_session())
        .outerjoin(waiting, waiting.c.session_id == SurveySession.id)
        .where(*_submitted(span))
        .group_by(col(SurveySession.survey_id))
    )
    return counted.subquery()


def survey_titles(db: Session) -> dict[tuple[str, str], str]:
    """(Owner, slug) -> newest title, for choosing one survey."""
    named = select(Survey.platform, Survey.slug, Survey.title).order_by(col(Survey.title), col(Survey.version))
    return {(platform, slug): title for platform, slug, title in db.exec(named).all()}


def _submitted(span: Span) -> tuple[ColumnElement[bool], ...]:
    is_proctored = col(SurveySession.proctoring_enabled).is_(True)
    return (is_proctored, *_within(col(SurveySession.submitted_at), span), *_of_chosen(span))


def began(span: Span) -> tuple[ColumnElement[bool], ...]:
    """Violations that began in the span."""
    return _within(col(Violation.started_at), span)


def _within(column: Any, span: Span) -> tuple[ColumnElement[bool], ...]:
    return column >= span.start, column < span.end


def of_surveys(of_violations: Any, span: Span) -> Any:
    """A query over violations; sessions are looked at only where a survey is chosen."""
    if not _chosen(span):
        return of_violations
    return of_violations.join(SurveySession, col(SurveySession.id) == Violation.session_id).where(*_of_chosen(span))


def _of_chosen(span: Span) -> tuple[ColumnElement[bool], ...]:
    """What a session meets to be counted: nothing where no survey is chosen."""
    chosen = _chosen(span)
    return (col(SurveySession.survey_id).in_(select(Survey.id).where(*chosen)),) if chosen else ()


def _chosen(span: Span) -> tuple[ColumnElement[bool], ...]:
    chosen: tuple[ColumnElement[bool], ...] = ()
    if span.survey_slug is not None:
        chosen = (*chosen, col(Survey.slug) == span.survey_slug)
    return chosen if span.platform is None else (*chosen, col(Survey.platform) == span.platform)


def _of_session() -> ColumnElement[bool]:
    return col(ProctorReview.session_id) == col(SurveySession.id)


def _waiting() -> Subquery:
    """As in the review queue: handed in, flagged, and nobody has decided yet, be it a second moderator's turn."""
    is_under_review = col(SurveySession.status) == SessionStatus.UNDER_REVIEW
    waiting = select(ProctorReview.session_id).join(SurveySession, _of_session()).where(IS_OPEN, is_under_review)
    return waiting.subquery()


def _one_if(condition: Any) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _day(db: Session, at: Any, span: Span) -> ColumnElement[int]:
    return Days(span.start, span.end, span.zone).number(db, at)
