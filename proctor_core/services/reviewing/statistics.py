"""Statistics for analysts: how much was alleged, what moderators decided, and how that has changed.

An allegation is what the machine said; it counts against nobody. Decisions are people's and are always shown beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import IntEnum, StrEnum

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading
from db.queries import statistics as queries
from db.queries.statistics import DaySessions, DayTotal, SessionTotals, Span, SurveyTotals, TypeTotals
from db.tables import User
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed
from proctor_core.services.permissions import has_role
from proctor_core.services.reviewing.check_quality import CheckQuality, check_quality

__all__ = [
    "CheckQuality",
    "DaySessions",
    "DayTotal",
    "Figure",
    "FigureName",
    "Overview",
    "Period",
    "StatisticsService",
    "SurveyTotals",
    "TypeTotals",
]


class Period(IntEnum):
    """How many days back an overview looks; it is compared with as many days before them."""

    WEEK = 7
    MONTH = 30
    QUARTER = 90


class FigureName(StrEnum):
    """The four headline numbers; each has its definition in `pages/texts.py`.

    sessions: count; flag_rate: share of sessions, 0 to 1; allegations: count; decision_time: median, seconds.
    """

    SESSIONS = "sessions"
    FLAG_RATE = "flag_rate"
    ALLEGATIONS = "allegations"
    DECISION_TIME = "decision_time"


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
class Overview:
    """Everything the statistics page draws, of [start, end), both in the reader's zone."""

    start: datetime
    end: datetime
    figures: tuple[Figure, ...]
    by_type: tuple[TypeTotals, ...]
    by_day: tuple[DayTotal, ...]
    sessions_by_day: tuple[DaySessions, ...]
    decisions: Mapping[ReviewEventKind, int]
    decisions_before: Mapping[ReviewEventKind, int]
    by_survey: tuple[SurveyTotals, ...]
    checks: tuple[CheckQuality, ...]


@dataclass(frozen=True, slots=True)
class StatisticsService:
    """What analysts may count; no row of it names a taker."""

    engine: Engine
    clock: Callable[[], datetime]

    def overview(
        self,
        actor: User,
        period: Period,
        survey_slug: str | None = None,
        platform: str | None = None,
        *,
        zone: tzinfo = UTC,
    ) -> Overview:
        """The period that ends now, beside the one before it; of one survey, or one owner's (empty: the house), when given.

        `zone` is the reader's: its days are counted.

        Raises:
            NotAllowed: not an analyst.
        """
        _require_analyst(actor)
        end = self.clock().astimezone(zone)
        start = end - timedelta(days=period)
        span = Span(start, end, survey_slug, platform, zone)
        before = Span(start - timedelta(days=period), start, survey_slug, platform)
        with reading(self.engine) as db:
            return counted(db, span, before)

    def survey_titles(self, actor: User) -> Mapping[tuple[str, str], str]:
        """(Owner, slug) -> title of every survey that can be looked at alone."""
        _require_analyst(actor)
        with reading(self.engine) as db:
            return queries.survey_titles(db)


def counted(db: Session, span: Span, before: Span) -> Overview:
    """Count each table's part of the span once; of the one before it only what a figure is compared with."""
    by_type, sessions_by_day = queries.allegations_by_type(db, span), queries.sessions_by_day(db, span)
    sessions = SessionTotals(sum(d.sessions for d in sessions_by_day), sum(d.flagged for d in sessions_by_day))
    wait_s, wait_before_s = queries.median_waits_s(db, span, before)
    now = _numbers(sessions, sum(t.allegations for t in by_type), wait_s)
    then = _numbers(queries.session_totals(db, before), queries.allegations(db, before), wait_before_s)
    return Overview(
        start=span.start,
        end=span.end,
        figures=tuple(Figure(name, now[name], then[name]) for name in FigureName),
        by_type=by_type,
        by_day=queries.allegations_by_day(db, span),
        sessions_by_day=sessions_by_day,
        decisions=queries.decisions_by_kind(db, span),
        decisions_before=queries.decisions_by_kind(db, before),
        by_survey=queries.by_survey(db, span),
        checks=check_quality(db, span, by_type),
    )


def _numbers(sessions: SessionTotals, allegations: int, wait_s: float | None) -> dict[FigureName, float | None]:
    return {
        FigureName.SESSIONS: sessions.sessions,
        FigureName.FLAG_RATE: sessions.flagged / sessions.sessions if sessions.sessions else None,
        FigureName.ALLEGATIONS: allegations,
        FigureName.DECISION_TIME: wait_s,
    }


def _require_analyst(actor: User) -> None:
    if not has_role(actor, Role.ANALYST):
        raise NotAllowed(ReviewRefusal.NO_ANALYST, role=actor.role)
