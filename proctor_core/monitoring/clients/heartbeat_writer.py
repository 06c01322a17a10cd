"""The thread that writes clients' heartbeats: one small transaction for all sessions, twice a second."""

import logging
import threading
import time

from db.away import is_away
from proctor_core.errors import NoRoom
from proctor_core.monitoring.clients.heartbeat_interval import HeartbeatInterval
from proctor_core.monitoring.clients.heartbeat_keeping import HeartbeatKeeping
from proctor_core.monitoring.clients.heartbeat_lines import Line
from proctor_core.monitoring.clients.heartbeat_storing import HeartbeatStoring
from proctor_core.monitoring.clients.open_lines import OpenLines
from proctor_core.monitoring.clients.silent_clients import SilentClients
from proctor_core.monitoring.clients.token_checks import TokenChecks

log = logging.getLogger(__name__)

WRITE_EVERY_S = 0.5
HANGS_S = 3.0
"""A write that takes so long waits for a database that may be away: what comes from now on goes to the disk first."""


class HeartbeatWriter:
    """One per process, made by the book; `start` and `stop` belong to the program, `write` also to whoever closes a session.

    It keeps whether the database is away, or a write hangs. `_writing` lets one write run at a time; it is taken before the
    lines' lock, never while that is held.
    """

    def __init__(
        self,
        lines: OpenLines,
        interval: HeartbeatInterval,
        keeping: HeartbeatKeeping,
        storing: HeartbeatStoring,
        silent: SilentClients,
        tokens: TokenChecks,
    ) -> None:
        self._lines = lines
        self._interval = interval
        self._keeping = keeping
        self._storing = storing
        self._silent = silent
        self._tokens = tokens
        self._writing = threading.Lock()
        self._is_away = False
        self._write_began_s: float | None = None
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the writing thread, and the one that looks whether it hangs."""
        self._threads = [
            threading.Thread(target=self._work, name="heartbeat-writer", daemon=True),
            threading.Thread(target=self._supervise, name="heartbeat-keeper", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Write what is waiting and end; while the database is away it is on the disk."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(2.0)
        self._write_or_log()

    def write(self) -> int:
        """Write all that is waiting, close lines that ended, and report silences; returns how many sessions were written.

        Raises:
            OperationalError and its like: the database is away; what waits is on the disk.
        """
        with self._writing:
            self._write_began_s = began_s = time.monotonic()
            try:
                written = self._write_all(began_s)
            except Exception as error:
                if is_away(error):
                    self._is_away = True
                    self._keep_all()
                raise
            finally:
                self._write_began_s = None
            self._is_away = self._is_away and not written
            self._interval.adapt(time.monotonic() - began_s)
            return written

    @property
    def is_keeping(self) -> bool:
        """Whether heartbeats go to the disk before they are acknowledged: the database is away, or a write hangs."""
        return self._is_away or self._hangs

    @property
    def is_alive(self) -> bool:
        """Whether the threads are there to write."""
        return bool(self._threads) and all(thread.is_alive() for thread in self._threads)

    @property
    def waiting(self) -> int:
        """Sessions of which the database lacks something."""
        return len(self._lines.where(_is_dirty))

    @property
    def _hangs(self) -> bool:
        began_s = self._write_began_s
        return began_s is not None and time.monotonic() - began_s > HANGS_S

    def _write_all(self, now_s: float) -> int:
        batch = self._lines.snapshots(_is_dirty)
        if batch:
            self._storing.store(batch)
        self._silent.report()
        self._tokens.close_ended(now_s)
        return len(batch)

    def _keep_all(self) -> None:
        try:
            self._keeping.keep_all()
        except NoRoom as error:
            log.error("heartbeats that were acknowledged wait in memory alone: %s", error)

    def _supervise(self) -> None:
        while not self._stopping.wait(WRITE_EVERY_S):
            if self._hangs:
                self._keep_all()

    def _work(self) -> None:
        while not self._stopping.wait(WRITE_EVERY_S):
            self._write_or_log()

    def _write_or_log(self) -> None:
        try:
            self.write()
        except Exception as error:
            if is_away(error):
                log.warning("heartbeats will be written later: %s", type(error).__name__)
            else:
                # The thread lives on: without it every taker would be acknowledged and none stored.
                log.exception("heartbeats could not be written")


def _is_dirty(line: Line) -> bool:
    return line.is_dirty
