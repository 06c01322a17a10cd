"""What waits in memory for the record writer, in the order it came; heartbeats come together."""

import queue
import time
from collections import deque

from proctor_core.monitoring.writing.write import HeartbeatRecord, Write

QUEUE_LIMIT = 20_000
"""Writes that may wait in memory."""
GATHER_S = 0.5
"""So long the first of several heartbeats waits for the others; any other write ends the wait."""
MOST_TOGETHER = 200
"""Sessions' rows that one transaction holds at most."""


class WriteQueue:
    """Any thread puts, one takes. None stands for the end."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Write | None] = queue.Queue(QUEUE_LIMIT)
        self._ahead: deque[Write | None] = deque()
        self._gathered = 0

    def __len__(self) -> int:
        return self._queue.qsize() + len(self._ahead) + self._gathered

    def put(self, write: Write | None, timeout_s: float | None = None) -> None:
        """Waits when the queue is full.

        Raises:
            queue.Full: it still was after `timeout_s`.
        """
        self._queue.put(write, timeout=timeout_s)

    def get(self, timeout_s: float | None) -> Write | None:
        """The next one.

        Raises:
            queue.Empty: none came within `timeout_s`.
        """
        return self._ahead.popleft() if self._ahead else self._queue.get(timeout=timeout_s)

    def heartbeats(self, first: HeartbeatRecord) -> list[HeartbeatRecord]:
        """`first` and the heartbeats that come within `GATHER_S`; any other that comes ends the wait, and is next."""
        gathered, ends_at = [first], time.monotonic() + GATHER_S
        try:
            while len(gathered) < MOST_TOGETHER:
                self._gathered = len(gathered)
                write = self._queue.get(timeout=max(0.0, ends_at - time.monotonic()))
                if not isinstance(write, HeartbeatRecord):
                    self._ahead.append(write)
                    break
                gathered.append(write)
        except queue.Empty:
            pass  # no other came in time: those that did are written
        finally:
            self._gathered = 0
        return gathered
