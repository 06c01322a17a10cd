"""A database that does not answer: which errors say so, and a breaker, so that one caller finds it out and no other waits."""

import threading
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

AWAY = (OperationalError, InterfaceError, TimeoutError)
"""What says "not now": no connection, a lock held too long, a deadlock, a disk that is full."""
PAUSE_S = 1.0
"""So long after a failed connect nobody tries again; then one does, and the others still fail at once."""


class Breaker:
    """Counts no failures: one connect that failed is enough, since the next one would wait as long."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed_at: float | None = None
        self._is_tried = False

    def admits(self) -> bool:
        """Whether the caller may try; it then tells `done`."""
        with self._lock:
            if self._failed_at is None:
                return True
            if self._is_tried or self._clock() - self._failed_at < PAUSE_S:
                return False
            self._is_tried = True
            return True

    def done(self, *, is_there: bool) -> None:
        """How the try went."""
        with self._lock:
            self._is_tried = False
            self._failed_at = None if is_there else self._clock()


def break_connects(engine: Engine, breaker: Breaker) -> None:
    """From now on a connect that just failed is not waited for again."""

    def connect(dialect: Any, _record: Any, arguments: Any, named: Any) -> Any:
        if not breaker.admits():
            raise dialect.loaded_dbapi.OperationalError("the database did not answer a moment ago")
        is_there = False
        try:
            connection = dialect.connect(*arguments, **named)
            is_there = True
        finally:
            breaker.done(is_there=is_there)
        return connection

    event.listen(engine, "do_connect", connect)
