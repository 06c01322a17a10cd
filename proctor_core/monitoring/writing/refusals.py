"""Counts what could not be written and never will be, so that health and metrics show it."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

LATELY = timedelta(days=1)
"""So long a refused write needs a look."""


class RefusedWrites:
    """One per process; any thread notes."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._last: dict[str, datetime] = {}

    def note(self, part: str) -> None:
        """One write of this part was refused and is lost, or set aside."""
        with self._lock:
            self._counts[part] += 1
            self._last[part] = self._clock()

    def count(self, part: str) -> int:
        """How many, since the process started."""
        return self._counts[part]

    def was_lately(self, part: str) -> bool:
        """Whether one was refused within a day."""
        last = self._last.get(part)
        return last is not None and self._clock() - last < LATELY
