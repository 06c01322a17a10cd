"""When people take surveys: by the hour of the day, the day of the week, and more of them as the year goes on."""

from bisect import bisect
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

DAYS = 358
"""Less than a year with what goes before the questions: lines of the audit log are older than that only without names."""
_BY_HOUR = (1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 5, 9, 11, 12, 11, 9, 10, 10, 9, 9, 10, 12, 13, 11, 8, 5, 2)
_BY_WEEKDAY = (1.1, 1.15, 1.1, 1.05, 0.9, 0.65, 0.8)
_FIRST, _LAST = 0.7, 1.3
"""What a day of the year's begin and one of its end weigh."""
_RECENT_DAYS = 14


class Year:
    """The days up to `until` (UTC)."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self.begins_at = (until - timedelta(days=DAYS)).replace(minute=0, second=0, microsecond=0)
        self._reached = list(accumulate(self._weights()))

    def moment(self, chance: Random, *, is_recent: bool = False) -> datetime:
        """A time at which questions may begin; `is_recent`: within the last two weeks."""
        hours = len(self._reached)
        first = hours - _RECENT_DAYS * 24 if is_recent else 0
        lowest, highest = self._reached[first - 1] if first else 0.0, self._reached[-1]
        hour = min(bisect(self._reached, lowest + chance.random() * (highest - lowest)), hours - 1)
        return min(self.begins_at + timedelta(hours=hour, seconds=round(chance.random() * 3600, 3)), self.until)

    def _weights(self) -> Iterator[float]:
        hours = int((self.until - self.begins_at).total_seconds() // 3600) + 1
        for hour in range(hours):
            at = self.begins_at + timedelta(hours=hour)
            growth = _FIRST + (_LAST - _FIRST) * hour / hours
            yield _BY_HOUR[at.hour] * _BY_WEEKDAY[at.weekday()] * growth
