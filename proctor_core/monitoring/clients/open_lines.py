"""The lines of all sessions whose clients report to this process, and the lock over them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from proctor_core.monitoring.clients.heartbeat_lines import Line, Snapshot


@dataclass(frozen=True, slots=True)
class OpenLines:
    """One per process: the book opens lines and fills them, the writer and what belongs to it read and close them.

    `lock` guards `by_session` and what stands in each line; nobody holds it while the database or the disk works.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    by_session: dict[UUID, Line] = field(default_factory=dict[UUID, Line])

    def where(self, is_wanted: Callable[[Line], bool]) -> list[Line]:
        """The lines of which this is true now."""
        with self.lock:
            return [line for line in self.by_session.values() if is_wanted(line)]

    def snapshots(self, is_wanted: Callable[[Line], bool]) -> list[Snapshot]:
        """The same lines as they are now, to be written."""
        with self.lock:
            return [Snapshot.of(line) for line in self.by_session.values() if is_wanted(line)]

    def close(self, session_id: UUID, is_over: Callable[[Line], bool] = lambda _: True) -> None:
        """Forget the session's line, if this is true of it now."""
        with self.lock:
            line = self.by_session.get(session_id)
            if line is not None and is_over(line):
                del self.by_session[session_id]
