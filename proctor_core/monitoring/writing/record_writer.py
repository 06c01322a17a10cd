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
from collections import deque
from collections.abc import Callable, Sequence
from enum import Enum, auto
from uuid import UUID

from sqlalchemy import exc

from db.away import is_away
from proctor_core.errors import NotFound, ProctorError, Unavailable
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.monitoring.writing.write_queue import Write, WriteQueue
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Entry, Outbox
from proctor_core.services.taking.waiting_writes import WaitingWrite

log = logging.getLogger(__name__)

LONGEST_PAUSE_S = 5.0
LOOK_AGAIN_S = 1.0
"""So often the database is asked for while something waits."""
_AGAIN = "will be tried again: %s: %s"
PART = "writer"
_LOOK = Write("a look at the outbox", lambda: None)


class Outcome(Enum):
    """What became of a try: `OVER` is done, or has no object any more; `UNKNOWN` says that its session is not there."""

    OVER = auto()
    LATER = auto()
    UNKNOWN = auto()
    REFUSED = auto()


class RecordWriter:
    """Takes writes from any thread and carries them out one after another."""

    def __init__(
        self, outbox: Outbox | None = None, filing: Filing | None = None, refused: RefusedWrites | None = None
    ) -> None:
        """`outbox`: where writes wait while the database is away, filed by `filing`; without one they wait in memory.

        `refused` counts what can never be written.
        """
        self._refused = refused
        self._queue = WriteQueue()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._outbox, self._filing = (outbox, filing) if filing else (None, None)
        self._later: deque[Write] = deque()
        self._is_away = False
        self._filed: dict[int, Callable[[], object]] = {}
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

    def put(
        self,
        what: str,
        run: Callable[[], object],
        keep: Callable[[], WaitingWrite] | None = None,
        filed: Callable[[], object] | None = None,
        run_all: Callable[[Sequence[WaitingWrite]], object] | None = None,
    ) -> None:
        """Hand one write over, as `Write` says it; waits when the queue is full instead of dropping anything."""
        self._queue.put(Write(what, run, keep, filed, run_all))

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was handed over before is written, the outbox too; False when it was not in time."""
        done = threading.Event()
        self.put("flush", done.set)
        return done.wait(timeout_s)

    @property
    def waiting(self) -> int:
        """Writes that wait, in memory and in the outbox."""
        return len(self._queue) + len(self._later) + self.waiting_on_disk

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

    # ---- in the thread ----

    def _work(self) -> None:
        self._catch_up()
        while True:
            try:
                write = self._queue.get(LOOK_AGAIN_S if self._has_put_off else None)
            except queue.Empty:
                self._catch_up()
                continue
            if write is None:
                break
            if write is _LOOK:
                self._catch_up()
            elif write.run_all is not None:
                self._take_together(self._queue.together_with(write))
            else:
                self._take(write)
        self._catch_up()
        for write in self._later:
            log.error("gave up at the end of the program: %s", write.what)

    @property
    def _has_put_off(self) -> bool:
        return bool(self._later) or self.waiting_on_disk > 0

    def _take_together(self, writes: list[Write]) -> None:
        self._catch_up()
        if self._has_put_off or not self._is_done_together(writes):
            for write in writes:
                self._take(write)

    def _is_done_together(self, writes: list[Write]) -> bool:
        run_all, records = writes[0].run_all, [write.keep() for write in writes if write.keep]
        if run_all is None or len(records) == 1 or len(records) < len(writes):
            return False
        try:
            run_all(records)
        except (ProctorError, exc.SQLAlchemyError) as error:
            # Each by itself says which of them it was, and whether it can wait.
            log.debug("not together: %s: %s", writes[0].what, type(error).__name__)
            return False
        except Exception:
            log.exception("not together: %s", writes[0].what)
            return False
        self._is_away = False
        return True

    def _take(self, write: Write) -> None:
        pause_s = 0.1
        while not self._is_done_or_kept(write):
            if self._stopping.wait(pause_s):
                log.error("gave up at the end of the program: %s", write.what)
                return
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _is_done_or_kept(self, write: Write) -> bool:
        self._catch_up()
        if not self._has_put_off and self._try(write) is not Outcome.LATER:
            return True
        if write.keep is None and self._outbox:
            self._later.append(write)
            return True
        return self._is_kept(write)

    def _is_kept(self, write: Write) -> bool:
        if write.keep is None or self._outbox is None:
            return False
        try:
            number = self._outbox.add(write.keep())
        except Unavailable as error:
            log.warning("finds no place to wait: %s: %s", write.what, error)
            return False
        if write.filed:
            self._filed[number] = write.filed
        return True

    def _catch_up(self) -> None:
        """File what waits, oldest first, as far as it goes."""
        while self._outbox and (entry := self._outbox.first()):
            outcome = self._try(Write(f"{entry.write.kind} that waited", lambda entry=entry: self._file(entry)))
            if outcome is Outcome.LATER:
                return
            if outcome is Outcome.REFUSED or (outcome is Outcome.UNKNOWN and not self._is_erased(entry)):
                self._outbox.set_aside(entry.id)
            else:
                self._outbox.remove(entry.id)
            self._filed.pop(entry.id, None)
        while self._later:
            if self._try(self._later[0]) is Outcome.LATER:
                return
            self._later.popleft()

    def _is_erased(self, entry: Entry) -> bool:
        """Whether this database itself has erased the entry's session; that its row is missing proves nothing."""
        assert self._filing is not None, "an outbox comes with its filing"
        try:
            return self._filing.is_erased(entry.write.session_id)
        except exc.SQLAlchemyError:
            return False

    def _file(self, entry: Entry) -> None:
        assert self._filing is not None, "an outbox comes with its filing"
        self._filing.file(entry.write)
        if tell := self._filed.get(entry.id):
            tell()

    def _try(self, write: Write) -> Outcome:
        outcome = Outcome.OVER
        try:
            write.run()
        except Unavailable as error:
            return self._not_now(write, error)
        except ProctorError as error:
            log.error("can't be written: %s: %s", write.what, error)
            outcome = Outcome.UNKNOWN if isinstance(error, NotFound) else Outcome.OVER
        except Exception as error:
            if is_away(error):
                return self._not_now(write, error)
            log.exception("can't be written: %s", write.what)
            outcome = Outcome.REFUSED
            if self._refused:
                self._refused.note(PART)
        self._is_away = False
        return outcome

    def _not_now(self, write: Write, error: Exception) -> Outcome:
        # Once: a minute without database would be a minute of the same line.
        log.log(logging.DEBUG if self._is_away else logging.WARNING, _AGAIN, write.what, type(error).__name__)
        self._is_away = True
        return Outcome.LATER
