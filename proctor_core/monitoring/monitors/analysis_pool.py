"""One pool of analysis threads for all sessions: as many observers as cores, fair turns, no queue.

Each thread takes the next session in turn whose newest frame is due. A ticker thread brings time to all sessions.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from proctor_core.monitoring.monitors.session_monitor import SessionMonitor

if TYPE_CHECKING:
    # Importing it imports the networks' runtimes, which takes a second: only the analysis threads do.
    from proctor_core.checks.observer import Observer

log = logging.getLogger(__name__)

IDLE_WAIT_S = 0.05
"""How long a thread without work sleeps at most; a look is wanted every 0.2 s at the earliest."""
TICK_S = 0.5
LOOKS_TO_JUDGE_BY = 100
"""Newest looks of the pool, from whose median its pace is told."""
AFTER_A_FAILURE = timedelta(seconds=1)
"""How long a session waits for its next look when one failed."""


class AnalysisPool:
    """Runs looks on the monitors that `monitors()` answers."""

    def __init__(
        self,
        new_observer: Callable[[], "Observer"],
        monitors: Callable[[], tuple[SessionMonitor, ...]],
        tick: Callable[[datetime], None],
        clock: Callable[[], datetime],
        threads: int,
    ) -> None:
        self._new_observer = new_observer
        self._monitors = monitors
        self._tick = tick
        self._clock = clock
        self._size = threads
        self._stopping = threading.Event()
        self._turn = 0
        self._taken: set[int] = set()
        self._lock = threading.Lock()
        self._took_s: deque[float] = deque(maxlen=LOOKS_TO_JUDGE_BY)
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads; each makes its own observer."""
        names = [f"analysis-{number}" for number in range(self._size)]
        self._threads = [threading.Thread(target=self._analyse, name=name, daemon=True) for name in names]
        self._threads.append(threading.Thread(target=self._bring_time, name="ticker", daemon=True))
        for thread in self._threads:
            thread.start()

    def alive(self) -> tuple[int, int]:
        """(threads that are alive, threads there should be), the ticker among them."""
        return sum(thread.is_alive() for thread in self._threads), self._size + 1

    def looks_per_second(self) -> float | None:
        """What all threads together can do on this machine as it is now; None before the first looks.

        By the clock and not by the processor: what other programs take away is not there for looks.
        """
        took_s = tuple(self._took_s)
        return self._size / median(took_s) if len(took_s) >= LOOKS_TO_JUDGE_BY // 10 else None

    def stop(self, timeout_s: float) -> None:
        """End the threads after the look they are at; together they get `timeout_s`."""
        self._stopping.set()
        ends_at = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, ends_at - time.monotonic()))

    def _analyse(self) -> None:
        observer = self._first_observer()
        while not self._stopping.is_set():
            monitor = self._next()
            if monitor is None:
                self._stopping.wait(IDLE_WAIT_S)
                continue
            try:
                observer = observer or self._new_observer()
                began = time.perf_counter()
                monitor.looks.take(observer, self._clock())
                self._took_s.append(time.perf_counter() - began)
            except Exception:
                # One bad frame, or one session's fault, must not take the checks away from everybody else: only it has to wait.
                log.exception("a look failed in session %s", monitor.session_id)
                monitor.looks.put_off(self._clock() + AFTER_A_FAILURE)
            finally:
                self._give_back(monitor)

    def _first_observer(self) -> "Observer | None":
        """Made before the first taker comes, since loading the detectors takes seconds; a failure is tried again at a look."""
        try:
            return self._new_observer()
        except Exception:
            log.exception("the detectors can't be made ready")
            return None

    def _next(self) -> SessionMonitor | None:
        """The next session in turn that is due and in no other thread's hands."""
        with self._lock:
            monitors = self._monitors()
            now = self._clock()
            for step in range(len(monitors)):
                monitor = monitors[(self._turn + step) % len(monitors)]
                if id(monitor) not in self._taken and monitor.looks.is_due(now):
                    self._turn = (self._turn + step + 1) % len(monitors)
                    self._taken.add(id(monitor))
                    return monitor
            return None

    def _give_back(self, monitor: SessionMonitor) -> None:
        with self._lock:
            self._taken.discard(id(monitor))

    def _bring_time(self) -> None:
        while not self._stopping.wait(TICK_S):
            try:
                self._tick(self._clock())
            except Exception:
                log.exception("a tick failed")
