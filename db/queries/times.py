"""Times reckoned by the database: days of a reader's zone, and seconds between two times.

How far a zone is from UTC changes a few times a year. When, and by how much, is written into the query: each day is one group,
and begins where the reader's does, also over a change of the clocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, case, cast, func, literal_column
from sqlmodel import Session

DAY_S, HOUR_S, WEEK_H = 86_400, 3600, 168
_THURSDAY_H = 3 * 24
_DAY, _EPOCH = timedelta(days=1), date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of `zone` from `start` up to, without, `end`."""

    start: datetime
    end: datetime
    zone: tzinfo

    def number(self, db: Session, at: Any) -> ColumnElement[int]:
        """Days since 1970 of a time in the span; `day_of` makes a date of it."""
        seconds, day_s = _seconds(db, at) + self._east_s(at), literal_column(str(DAY_S), Integer)
        is_whole = db.get_bind().dialect.name == "sqlite"
        return seconds // day_s if is_whole else cast(func.floor(seconds / day_s), Integer)

    def hour_of_week(self, db: Session, at: Any) -> ColumnElement[int]:
        """Hours since Monday's midnight, 0 to 167, of a time in the span."""
        seconds, is_whole = _seconds(db, at) + self._east_s(at), db.get_bind().dialect.name == "sqlite"
        hour_s, week_h = literal_column(str(HOUR_S), Integer), literal_column(str(WEEK_H), Integer)
        hours = seconds // hour_s if is_whole else cast(func.floor(seconds / hour_s), Integer)
        # 1970 began on a Thursday.
        return (hours + literal_column(str(_THURSDAY_H), Integer)) % week_h

    def whole_minutes(self) -> int:
        """60 or 15 where each day of the span begins with a whole hour or quarter of an hour of UTC, else 0."""
        east = [self._east_at(self.end.timestamp()), *(east_s for _, east_s in self._changes())]
        return next((minutes for minutes in (60, 15) if not any(one % (minutes * 60) for one in east)), 0)

    def _east_s(self, at: Any) -> ColumnElement[int]:
        changes = list(self._changes())
        last = _seconds_written(self._east_at(self.end.timestamp()))
        return (
            case(*((at < when, _seconds_written(east_s)) for when, east_s in changes), else_=last) if changes else last
        )

    def _changes(self) -> Iterator[tuple[datetime, int]]:
        """(Moment at which the zone's distance from UTC changes, seconds east of UTC before it), in order."""
        at, end = int(self.start.timestamp()), int(self.end.timestamp())
        while at < end:
            later = min(at + DAY_S, end)
            if self._east_at(at) != self._east_at(later):
                later = self._change_between(at, later)
                yield datetime.fromtimestamp(later, UTC), self._east_at(at)
            at = later

    def _change_between(self, before: int, after: int) -> int:
        while after - before > 1:
            middle = (before + after) // 2
            is_before = self._east_at(middle) == self._east_at(before)
            before, after = (middle, after) if is_before else (before, middle)
        return after

    def _east_at(self, second: float) -> int:
        east = datetime.fromtimestamp(second, self.zone).utcoffset() or timedelta()
        return int(east.total_seconds())


def day_of(number: int) -> date:
    """The date of a day that the database numbered."""
    return _EPOCH + number * _DAY


def seconds_between(db: Session, earlier: Any, later: Any) -> ColumnElement[float]:
    """Seconds from one time to another; on SQLite to a ten-thousandth."""
    if db.get_bind().dialect.name == "sqlite":
        return (func.julianday(later, type_=Float) - func.julianday(earlier, type_=Float)) * DAY_S
    return func.date_part("epoch", later - earlier, type_=Float)


def _seconds_written(number: int) -> ColumnElement[int]:
    """As part of the query's text: PostgreSQL then sees that what is shown is what is grouped by."""
    return literal_column(str(number), Integer)


def _seconds(db: Session, at: Any) -> ColumnElement[Any]:
    """Seconds since 1970. `extract` would count in decimals. SQLite stores UTC without a zone, which it takes for UTC, and would
    round the last half thousandth up; 19 letters are a time without its parts of a second."""
    if db.get_bind().dialect.name == "sqlite":
        return cast(func.strftime("%s", func.substr(at, 1, 19)), Integer)
    return func.date_part("epoch", at, type_=Float)
