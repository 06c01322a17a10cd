"""One pool of analysis threads for all sessions: as many observers as cores, fair turns, no queue.

Each thread takes the next session in turn whose newest frame is due. A ticker thread brings time to all sessions.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from proctor_core.checks.observer import Observer
from proctor_core.monitoring.session_monitor import SessionMonitor

log = logging.getLogger(__name__)

IDLE_WAIT_S = 0.05
"""How long a thread without work sleeps at most; a look is wanted every 0.2 s at the earliest."""
TICK_S = 0.5


class AnalysisPool:
    """Runs looks on the monitors that `monitors()` answers."""

    def __init__(
        self,
        new_observer: Callable[[], Observer],
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
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads; each makes its own observer at its first look."""
        names = [f"analysis-{number}" for number in range(self._size)]
        self._threads = [threading.Thread(target=self._analyse, name=name, daemon=True) for name in names]
        self._threads.append(threading.Thread(target=self._bring_time, name="ticker", daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float) -> None:
        """End the threads after the look they are at."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout_s)

    def _analyse(self) -> None:
        observer: Observer | None = None
        while not self._stopping.is_set():
            monitor = self._next()
            if monitor is None:
                self._stopping.wait(IDLE_WAIT_S)
                continue
            try:
                observer = observer or self._new_observer()
                monitor.look(observer, self._clock())
            except Exception:
                # One bad frame, or one session's fault, must not take the checks away from everybody else.
                log.exception("a look failed in session %s", monitor.session_id)
                self._stopping.wait(1.0)
            finally:
                self._give_back(monitor)
        if observer:
            observer.close()

    def _next(self) -> SessionMonitor | None:
        """The next session in turn that is due and in no other thread's hands."""
        with self._lock:
            monitors = self._monitors()
            now = self._clock()
            for step in range(len(monitors)):
                monitor = monitors[(self._turn + step) % len(monitors)]
                if id(monitor) not in self._taken and monitor.is_due(now):
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
