"""Keeps the sums behind the statistics: what transactions appended is added up, and compared with a full count."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from db.engine import reading, transaction
from db.rollups.comparing import counted_surveys, days, mend
from db.rollups.folding import fold_changes

log = logging.getLogger(__name__)

A_WHILE_S = 2.0
"""So long days are compared at a time: tasks of the same queue wait meanwhile."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Of the days since one of them: how many there were, and at how many places their sums differed."""

    days: int
    differing: int


@dataclass(frozen=True, slots=True)
class StatisticsSums:
    """One database's."""

    engine: Engine
    clock: Callable[[], datetime]

    def fold(self) -> bool:
        """Add up what was appended since the last time; False: another process is at it."""
        with transaction(self.engine) as db:
            return fold_changes(db.connection())

    def recount(self) -> Compared:
        """Compare each day with a full count, mend what differs, and add it up."""
        found = list(self._compared())
        self.fold()
        return Compared(len(found), sum(found))

    def compare(self) -> Iterator[Compared]:
        """The same in parts of about `A_WHILE_S`: one for each step, until all days were compared."""
        began, found = time.monotonic(), list[int]()
        for differing in self._compared():
            found.append(differing)
            if time.monotonic() - began >= A_WHILE_S:
                yield Compared(len(found), sum(found))
                began, found = time.monotonic(), []
        yield Compared(len(found), sum(found))

    def _compared(self) -> Iterator[int]:
        """Day by day, each in a transaction; at how many places it differed."""
        with reading(self.engine) as db:
            connection = db.connection()
            surveys, all_days = counted_surveys(connection), list(days(connection, self.clock()))
        for start, end in all_days:
            with transaction(self.engine) as db:
                differing = mend(db.connection(), start, end, surveys)
            if differing:
                log.warning(
                    "statistics: the sums of %s differed from a full count at %d places", start.date(), differing
                )
            yield differing
