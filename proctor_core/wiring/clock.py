"""The clock that every part is given: the machine's time without the jumps that it makes when somebody sets it.

One clock serves stamps and the waits between them, so that both are of one kind: seconds of a session, gaps, leases, expiry. A
clock set back an hour neither closes anything for an hour nor turns a heartbeat into one of the future.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

log = logging.getLogger(__name__)

SLEW = 0.05
"""Where the machine's time is another, ours runs so much faster or slower until it is the same: an hour takes 20 hours."""
LONGEST_BEHIND_S = 86_400.0
LOGGED_FROM_S = 2.0
"""A difference that is worth a line in the log."""


def passed_s() -> float:
    """Seconds that only grow and that nobody sets; where the system can, with those that the machine slept."""
    # CLOCK_BOOTTIME is Linux's; on macOS CLOCK_MONOTONIC counts sleep, which time.monotonic() does not.
    number = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if number is None else time.clock_gettime(number)


class SteadyClock:
    """`machine`: seconds since 1970 as the machine says. `passed`: seconds that nobody sets."""

    def __init__(self, machine: Callable[[], float] = time.time, passed: Callable[[], float] = passed_s) -> None:
        self._machine, self._passed = machine, passed
        self._lock = threading.Lock()
        self._now_s, self._at_s = machine(), passed()
        self._is_logged = False

    def now(self) -> datetime:
        """The time, in UTC; never before what was said before."""
        with self._lock:
            return datetime.fromtimestamp(self._advance(), UTC)

    def follow(self) -> None:
        """Take the machine's time over at once: for moments in which nothing is being timed."""
        with self._lock:
            self._advance()
            self._now_s, self._is_logged = self._machine(), False

    def go_on_from(self, at: datetime | None) -> None:
        """Begin where the process before ended, when the clock was set back between them; a day and more is an error of then."""
        with self._lock:
            behind_s = 0.0 if at is None else at.timestamp() - self._advance()
            if 0 < behind_s < LONGEST_BEHIND_S:
                self._now_s += behind_s

    def _advance(self) -> float:
        at_s = self._passed()
        went_by_s, self._at_s = at_s - self._at_s, at_s
        apart_s = self._machine() - (self._now_s + went_by_s)
        most_s = SLEW * went_by_s
        self._now_s += went_by_s + min(most_s, max(-most_s, apart_s))
        self._log(apart_s)
        return self._now_s

    def _log(self, apart_s: float) -> None:
        is_apart = abs(apart_s) > LOGGED_FROM_S
        if is_apart and not self._is_logged:
            said = "the machine's clock was set by %+.0f s; it is followed slowly, at once when nobody is being watched"
            log.warning(said, apart_s)
        self._is_logged = is_apart


_CLOCK = SteadyClock()


def now() -> datetime:
    """The time, in UTC: one for all parts of the process."""
    return _CLOCK.now()


def go_on_from(at: datetime | None) -> None:
    """See `SteadyClock.go_on_from`."""
    _CLOCK.go_on_from(at)


def follow_when(is_idle: Callable[[], bool], clock: SteadyClock = _CLOCK) -> Callable[[], None]:
    """A task that takes the machine's time over while nobody is being watched, nor was at its last look.

    Right after a start those who are watched have not come back yet.
    """
    was_idle = [False]

    def follow() -> None:
        before, was_idle[0] = was_idle[0], is_idle()
        if before and was_idle[0]:
            clock.follow()

    return follow
