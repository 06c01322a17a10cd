"""Whether one more taker can be watched well: who would push everybody's coverage under the floor is asked to wait."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.services.taking.waiting import PleaseWait, WaitingTimes

LEAST_WAIT_S = 60.0
"""Said to whom a shorter time, or a time that has passed, would be promised."""


@dataclass(frozen=True, slots=True)
class Admission:
    """One per process.

    Attributes:
        looks_per_second: what the analysis pool can do, None before it has looked at anything.
        floor: share of its seconds with a look that each session shall keep, 0 to 1; 0 lets everybody in.
    """

    monitors: MonitorRegistry
    looks_per_second: Callable[[], float | None]
    waiting: WaitingTimes
    floor: float

    def ask(self, session_id: UUID) -> PleaseWait | None:
        """None when the session may begin to be watched; one that is watched already always may."""
        if self.monitors.find(session_id) is not None:
            return None
        others = [monitor.session_id for monitor in self.monitors.all() if monitor.has_stream]
        if coverage_of(len(others) + 1, self.looks_per_second()) >= self.floor:
            return None
        expected_s = self.waiting.until_the_first_ends_s(others)
        return PleaseWait(None if expected_s is None else max(expected_s, LEAST_WAIT_S))


def coverage_of(sessions: int, looks_per_second: float | None) -> float:
    """The share of each session's seconds that would hold a look, with fair turns: under one a second, some go without."""
    return 1.0 if looks_per_second is None else min(1.0, looks_per_second / sessions)
