"""Statistics for analysts: how much was alleged, what moderators decided, and how that has changed.

An allegation is what the machine said; it counts against nobody. Decisions are people's and are always shown beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import IntEnum

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, snapshot
from db.queries import statistics as queries
from db.queries.second_looks import second_looks
from db.queries.statistics import (
    DaySessions,
    DayTotal,
    HourSessions,
    SessionTotals,
    Span,
    SurveyTotals,
    TypeTotals,
    Waits,
)
from db.queries.surveys import versions_of
from db.tables import User
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.agreement import Agreement
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed
from proctor_core.services.permissions import has_role
from proctor_core.services.reviewing.agreement import moderators_agreement
from proctor_core.services.reviewing.check_quality import CheckQuality, check_quality
from proctor_core.services.reviewing.sessions_behind import FigureName, LaterFigure, SessionLine, listed_sessions
from proctor_core.services.reviewing.statistics_tables import FEW, StatisticsTable, TableName, TableRow, counted_table
from proctor_core.services.statistics.overturned import OverturnedRejections, overturned_rejections

__all__ = [
    "FEW",
    "Between",
    "CheckQuality",
    "DaySessions",
    "DayTotal",
    "Figure",
    "FigureName",
    "HourSessions",
    "LaterFigure",
    "Overview",
    "Period",
    "SessionLine",
    "StatisticsService",
    "StatisticsTable",
    "SurveyTotals",
    "TableName",
    "TableRow",
    "TypeTotals",
    "Waits",
]

_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


class Period(IntEnum):
    """How many days back an overview looks; it is compared with as many days before them."""

    WEEK = 7
    MONTH = 30
    QUARTER = 90


@dataclass(frozen=True, slots=True)
class Between:
    """Whole days of the reader, first and last among them, in either order; what is still to come counts for nothing.

    Days before 2000 and after 2100 are those, so that a zone and as long a time before can be reckoned.
    """

    first: date
    last: date

    @property
    def days(self) -> tuple[date, date]:
        """The first day, and the one after the last."""
        first, last = sorted(min(max(day, _EARLIEST), _LATEST) for day in (self.first, self.last))
        return first, last + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the same number of the period before; None where there was nothing to measure."""

    name: FigureName
    value: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        """Difference to the period before, in the figure's own unit."""
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True, slots=True)
class Before:
    """The same of the period before."""

    checks: tuple[CheckQuality, ...]
    agreement: Agreement
    overturned: OverturnedRejections


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the statistics page draws, of [start, end), both in the reader's zone."""

    start: datetime
    end: datetime
    figures: tuple[Figure, ...]
    waits: Waits | None
    waits_before: Waits | None
    by_type: tuple[TypeTotals, ...]
    by_day: tuple[DayTotal, ...]
    sessions_by_day: tuple[DaySessions, ...]
    decisions: Mapping[ReviewEventKind, int]
    decisions_before: Mapping[ReviewEventKind, int]
    by_survey: tuple[SurveyTotals, ...]
    checks: tuple[CheckQuality, ...]
    agreement: Agreement
    overturned: OverturnedRejections
    before: Before


@dataclass(frozen=True, slots=True)
class StatisticsService:
    """What analysts may count; no row of it names a taker."""

    engine: Engine
    clock: Callable[[], datetime]

    def overview(
        self,
        actor: User,
        period: Period | Between,
        survey_slug: str | None = None,
        platform: str | None = None,
        *,
        zone: tzinfo = UTC,
    ) -> Overview:
        """The period that ends now, or the given days; beside as long a one before it.

        Of one survey, or one owner's (empty: the house), when given. `zone` is the reader's: its days are counted.

        Raises:
            NotAllowed: not an analyst.
        """
        span = self.span_of(actor, period, survey_slug, platform, zone)
        # Sums and rows of the same moment.
        with snapshot(self.engine) as db:
            return counted(db, span, _as_long_before(span))

    def table(
        self,
        actor: User,
        name: TableName,
        period: Period | Between,
        survey_slug: str | None = None,
        platform: str | None = None,
        *,
        zone: tzinfo = UTC,
        is_compared: bool = False,
    ) -> StatisticsTable:
        """One table of the same period, with how many people each of its cells is about; `is_compared`: beside the time before.

        Raises:
            NotAllowed: not an analyst.
        """
        span = self.span_of(actor, period, survey_slug, platform, zone)
        if name is TableName.WAITING:
            span = replace(span, end=self.clock())
        with reading(self.engine) as db:
            table = counted_table(db, name, span)
            return table.compared_with(counted_table(db, name, _as_long_before(span))) if is_compared else table

    def sessions_by_hour(
        self,
        actor: User,
        period: Period | Between,
        survey_slug: str | None = None,
        platform: str | None = None,
        *,
        zone: tzinfo = UTC,
    ) -> tuple[HourSessions, ...]:
        """Sessions submitted in the same period, by weekday and hour of the reader.

        Raises:
            NotAllowed: not an analyst.
        """
        span = self.span_of(actor, period, survey_slug, platform, zone)
        with snapshot(self.engine) as db:
            return queries.sessions_by_hour(db, span)

    def question_titles(self, actor: User, survey_slug: str, platform: str) -> Mapping[str, str]:
        """Id -> text of every question of a survey, as its newest version with that question has it.

        Raises:
            NotAllowed: not an analyst.
        """
        _require_analyst(actor)
        with reading(self.engine) as db:
            versions = [parse_definition(one.definition) for one in versions_of(db, platform, survey_slug)]
        return {question.id: question.text for version in versions for question in version.questions}

    def sessions_behind(
        self,
        actor: User,
        figure: FigureName | LaterFigure,
        period: Period | Between,
        survey_slug: str | None = None,
        platform: str | None = None,
        *,
        zone: tzinfo = UTC,
    ) -> Sequence[SessionLine]:
        """Sessions that a figure counts, by code, without takers and times of day; moderators find each by its code.

        Raises:
            NotAllowed: not an analyst.
        """
        span = self.span_of(actor, period, survey_slug, platform, zone)
        with reading(self.engine) as db:
            return listed_sessions(db, span, figure)

    def span_of(
        self, actor: User, period: Period | Between, survey_slug: str | None, platform: str | None, zone: tzinfo
    ) -> Span:
        """What `overview` counts, for whoever counts something else of it.

        Raises:
            NotAllowed: not an analyst.
        """
        _require_analyst(actor)
        end = self.clock().astimezone(zone)
        if isinstance(period, Between):
            start, after = (datetime.combine(day, time(), zone) for day in period.days)
            return Span(start, min(max(end, start), after), survey_slug, platform, zone)
        return Span(end - timedelta(days=period), end, survey_slug, platform, zone)

    def survey_titles(self, actor: User) -> Mapping[tuple[str, str], str]:
        """(Owner, slug) -> title of every survey that can be looked at alone."""
        _require_analyst(actor)
        with reading(self.engine) as db:
            return queries.survey_titles(db)


def _as_long_before(span: Span) -> Span:
    return replace(span, start=span.start - (span.end - span.start), end=span.start)


def counted(db: Session, span: Span, before: Span) -> Overview:
    """Count each table's part of the span once; of the one before it only what a figure is compared with."""
    by_type, sessions_by_day = queries.allegations_by_type(db, span), queries.sessions_by_day(db, span)
    by_type_before = queries.allegations_by_type(db, before)
    looks, looks_before = second_looks(db, span), second_looks(db, before)
    sessions = SessionTotals(sum(d.sessions for d in sessions_by_day), sum(d.flagged for d in sessions_by_day))
    waits, waits_before = queries.decision_waits(db, span), queries.decision_waits(db, before)
    now = _numbers(sessions, sum(t.allegations for t in by_type), waits)
    alleged_before = sum(t.allegations for t in by_type_before)
    then = _numbers(queries.session_totals(db, before), alleged_before, waits_before)
    return Overview(
        start=span.start,
        end=span.end,
        figures=tuple(Figure(name, now[name], then[name]) for name in FigureName),
        waits=waits,
        waits_before=waits_before,
        by_type=by_type,
        by_day=queries.allegations_by_day(db, span),
        sessions_by_day=sessions_by_day,
        decisions=queries.decisions_by_kind(db, span),
        decisions_before=queries.decisions_by_kind(db, before),
        by_survey=queries.by_survey(db, span),
        checks=check_quality(by_type),
        agreement=moderators_agreement(looks),
        overturned=overturned_rejections(db, span, looks),
        before=Before(
            checks=check_quality(by_type_before),
            agreement=moderators_agreement(looks_before),
            overturned=overturned_rejections(db, before, looks_before),
        ),
    )


def _numbers(sessions: SessionTotals, allegations: int, waits: Waits | None) -> dict[FigureName, float | None]:
    return {
        FigureName.SESSIONS: sessions.sessions,
        FigureName.FLAG_RATE: sessions.flagged / sessions.sessions if sessions.sessions else None,
        FigureName.ALLEGATIONS: allegations,
        FigureName.DECISION_TIME: waits.median_s if waits else None,
    }


def _require_analyst(actor: User) -> None:
    if not has_role(actor, Role.ANALYST):
        raise NotAllowed(ReviewRefusal.NO_ANALYST, role=actor.role)
