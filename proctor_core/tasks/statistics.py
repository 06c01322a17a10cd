"""What keeps the sums behind the statistics, declared as tasks."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from proctor_core.services.keeping.statistics_sums import Compared, StatisticsSums
from proctor_core.tasks.queue import BackgroundTasks

COMPARES_AGAIN = timedelta(hours=23)
"""From the begin of one comparison of all days to the next one's."""


def keep_sums(tasks: BackgroundTasks, sums: StatisticsSums, clock: Callable[[], datetime]) -> None:
    """Declare that changes are added up each minute, and all days compared once a day, a little of it each minute."""
    tasks.every_minutes(1, "statistics", sums.fold)
    tasks.every_minutes(1, "statistics-compared", _once_a_day(sums, clock))


def _once_a_day(sums: StatisticsSums, clock: Callable[[], datetime]) -> Callable[[], object]:
    """One step of the comparison that goes on, or begin the next one when it is time."""
    going_on: Iterator[Compared] = iter(())
    began: datetime | None = None

    def step() -> None:
        nonlocal going_on, began
        now = clock()
        if next(going_on, None) is None and (began is None or now - began >= COMPARES_AGAIN):
            going_on, began = sums.compare(), now

    return step
