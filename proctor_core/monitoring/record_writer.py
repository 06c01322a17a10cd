"""The one thread that writes what monitoring found: pictures first, then the row that names them, in the order they came.

A write that the database or the media store can't take now is tried again until it can: nothing is skipped, so rows of one
session never overtake each other. A write that can never succeed (the session was erased meanwhile, a row that no table
takes) is logged and let go: tried for ever, it would hold up everybody else's.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import exc

from proctor_core.errors import ProctorError, Unavailable

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 5.0
QUEUE_LIMIT = 20_000
"""Writes that may wait; at one write per 5 s and taker, 20 takers fill it in 80 minutes."""
_AWAY = (Unavailable, exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
"""What says "not now": no connection, a lock held too long, a deadlock, a media store that does not answer."""


@dataclass(frozen=True, slots=True)
class Write:
    """One unit of work: `run` is safe to call again when it failed half-way."""

    what: str
    run: Callable[[], object]


class RecordWriter:
    """Takes writes from any thread and carries them out one after another."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Write | None] = queue.Queue(QUEUE_LIMIT)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._work, name="record-writer", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Write what is waiting and end; False when it was not done in time."""
        if self._thread is None:
            return True
        ends_at = time.monotonic() + timeout_s
        try:
            self._queue.put(None, timeout=timeout_s)
        except queue.Full:
            log.error("%d writes wait and none can be written", self.waiting)
        self._thread.join(max(0.0, ends_at - time.monotonic()))
        self._stopping.set()
        return not self._thread.is_alive()

    def put(self, what: str, run: Callable[[], object]) -> None:
        """Hand one write over; waits when the queue is full instead of dropping anything."""
        self._queue.put(Write(what, run))

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was handed over before is written; False when it was not in time."""
        done = threading.Event()
        self.put("flush", done.set)
        return done.wait(timeout_s)

    @property
    def waiting(self) -> int:
        """Writes that wait."""
        return self._queue.qsize()

    @property
    def is_alive(self) -> bool:
        """Whether the thread is there to write."""
        return self._thread is not None and self._thread.is_alive()

    def _work(self) -> None:
        while (write := self._queue.get()) is not None:
            self._carry_out(write)

    def _carry_out(self, write: Write) -> None:
        pause_s = 0.1
        while not self._try(write):
            if self._stopping.wait(pause_s):
                log.error("gave up at the end of the program: %s", write.what)
                return
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _try(self, write: Write) -> bool:
        """Whether the write is over: done, or hopeless."""
        try:
            write.run()
        except _AWAY as error:
            log.warning("will be tried again: %s: %s", write.what, type(error).__name__)
            return False
        except ProctorError as error:
            log.error("can't be written: %s: %s", write.what, error)
        except Exception as error:
            if isinstance(error, exc.DBAPIError) and error.connection_invalidated:
                log.warning("will be tried again: %s: the connection broke", write.what)
                return False
            log.exception("can't be written: %s", write.what)
        return True
