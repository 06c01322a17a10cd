"""Heartbeats on the disk while the database is away: each is synced before it is acknowledged, many by one sync.

One entry of the outbox per session holds all that the database lacks of it; a newer one takes its place. It is stored by whoever
comes first: this process from memory, or the record writer, in this process or the next.
"""

import threading
from collections.abc import Sequence

from proctor_core.monitoring.clients.heartbeat_lines import Line, Snapshot
from proctor_core.monitoring.clients.open_lines import OpenLines
from proctor_core.services.outage.outbox import Outbox


class HeartbeatKeeping:
    """One per process: the book has it keep a heartbeat before it is acknowledged, the writer all that waits.

    Each line says what of it the disk has. `_syncing` lets one sync run at a time; it is taken before the lines' lock, which is
    never held while the disk works.
    """

    def __init__(self, outbox: Outbox, lines: OpenLines) -> None:
        self._outbox = outbox
        self._lines = lines
        self._syncing = threading.Lock()

    def keep(self, line: Line) -> None:
        """Return when all that this line has taken is on the disk. Whoever comes first writes for all that came meanwhile.

        Raises:
            NoRoom: the outbox is full, or the disk takes nothing.
        """
        with self._syncing:
            with self._lines.lock:
                if not line.is_at_risk:
                    return
                others = [one for one in self._lines.by_session.values() if one.is_at_risk and one is not line]
                batch = [Snapshot.of(one) for one in (line, *others)]
            self._write(batch)

    def keep_all(self) -> None:
        """Put everything on the disk that a killed process would lose.

        Raises:
            NoRoom: as `keep`.
        """
        with self._syncing:
            self._write(self._lines.snapshots(lambda line: line.is_at_risk))

    def let_go(self, lines: Sequence[Line]) -> None:
        """The database has all that the disk has of these."""
        with self._syncing:
            with self._lines.lock:
                done = [line for line in lines if line.kept_as is not None and line.kept <= line.written]
                numbers = [line.kept_as for line in done if line.kept_as is not None]
                for line in done:
                    line.kept_as = None
            for number in numbers:
                self._outbox.remove(number)

    def _write(self, batch: Sequence[Snapshot]) -> None:
        if not batch:
            return
        numbers = self._outbox.add_all([(one.record, one.line.kept_as) for one in batch])
        with self._lines.lock:
            for one, number in zip(batch, numbers, strict=True):
                one.line.kept, one.line.kept_as = one.version, number
