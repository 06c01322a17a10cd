"""The counts behind the statistics: each function answers one question over a span of time, in the database.

A session counts on the day it was submitted, an allegation on the day it began, a decision on the day it was made; days are
those of the span's zone. Counts are read from sums that the database keeps (`db/queries/rollups.py`).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from statistics import median as median_of
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, text
from sqlmodel import Session, col, select

from db.queries.review_queue import IS_OPEN
from db.queries.rollups import Counts
from db.queries.times import Days, day_of
from db.rollups.facts import ALLEGATION, DECIDED, SESSION
from db.tables import ProctorReview, ReviewEvent, Survey, SurveySession, Violation
from db.tables.reviews import DECISION, IS_DECIDED
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import ViolationType

HOURS_OF_DAY = 24
DECISIONS = (ReviewEventKind.APPROVE, ReviewEventKind.REJECT, ReviewEventKind.ESCALATE)
IS_DECISION = text(f"{ReviewEvent.__tablename__}.{DECISION}")
"""In the words of the index that holds these events alone."""
HAS_WAITED = text(f"{ProctorReview.__tablename__}.{IS_DECIDED}")
_OF_TYPE = ("counted", "sessions", "approved", "rejected", "waiting", "confirmed", "dismissed", "unsure")


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

    The rest lies in sessions that are under no review: passed by themselves, still running, or taken back. Of all: confirmed,
    dismissed and left open by the verdict that stands, where a moderator looked.
    """

    type: ViolationType
    allegations: int
    sessions: int
    in_approved: int
    in_rejected: int
    in_waiting: int
    confirmed: int = 0
    dismissed: int = 0
    unsure: int = 0


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
class HourSessions:
    """Sessions submitted in one hour of the week; `weekday`: Monday is 0."""

    weekday: int
    hour: int
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
    found = counts_of(db, span).of(SESSION)
    columns: list[Any] = [_total(found.c.counted), _total(found.c.flagged)]
    return SessionTotals(*map(int, db.exec(select(*columns).select_from(found)).one()))


def sessions_by_day(db: Session, span: Span) -> tuple[DaySessions, ...]:
    """Days on which sessions were submitted, in order; days without any are left out."""
    days = Days(span.start, span.end, span.zone)
    found = counts_of(db, span).of_days(SESSION, days)
    day, sessions = days.number(db, found.c.at), _total(found.c.counted)
    columns: list[Any] = [day, sessions, _total(found.c.flagged)]
    statement = select(*columns).select_from(found).group_by(day).having(sessions > 0).order_by(day)
    return tuple(DaySessions(day_of(on), int(count), int(flagged)) for on, count, flagged in db.exec(statement).all())


def sessions_by_hour(db: Session, span: Span) -> tuple[HourSessions, ...]:
    """Hours of the reader's week in which sessions were submitted, in order; hours without any are left out."""
    days = Days(span.start, span.end, span.zone)
    # What lies in one hour of the reader lies in one of its days.
    found = counts_of(db, span).of_days(SESSION, days)
    hour, sessions = days.hour_of_week(db, found.c.at), _total(found.c.counted)
    columns: list[Any] = [hour, sessions, _total(found.c.flagged)]
    statement = select(*columns).select_from(found).group_by(hour).having(sessions > 0).order_by(hour)
    return tuple(
        HourSessions(int(at) // HOURS_OF_DAY, int(at) % HOURS_OF_DAY, int(count), int(flagged))
        for at, count, flagged in db.exec(statement).all()
    )


def allegations_by_type(db: Session, span: Span) -> tuple[TypeTotals, ...]:
    """Every type that was alleged, the most frequent first, with what moderators decided about the sessions and said of each."""
    counts = counts_of(db, span)
    found = counts.of(ALLEGATION)
    columns: list[Any] = [found.c.kind, *(_total(found.c[name]) for name in _OF_TYPE)]
    summed = db.exec(select(*columns).select_from(found).group_by(found.c.kind)).all()
    begun_before = _begun_before(db, counts)
    totals = [
        TypeTotals(ViolationType(kind), int(count), int(firsts) + begun_before[kind], *map(int, others))
        for kind, count, firsts, *others in summed
        if count
    ]
    return tuple(sorted(totals, key=lambda total: (-total.allegations, total.type)))


def _begun_before(db: Session, counts: Counts) -> Counter[str]:
    """Sessions that have a type in the span and had it before; the sums know a session by its first violation of a type."""
    again, crossing = counts.again(), counts.crossing()
    of_again: list[Any] = [again.c.kind, _total(again.c.counted)]
    of_crossing: list[Any] = [crossing.c.kind, func.count()]
    found = Counter({kind: int(count) for kind, count in db.exec(select(*of_again).group_by(again.c.kind)).all()})
    found.update(dict(db.exec(select(*of_crossing).group_by(crossing.c.kind)).all()))
    return found


def allegations_by_day(db: Session, span: Span) -> tuple[DayTotal, ...]:
    """Allegations by day and type, in order of the day."""
    days = Days(span.start, span.end, span.zone)
    found = counts_of(db, span).of_days(ALLEGATION, days)
    day, count = days.number(db, found.c.at), _total(found.c.counted)
    columns: list[Any] = [day, found.c.kind, count]
    statement = select(*columns).select_from(found).group_by(day, found.c.kind).having(count > 0)
    totals = (DayTotal(day_of(on), ViolationType(kind), int(count)) for on, kind, count in db.exec(statement).all())
    return tuple(sorted(totals))


def decisions_by_kind(db: Session, span: Span) -> dict[ReviewEventKind, int]:
    """How often moderators approved, rejected and escalated; a decision taken back later still counts."""
    counted = counts_of(db, span).of(DECIDED)
    columns: list[Any] = [counted.c.kind, _total(counted.c.counted)]
    found = dict(db.exec(select(*columns).select_from(counted).group_by(counted.c.kind)).all())
    return {kind: int(found.get(kind, 0)) for kind in DECISIONS}


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from submission to the standing decision: the one in the middle, and the one that nine in ten do not exceed."""

    median_s: float
    nine_in_ten_s: float


def decision_waits(db: Session, span: Span) -> Waits | None:
    """Of the reviews decided in the span; None: none is. The nine in ten by nearest rank."""
    review = ProctorReview
    decided = select(review.waited_s).where(HAS_WAITED, *is_within(col(review.decided_at), span))
    decided = decided.where(col(review.waited_s).is_not(None))
    if _chosen(span):
        decided = decided.join(SurveySession, of_session()).where(*of_chosen(span))
    if db.get_bind().dialect.name == "postgresql":
        waited = decided.subquery().c.waited_s
        ranked = [func.percentile_cont(0.5).within_group(waited), func.percentile_disc(0.9).within_group(waited)]
        median, late = db.exec(select(*ranked)).one()
        return None if median is None else Waits(float(median), float(late))
    seconds = sorted(float(one) for one in db.exec(decided).all() if one is not None)
    return Waits(median_of(seconds), seconds[(len(seconds) * 9 + 9) // 10 - 1]) if seconds else None


def by_survey(db: Session, span: Span) -> tuple[SurveyTotals, ...]:
    """Each survey with sessions submitted in the span, the highest share of flagged sessions first."""
    versions = _by_version(db, span)
    sessions, flagged = func.sum(versions.c.counted), func.sum(versions.c.flagged)
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


def _by_version(db: Session, span: Span) -> Subquery:
    """The counts of each version that has any, so that titles are looked up once for each."""
    found = counts_of(db, span).of(SESSION, by_survey=True)
    names = ("counted", "flagged", "allegations", "approved", "rejected", "waiting")
    columns: list[Any] = [found.c.survey_id, *(func.sum(found.c[name]).label(name) for name in names)]
    versions = select(*columns).group_by(found.c.survey_id).having(func.sum(found.c.counted) > 0)
    return versions.subquery()


def survey_titles(db: Session) -> dict[tuple[str, str], str]:
    """(Owner, slug) -> newest title, for choosing one survey."""
    named = select(Survey.platform, Survey.slug, Survey.title).order_by(col(Survey.title), col(Survey.version))
    return {(platform, slug): title for platform, slug, title in db.exec(named).all()}


def submitted(span: Span) -> tuple[ColumnElement[bool], ...]:
    """Proctored sessions that were submitted in the span, of the chosen survey."""
    is_proctored = col(SurveySession.proctoring_enabled).is_(True)
    return (is_proctored, *is_within(col(SurveySession.submitted_at), span), *of_chosen(span))


def began(span: Span) -> tuple[ColumnElement[bool], ...]:
    """Violations that began in the span."""
    return is_within(col(Violation.started_at), span)


def is_within(column: Any, span: Span) -> tuple[ColumnElement[bool], ...]:
    """Times of the span."""
    return column >= span.start, column < span.end


def of_surveys(of_violations: Any, span: Span) -> Any:
    """A query over violations; sessions are looked at only where a survey is chosen."""
    if not _chosen(span):
        return of_violations
    return of_violations.join(SurveySession, col(SurveySession.id) == Violation.session_id).where(*of_chosen(span))


def of_chosen(span: Span) -> tuple[ColumnElement[bool], ...]:
    """What a session meets to be counted: nothing where no survey is chosen."""
    chosen = _chosen(span)
    return (col(SurveySession.survey_id).in_(select(Survey.id).where(*chosen)),) if chosen else ()


def _chosen(span: Span) -> tuple[ColumnElement[bool], ...]:
    chosen: tuple[ColumnElement[bool], ...] = ()
    if span.survey_slug is not None:
        chosen = (*chosen, col(Survey.slug) == span.survey_slug)
    return chosen if span.platform is None else (*chosen, col(Survey.platform) == span.platform)


def of_session() -> ColumnElement[bool]:
    """A review and its session."""
    return col(ProctorReview.session_id) == col(SurveySession.id)


def waiting_sessions() -> Subquery:
    """As in the review queue: handed in, flagged, and nobody has decided yet, be it a second moderator's turn."""
    is_under_review = col(SurveySession.status) == SessionStatus.UNDER_REVIEW
    waiting = select(ProctorReview.session_id).join(SurveySession, of_session()).where(IS_OPEN, is_under_review)
    return waiting.subquery()


def counts_of(db: Session, span: Span) -> Counts:
    """The sums of a span, of the chosen surveys."""
    chosen = _chosen(span)
    surveys = db.exec(select(Survey.id).where(*chosen)).all() if chosen else None
    return Counts(db, span.start, span.end, surveys)


def _total(column: Any) -> Any:
    return func.coalesce(func.sum(column), 0)
