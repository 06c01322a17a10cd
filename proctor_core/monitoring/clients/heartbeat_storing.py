"""A batch of heartbeats goes into the database, and the lines learn how their sessions stand."""

import logging
from collections.abc import Sequence

from db.away import is_away
from proctor_core.monitoring.clients.heartbeat_keeping import HeartbeatKeeping
from proctor_core.monitoring.clients.heartbeat_lines import Snapshot
from proctor_core.monitoring.clients.open_lines import OpenLines
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.taking.client_heartbeats import BatchOutcome, ClientHeartbeatService

log = logging.getLogger(__name__)

PART = "heartbeats"
"""Under which refused writes of clients' heartbeats and gaps are counted."""


class HeartbeatStoring:
    """One per process, used by the writer, one batch at a time. It keeps nothing of its own.

    The lines' lock is taken when the transaction is over.
    """

    def __init__(
        self, service: ClientHeartbeatService, lines: OpenLines, keeping: HeartbeatKeeping, refused: RefusedWrites
    ) -> None:
        self._service = service
        self._lines = lines
        self._keeping = keeping
        self._refused = refused

    def store(self, batch: Sequence[Snapshot]) -> None:
        """All together; where one of them is refused, each by itself, so that it holds up no other.

        Raises:
            OperationalError and its like: the database is away, and the lines have what was not stored.
        """
        try:
            outcome = self._service.write(
                [one.record for one in batch],
                {one.token for one in batch},
                {one.record.session_id: one.line.admitted.stored for one in batch},
            )
        except Exception as error:
            if is_away(error):
                raise
            if len(batch) == 1:
                self._refuse(batch[0], error)
                return
            log.warning("%d heartbeats are written one by one: %s", len(batch), type(error).__name__)
            for one in batch:
                self.store([one])
            return
        with self._lines.lock:
            for one in batch:
                one.was_written()
                self._settle(one, outcome)
        self._keeping.let_go([one.line for one in batch])

    def _settle(self, one: Snapshot, outcome: BatchOutcome) -> None:
        session_id, line = one.record.session_id, one.line
        stands = outcome.sessions.get(session_id)
        # A line that another token took over meanwhile is settled with that one, at the next write.
        is_ended = stands is None or (one.token not in outcome.tokens and line.token == one.token)
        if is_ended or session_id in outcome.elsewhere:
            # Elsewhere: the next heartbeat opens it again, and goes on where the other process is.
            self._lines.by_session.pop(session_id, None)
        if stands is not None:
            line.admitted.violations_count = stands.violations_count
            line.admitted.flagged_for_review = stands.flagged_for_review

    def _refuse(self, one: Snapshot, error: Exception) -> None:
        session_id = one.record.session_id
        # Its text may hold what was to be written.
        log.error("heartbeats of session %s can't be written: %s", session_id, type(error).__name__)
        self._refused.note(PART)
        self._lines.close(session_id)
        self._keeping.let_go([one.line])
