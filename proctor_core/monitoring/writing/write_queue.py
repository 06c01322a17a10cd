"""What waits in memory for the record writer, in the order it came; writes that can go together come together."""

import queue
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from proctor_core.services.taking.waiting_writes import WaitingWrite

QUEUE_LIMIT = 20_000
"""Writes that may wait in memory."""
GATHER_S = 0.5
"""So long the first of several writes that go together waits for the others; any other write ends the wait."""
MOST_TOGETHER = 200
"""Sessions' rows that one transaction holds at most."""


@dataclass(frozen=True, slots=True)
class Write:
    """One unit of work.

    Attributes:
        run: does it; safe to call again when it failed half-way.
        keep: the same as a record that can wait on the disk; None: it waits in memory, behind all that waits there.
        filed: told when a record that waited was filed by this process.
        run_all: does several such writes at once, all or none, from their records, and tells nobody; None: each goes alone.
    """

    what: str
    run: Callable[[], object]
    keep: Callable[[], WaitingWrite] | None = None
    filed: Callable[[], object] | None = None
    run_all: Callable[[Sequence[WaitingWrite]], object] | None = None


class WriteQueue:
    """Any thread puts, one takes. None stands for the end."""

    def __init__(self) -> None:
        self._queue: queue.Queue[Write | None] = queue.Queue(QUEUE_LIMIT)
        self._ahead: deque[Write | None] = deque()
        self._gathered: list[Write] = []

    def __len__(self) -> int:
        return self._queue.qsize() + len(self._ahead) + len(self._gathered)

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

    def together_with(self, first: Write) -> list[Write]:
        """`first` and those that go with it and come within `GATHER_S`; any other that comes ends the wait, and is next."""
        self._gathered, ends_at = [first], time.monotonic() + GATHER_S
        while len(self._gathered) < MOST_TOGETHER:
            try:
                write = self._queue.get(timeout=max(0.0, ends_at - time.monotonic()))
            except queue.Empty:
                break
            if write is None or write.run_all != first.run_all:
                self._ahead.append(write)
                break
            self._gathered.append(write)
        gathered, self._gathered = self._gathered, []
        return gathered
