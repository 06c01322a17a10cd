"""Heartbeats of API clients, acknowledged at once and written together soon after (`heartbeat_writer.py`).

A heartbeat that was acknowledged is in the database within a second; the process dying in between loses that second of a
run, never a violation, a picture or a decision, which are written before they are acknowledged. While the database is away
each is on the disk before it is acknowledged (`heartbeat_keeping.py`).
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from db.tables import User
from proctor_core.domain.heartbeat import Heartbeat, HeartbeatAnswer
from proctor_core.domain.live_message import LiveMessage
from proctor_core.monitoring.clients.heartbeat_interval import HeartbeatInterval
from proctor_core.monitoring.clients.heartbeat_keeping import HeartbeatKeeping
from proctor_core.monitoring.clients.heartbeat_lines import Line
from proctor_core.monitoring.clients.heartbeat_storing import HeartbeatStoring
from proctor_core.monitoring.clients.heartbeat_writer import HeartbeatWriter
from proctor_core.monitoring.clients.open_lines import OpenLines
from proctor_core.monitoring.clients.silent_clients import SilentClients
from proctor_core.monitoring.clients.token_checks import TokenChecks
from proctor_core.monitoring.monitors.live_glance import Glance, client_glance
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService


class HeartbeatBook:
    """One per process: routes give it heartbeats, the live view and the hand-in ask it for sessions.

    It keeps a line for each session whose client reports, under the lock of `OpenLines`. `beat` takes microseconds and no
    database; `open`, `let_go` and `beat_on_disk` wait.

    Attributes:
        writer: writes what this takes; the program starts and stops it.
        refused: counts the writes that the database will never take.
    """

    def __init__(
        self,
        service: ClientHeartbeatService,
        heartbeat_s: float,
        clock: Callable[[], datetime],
        outbox: Outbox,
        refused: RefusedWrites,
    ) -> None:
        """`outbox`: where heartbeats wait while the database is away."""
        self._service = service
        self._clock = clock
        self._lines = lines = OpenLines()
        self._interval = interval = HeartbeatInterval(heartbeat_s)
        self._tokens = TokenChecks(service, lines)
        self._keeping = keeping = HeartbeatKeeping(outbox, lines)
        storing = HeartbeatStoring(service, lines, keeping, refused)
        silent = SilentClients(service, lines, interval, clock, refused)
        self.writer = HeartbeatWriter(lines, interval, keeping, storing, silent, self._tokens)
        self.refused = refused

    def beat(self, session_id: UUID, token: str, heartbeat: Heartbeat) -> HeartbeatAnswer | None:
        """Take a heartbeat of a session that is open for this token; None: it has to be opened, or kept on the disk, first."""
        if self.writer.is_keeping or self._tokens.is_in_doubt:
            return None
        with self._lines.lock:
            line, now = self._lines.by_session.get(session_id), self._clock()
            if line is None or not line.is_of(token, now):
                return None
            return self._take(line, heartbeat, now)

    def beat_on_disk(self, session_id: UUID, token: str, heartbeat: Heartbeat) -> HeartbeatAnswer | None:
        """The same while the database is away: returns once the heartbeat is on the disk.

        Raises:
            NoRoom: the disk does not take it, so it is not acknowledged.
        """
        with self._lines.lock:
            line, now = self._lines.by_session.get(session_id), self._clock()
            if self._tokens.is_in_doubt or line is None or not line.is_of(token, now):
                return None
            if line.is_silent(now, self._interval.silence):
                # A gap has to be written, which only the database takes.
                return None
            answer = self._take(line, heartbeat, now)
        self._keeping.keep(line)
        return answer

    def open(
        self, actor: User, session_id: UUID, token: str, heartbeat: Heartbeat, until: datetime | None = None
    ) -> HeartbeatAnswer:
        """Take the first heartbeat of a session, or the first after a silence or with another token, which ends at `until`.

        Raises:
            NotFound, IllegalMove: as `ClientHeartbeatService.admit`.
        """
        message = self._message_of(session_id)
        self.let_go(session_id)
        admitted = self._service.admit(actor, session_id)
        now, last = self._clock(), admitted.latest
        if last and now - last.beat_at > self._interval.silence:
            self._service.record_gap(admitted, last, now)
        with self._lines.lock:
            line = self._lines.by_session.setdefault(session_id, Line(admitted, token))
            line.token, line.until, line.message = token, until, line.message or message
            return self._take(line, heartbeat, now)

    def let_go(self, session_id: UUID) -> None:
        """Write what is known of a session and forget it: others are about to read or change its rows."""
        with self._lines.lock:
            is_open = session_id in self._lines.by_session
        if is_open:
            self.writer.write()
            self._lines.close(session_id)

    @property
    def open_sessions(self) -> int:
        """Sessions whose clients send heartbeats to this process."""
        return len(self._lines.by_session)

    # ---- for the moderators' live view ----

    def sessions(self) -> frozenset[UUID]:
        """Those whose clients report now."""
        with self._lines.lock:
            return frozenset(self._lines.by_session)

    def glance(self, session_id: UUID) -> Glance | None:
        """How a client's session stands by its last heartbeat; None: its client does not report."""
        with self._lines.lock:
            line = self._lines.by_session.get(session_id)
            if line is None:
                return None
            admitted = line.admitted
            seen = admitted.run.violation_type if admitted.run else None
            return client_glance(admitted.violations_count, admitted.threshold, admitted.flagged_for_review, seen)

    def say(self, session_id: UUID, message: LiveMessage) -> None:
        """Tell the taker with the answer to the next heartbeat, and to those after it."""
        with self._lines.lock:
            line = self._lines.by_session.get(session_id)
            if line is not None:
                line.message = message

    # ---- inside ----

    def _message_of(self, session_id: UUID) -> LiveMessage | None:
        with self._lines.lock:
            line = self._lines.by_session.get(session_id)
            return line.message if line else None

    def _take(self, line: Line, heartbeat: Heartbeat, now: datetime) -> HeartbeatAnswer:
        line.take(heartbeat, now, self._interval.silence)
        admitted = line.admitted
        return HeartbeatAnswer(
            next_in_s=self._interval.next_in_s,
            violations_count=admitted.violations_count,
            threshold=admitted.threshold,
            flagged_for_review=admitted.flagged_for_review,
            message=line.message,
        )
