"""The one thread that writes what monitoring found: pictures first, then the row that names them, in the order they came.

A write that the database can't take now goes into the outbox on the disk, and so does every later one until all that waits
there was filed: rows of one session never overtake each other. What can't wait there (a full outbox, a media store that does not
answer) is tried again until it can. A write that can never succeed (the session was erased meanwhile, a row that no table takes)
is logged and let go: tried for ever, it would hold up everybody else's. One that waited on the disk for a session that this
database does not know is set aside there. Heartbeats of half a second go in one transaction.
"""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from uuid import UUID

from proctor_core.monitoring.writing.attempts import Attempts, Outcome
from proctor_core.monitoring.writing.put_off import PutOff
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.monitoring.writing.write import HeartbeatRecord, Job, Write
from proctor_core.monitoring.writing.write_queue import WriteQueue
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Outbox

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 5.0
LOOK_AGAIN_S = 1.0
"""So often the database is asked for while something waits."""
_LOOK = Job("a look at the outbox", lambda: None)


class RecordWriter:
    """Takes writes from any thread and carries them out one after another."""

    def __init__(
        self, outbox: Outbox | None = None, filing: Filing | None = None, refused: RefusedWrites | None = None
    ) -> None:
        """`outbox`: where writes wait while the database is away, filed by `filing`; without one they wait in memory.

        `refused` counts what can never be written.
        """
        self._queue = WriteQueue()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._attempts = Attempts(refused)
        self._outbox = outbox if filing else None
        self._put_off = PutOff(outbox, filing, self._attempts) if outbox and filing else None
        if self._outbox:
            self._outbox.added = self._wake

    def start(self) -> None:
        """Start the thread; what an earlier process set aside is tried again."""
        if self._outbox:
            self._outbox.try_again()
        self._thread = threading.Thread(target=self._work, name="record-writer", daemon=True)
        self._thread.start()

    def stop(self, timeout_s: float) -> bool:
        """Write what is waiting and end; False when it was not done in time. What is in the outbox may stay there."""
        if self._thread is None:
            return True
        ends_at = time.monotonic() + timeout_s
        try:
            self._queue.put(None, timeout_s)
        except queue.Full:
            log.error("%d writes wait and none can be written", self.waiting)
        self._thread.join(max(0.0, ends_at - time.monotonic()))
        self._stopping.set()
        if self._outbox and not self._thread.is_alive():
            self._outbox.close()
        return not self._thread.is_alive()

    def put(self, write: Write) -> None:
        """Hand one write over; waits when the queue is full instead of dropping anything."""
        self._queue.put(write)

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was handed over before is written, the outbox too; False when it was not in time."""
        done = threading.Event()
        self.put(Job("flush", done.set))
        return done.wait(timeout_s)

    @property
    def waiting(self) -> int:
        """Writes that wait, in memory and in the outbox."""
        return len(self._queue) + self._count_put_off()

    @property
    def waiting_on_disk(self) -> int:
        """Those of them that a killed process would not lose."""
        return self._outbox.count if self._outbox else 0

    @property
    def set_aside(self) -> int:
        """Writes on the disk whose sessions this database does not know."""
        return self._outbox.aside if self._outbox else 0

    def waits_for(self, session_id: UUID) -> bool:
        """Whether something of the session waits in the outbox."""
        return self._outbox is not None and self._outbox.waiting_for(session_id) > 0

    @property
    def is_keeping(self) -> bool:
        """Whether a write that the database does not take finds room in the outbox."""
        return self._outbox is not None and not self._outbox.is_full

    @property
    def is_alive(self) -> bool:
        """Whether the thread is there to write."""
        return self._thread is not None and self._thread.is_alive()

    def _wake(self) -> None:
        """Something was put into the outbox, perhaps by a page: look at it soon."""
        if threading.current_thread() is not self._thread and not self._queue:
            self._queue.put(_LOOK)

    def _count_put_off(self) -> int:
        return self._put_off.count if self._put_off else 0

    # ---- in the thread ----

    def _work(self) -> None:
        self._catch_up()
        while True:
            try:
                write = self._queue.get(LOOK_AGAIN_S if self._count_put_off() else None)
            except queue.Empty:
                self._catch_up()
                continue
            if write is None:
                break
            if write is _LOOK:
                self._catch_up()
            elif isinstance(write, HeartbeatRecord):
                self._take_together(self._queue.heartbeats(write))
            else:
                self._take(write)
        self._catch_up()
        for job in self._put_off.jobs if self._put_off else ():
            log.error("gave up at the end of the program: %s", job.what)

    def _catch_up(self) -> None:
        if self._put_off:
            self._put_off.catch_up()

    def _take_together(self, records: Sequence[HeartbeatRecord]) -> None:
        self._catch_up()
        first, *others = records
        if not others or self._count_put_off() or not self._attempts.is_stored_together(first.merged(others)):
            for record in records:
                self._take(record)

    def _take(self, write: Write) -> None:
        pause_s = 0.1
        while not self._is_done_or_kept(write):
            if self._stopping.wait(pause_s):
                log.error("gave up at the end of the program: %s", write.what)
                return
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _is_done_or_kept(self, write: Write) -> bool:
        self._catch_up()
        if not self._count_put_off() and self._attempts.store(write) is not Outcome.LATER:
            return True
        return self._put_off is not None and self._put_off.add(write)
