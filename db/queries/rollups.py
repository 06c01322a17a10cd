"""Reads counts of a span of time from the sums of `db/rollups`: whole days and hours from sums, the rest of them from rows.

Exact to the second, in every zone: what is left of a quarter of an hour at the begin and at the end of a span is counted from its
rows, and so is all of a span in a zone whose days begin within a quarter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, Uuid, and_, bindparam, column, or_, text, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db.columns import UtcDateTime
from db.queries.times import Days
from db.rollups.facts import (
    AGAIN,
    ALL_SURVEYS,
    DAY_MINUTES,
    KEYS,
    QUARTER_MINUTES,
    SUMS,
    Rows,
    exact,
    facts_of,
    is_a_day_later,
)
from db.tables import StatisticsChange, StatisticsRollup, Survey
from db.tables.statistics import EPOCH

_DAY = timedelta(days=1)
_TYPES: dict[str, Any] = {
    "survey_id": Uuid(),
    "at": UtcDateTime(),
    "since": UtcDateTime(),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a span of which sums are there, by their level."""

    minutes: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Cover:
    """How a span is put together: sums, and two ends (or all of it) from rows; `start` and `end` bound the sums."""

    stretches: Sequence[Stretch]
    edges: Sequence[tuple[datetime, datetime]]
    start: datetime
    end: datetime


def cover(start: datetime, end: datetime, coarsest: int) -> Cover:
    """Of a span; `coarsest`: minutes of the longest sums that may be used, 0: none."""
    first, last = _floor(start, QUARTER_MINUTES), _floor(end, QUARTER_MINUTES)
    if first < start:
        first += timedelta(minutes=QUARTER_MINUTES)
    if not coarsest or first >= last:
        return Cover((), ((start, end),), start, start)
    edges = [edge for edge in ((start, first), (last, end)) if edge[0] < edge[1]]
    return Cover(tuple(_stretches(first, last, coarsest)), edges, first, last)


def _stretches(first: datetime, last: datetime, coarsest: int) -> Iterator[Stretch]:
    inner_first, inner_last = _floor(first, coarsest), _floor(last, coarsest)
    if inner_first < first:
        inner_first += timedelta(minutes=coarsest)
    if inner_first >= inner_last or coarsest == QUARTER_MINUTES:
        yield Stretch(QUARTER_MINUTES, first, last)
        return
    yield Stretch(QUARTER_MINUTES, first, inner_first)
    yield Stretch(coarsest, inner_first, inner_last)
    yield Stretch(QUARTER_MINUTES, inner_last, last)


def _floor(at: datetime, minutes: int) -> datetime:
    step = timedelta(minutes=minutes)
    return EPOCH + (at - EPOCH) // step * step


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of a span; of some survey versions, or of all.

    `surveys`: None for all. `by_survey`: whether sums must say of which survey they are.
    """

    db: Session
    start: datetime
    end: datetime
    surveys: Sequence[UUID] | None = None

    def of(self, fact: str, *, by_survey: bool = False) -> Subquery:
        """`KEYS` and `SUMS` of a fact; several rows for a place. Times are begins of spans that lie within one UTC day."""
        made_of = cover(self.start, self.end, DAY_MINUTES)
        return self._parts(fact, made_of, is_of_all=self.surveys is None and not by_survey)

    def of_days(self, fact: str, days: Days) -> Subquery:
        """The same; times are begins of spans that lie within one hour of the reader, and so within one of its days."""
        finest = days.whole_minutes()
        # Hours are summed over all surveys alone.
        coarsest = finest if self.surveys is None else min(finest, QUARTER_MINUTES)
        return self._parts(fact, cover(self.start, self.end, coarsest), is_of_all=self.surveys is None)

    def again(self) -> Subquery:
        """Violations of the span before whose begin the last one of their session and type had begun, a day earlier or more."""
        found = self._parts(AGAIN, cover(self.start, self.end, QUARTER_MINUTES), is_of_all=self.surveys is None)
        is_within = and_(found.c.at >= self.start, found.c.at < self.end, found.c.since < self.start)
        return select_columns(found.c.kind, found.c.counted).where(is_within).subquery()

    def crossing(self) -> Subquery:
        """Sessions and types with a violation less than a day before the span and the next one in it: `kind` for each."""
        dialect = self.db.get_bind().dialect.name
        found = text(f"""
SELECT b.type AS kind FROM
    (SELECT session_id, type, MAX(started_at) AS at FROM violation
        WHERE started_at >= :before AND started_at < :begin GROUP BY session_id, type) AS b
    JOIN (SELECT session_id, type, MIN(started_at) AS at FROM violation
        WHERE started_at >= :begin AND started_at < :soon GROUP BY session_id, type) AS n
    ON n.session_id = b.session_id AND n.type = b.type AND NOT ({is_a_day_later(dialect, "n.at", "b.at")})
WHERE {self._is_chosen("b.session_id")}""")
        times = {"before": self.start - _DAY, "begin": self.start, "soon": min(self.end, self.start + _DAY)}
        return self._bound(found, times).columns(column("kind")).subquery()

    # ---- parts ----

    def _parts(self, fact: str, made_of: Cover, *, is_of_all: bool) -> Subquery:
        parts: list[Any] = [self._rows(fact, made_of.edges)] if made_of.edges else []
        if made_of.stretches:
            parts += [self._sums(fact, made_of.stretches, is_of_all=is_of_all), self._changes(fact, made_of)]
        return union_all(*parts).subquery() if len(parts) > 1 else parts[0].subquery()

    def _sums(self, fact: str, stretches: Sequence[Stretch], *, is_of_all: bool) -> Any:
        table = StatisticsRollup
        within = or_(
            *(
                and_(col(table.level) == one.minutes, col(table.at) >= one.start, col(table.at) < one.end)
                for one in stretches
                if one.start < one.end
            )
        )
        survey = col(table.survey_id)
        if is_of_all:
            is_chosen = survey == ALL_SURVEYS
        else:
            # Each survey is looked up: rows of one level lie by survey, and then by time.
            is_chosen = survey.in_(self.db.exec(select(Survey.id)).all() if self.surveys is None else self.surveys)
        return _named(table).where(col(table.fact) == fact, within, is_chosen)

    def _changes(self, fact: str, made_of: Cover) -> Any:
        table = StatisticsChange
        within: list[ColumnElement[bool]] = [col(table.at) >= made_of.start, col(table.at) < made_of.end]
        if self.surveys is not None:
            within.append(col(table.survey_id).in_(self.surveys))
        return _named(table).where(col(table.fact) == fact, *within)

    def _rows(self, fact: str, edges: Sequence[tuple[datetime, datetime]]) -> Any:
        """Of what lies in no whole quarter. Their times are exact: they may lie in a quarter that begins before the span."""
        dialect, times = self.db.get_bind().dialect.name, dict[str, datetime]()
        for number, (start, end) in enumerate(edges):
            times |= {f"start{number}": start, f"end{number}": end}

        def within(at: str, session: str) -> str:
            spans = " OR ".join(f"({at} >= :start{n} AND {at} < :end{n})" for n in range(len(edges)))
            return f"({spans}) AND {self._is_chosen(session)}"

        rows = Rows(within("s.submitted_at", "s.id"), within("v.started_at", "v.session_id"), within("e.at", "s.id"))
        found = text(facts_of(dialect, fact, rows, exact))
        return select_columns(*self._columns(self._bound(found, times)))

    def _is_chosen(self, session: str) -> str:
        return (
            "TRUE"
            if self.surveys is None
            else f"{session} IN (SELECT id FROM survey_session WHERE survey_id IN :surveys)"
        )

    def _columns(self, found: Any) -> Any:
        named = found.columns(*(column(name, _TYPES.get(name)) for name in (*KEYS, *SUMS))).subquery()
        return [named.c[name] for name in (*KEYS, *SUMS)]

    def _bound(self, found: Any, times: dict[str, datetime]) -> Any:
        bound: list[Any] = [bindparam(name, at, UtcDateTime()) for name, at in times.items()]
        if self.surveys is not None:
            bound.append(bindparam("surveys", list(self.surveys), Uuid(), expanding=True))
        return found.bindparams(*bound)


def _named(table: Any) -> Any:
    return select_columns(*(col(getattr(table, name)) for name in (*KEYS, *SUMS)))
