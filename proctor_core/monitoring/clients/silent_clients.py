"""Clients that have stopped reporting: the gap is recorded, and the line closed."""

import logging
from collections.abc import Callable
from datetime import datetime

from db.away import is_away
from proctor_core.errors import ProctorError
from proctor_core.monitoring.clients.heartbeat_interval import HeartbeatInterval
from proctor_core.monitoring.clients.heartbeat_lines import Line
from proctor_core.monitoring.clients.heartbeat_storing import PART
from proctor_core.monitoring.clients.open_lines import OpenLines
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService

log = logging.getLogger(__name__)


class SilentClients:
    """One per process, asked by the writer after each batch. It keeps nothing of its own.

    The lines' lock is taken to find a silent one and to close it, never while the database works.
    """

    def __init__(
        self,
        service: ClientHeartbeatService,
        lines: OpenLines,
        interval: HeartbeatInterval,
        clock: Callable[[], datetime],
        refused: RefusedWrites,
    ) -> None:
        self._service = service
        self._lines = lines
        self._interval = interval
        self._clock = clock
        self._refused = refused

    def report(self) -> None:
        """Record a gap for each client that is silent, and forget its session until it sends again.

        Raises:
            OperationalError and its like: the database is away; the rest is reported at the next write.
        """
        now, silence = self._clock(), self._interval.silence
        for line in self._lines.where(lambda line: line.is_silent(now, silence)):
            self._record_gap(line)
            # Meanwhile a heartbeat may have come.
            self._lines.close(line.admitted.session_id, lambda line: line.is_silent(now, silence) and not line.is_dirty)

    def _record_gap(self, line: Line) -> None:
        assert line.admitted.latest is not None, "a line that has taken a heartbeat"
        session_id = line.admitted.session_id
        try:
            self._service.record_gap(line.admitted, line.admitted.latest, None)
        except ProctorError as error:
            log.info("no gap for session %s: %s", session_id, error)
        except Exception as error:
            if is_away(error):
                raise
            log.error("the gap of session %s can't be written: %s", session_id, type(error).__name__)
            self._refused.note(PART)
