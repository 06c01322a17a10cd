"""The pages that listen to one session, told apart so that a second tab or device can take over from the first."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

SILENT_AFTER = timedelta(seconds=12)
"""A page reports every 4 seconds: one that missed three is out of reach, however long its connections seem to be open."""


class Subscribers:
    """Page key -> callback; callbacks may come from any thread and must return at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._callbacks: dict[int, tuple[str, Callable[[], object]]] = {}
        self._heard: dict[str, datetime] = {}
        self._next = 0

    def add(self, page: str, changed: Callable[[], object]) -> Callable[[], None]:
        """Listen; returns the function that stops it."""
        with self._lock:
            self._next += 1
            key = self._next
            self._callbacks[key] = (page, changed)

        def remove() -> None:
            with self._lock:
                self._callbacks.pop(key, None)
                if page not in {other for other, _ in self._callbacks.values()}:
                    self._heard.pop(page, None)

        return remove

    def hear(self, page: str, now: datetime) -> None:
        """The page reported: from now on it is expected to go on."""
        with self._lock:
            self._heard[page] = now

    def notify(self) -> None:
        """Something changed."""
        with self._lock:
            callbacks = [callback for _, callback in self._callbacks.values()]
        for callback in callbacks:
            callback()

    def last_there(self, now: datetime) -> datetime | None:
        """When a page was there last: now for one that listens and never reported, else its last report.

        A cut network ends no connection by itself, so a page that reports counts by its reports.
        """
        with self._lock:
            return max((self._heard.get(page, now) for page, _ in self._callbacks.values()), default=None)

    def is_anyone_there(self, now: datetime) -> bool:
        """Whether a page listens that is not known to be out of reach."""
        last = self.last_there(now)
        return last is not None and now - last < SILENT_AFTER
