"""Heartbeats of API clients, acknowledged at once and written together: one small transaction for all sessions, twice a second.

A heartbeat that was acknowledged is in the database within a second; the process dying in between loses that second of a
run, never a violation, a picture or a decision, which are written before they are acknowledged. While the database is away
each is on the disk before it is acknowledged (`heartbeat_keeping.py`).
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from db.away import is_away
from db.tables import User
from proctor_core.domain.heartbeat import Heartbeat, HeartbeatAnswer
from proctor_core.domain.live_message import LiveMessage
from proctor_core.errors import NoRoom, ProctorError
from proctor_core.monitoring.clients.heartbeat_keeping import HeartbeatKeeping
from proctor_core.monitoring.clients.heartbeat_lines import Line, Snapshot
from proctor_core.monitoring.monitors.live_glance import Glance, client_glance
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.accounts.access_ending import call_when_access_ends
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking.client_heartbeats import BatchOutcome, ClientHeartbeatService

log = logging.getLogger(__name__)

WRITE_EVERY_S = 0.5
MISSED = 3
"""So many intervals without a heartbeat are a gap."""
SLOW_WRITE_S = 1.0
MOST_BACK_PRESSURE = 4.0
HANGS_S = 3.0
"""A write that takes so long waits for a database that may be away: what comes from now on goes to the disk first."""
LOOK_AGAIN_S = 2.0
"""So long a token works on that another process revoked."""
PART = "heartbeats"


class HeartbeatBook:
    """One per process. `beat` takes microseconds and no database; `open`, `write` and `beat_on_disk` wait."""

    def __init__(
        self,
        service: ClientHeartbeatService,
        heartbeat_s: float,
        clock: Callable[[], datetime],
        outbox: Outbox,
        refused: RefusedWrites,
    ) -> None:
        """`outbox`: where heartbeats wait while the database is away; `refused` counts those that it will never take."""
        self._service = service
        self._heartbeat_s = heartbeat_s
        self._clock = clock
        self._refused = refused
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._lines: dict[UUID, Line] = {}
        self._keeping = HeartbeatKeeping(outbox, self._lock, self._lines)
        self._pressure = 1.0
        self._is_away = False
        self._doubts = self._settled = 0
        self._looked_s: float | None = None
        self._write_began_s: float | None = None
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        call_when_access_ends(service.engine, self.doubt)

    def start(self) -> None:
        """Start the writing thread, and the one that looks whether it hangs."""
        self._threads = [
            threading.Thread(target=self._work, name="heartbeat-writer", daemon=True),
            threading.Thread(target=self._supervise_writer, name="heartbeat-keeper", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Write what is waiting and end; while the database is away it is on the disk."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(2.0)
        self._write_or_log()

    def beat(self, session_id: UUID, token: str, heartbeat: Heartbeat) -> HeartbeatAnswer | None:
        """Take a heartbeat of a session that is open for this token; None: it has to be opened, or kept on the disk, first."""
        if self.is_keeping or self._is_doubted:
            return None
        with self._lock:
            line, now = self._lines.get(session_id), self._clock()
            if line is None or not line.is_of(token, now):
                return None
            line.take(heartbeat, now, self._silence)
            return self._answer(line)

    def beat_on_disk(self, session_id: UUID, token: str, heartbeat: Heartbeat) -> HeartbeatAnswer | None:
        """The same while the database is away: returns once the heartbeat is on the disk.

        Raises:
            NoRoom: the disk does not take it, so it is not acknowledged.
        """
        with self._lock:
            line, now = self._lines.get(session_id), self._clock()
            # After a silence a gap has to be written, which only the database takes.
            if self._is_doubted or line is None or not line.is_of(token, now) or line.is_silent(now, self._silence):
                return None
            line.take(heartbeat, now, self._silence)
            answer = self._answer(line)
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
        if last and now - last.beat_at > self._silence:
            self._service.record_gap(admitted, last, now)
        with self._lock:
            line = self._lines.setdefault(session_id, Line(admitted, token))
            line.token, line.until, line.message = token, until, line.message or message
            line.take(heartbeat, now, self._silence)
            return self._answer(line)

    def let_go(self, session_id: UUID) -> None:
        """Write what is known of a session and forget it: others are about to read or change its rows."""
        with self._lock:
            is_open = session_id in self._lines
        if is_open:
            self.write()
            with self._lock:
                self._lines.pop(session_id, None)

    def doubt(self) -> None:
        """Somebody's access has ended: until the next write has looked whose, every heartbeat goes the long way."""
        self._doubts += 1

    def write(self) -> int:
        """Write all that is waiting, close lines that ended, and report silences; returns how many sessions were written.

        Raises:
            OperationalError and its like: the database is away; what waits is on the disk.
        """
        with self._writing:
            began = time.monotonic()
            with self._lock:
                batch = [Snapshot.of(line) for line in self._lines.values() if line.is_dirty]
            self._write_began_s = began
            try:
                if batch:
                    self._store(batch)
                self._report_silence()
                self._close_ended(began)
            except Exception as error:
                if is_away(error):
                    self._is_away = True
                    self._keep_all()
                raise
            finally:
                self._write_began_s = None
            self._is_away = self._is_away and not batch
            self._pressure = min(MOST_BACK_PRESSURE, max(1.0, (time.monotonic() - began) / SLOW_WRITE_S))
            return len(batch)

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
        with self._lock:
            return sum(line.is_dirty for line in self._lines.values())

    @property
    def refused(self) -> RefusedWrites:
        """What the database will never take."""
        return self._refused

    @property
    def open_sessions(self) -> int:
        """Sessions whose clients send heartbeats to this process."""
        return len(self._lines)

    # ---- for the moderators' live view ----

    def sessions(self) -> frozenset[UUID]:
        """Those whose clients report now."""
        with self._lock:
            return frozenset(self._lines)

    def glance(self, session_id: UUID) -> Glance | None:
        """How a client's session stands by its last heartbeat; None: its client does not report."""
        with self._lock:
            line = self._lines.get(session_id)
            if line is None:
                return None
            admitted = line.admitted
            seen = admitted.run.violation_type if admitted.run else None
            return client_glance(admitted.violations_count, admitted.threshold, admitted.flagged_for_review, seen)

    def say(self, session_id: UUID, message: LiveMessage) -> None:
        """Tell the taker with the answer to the next heartbeat, and to those after it."""
        with self._lock:
            line = self._lines.get(session_id)
            if line is not None:
                line.message = message

    @property
    def _silence(self) -> timedelta:
        return timedelta(seconds=MISSED * self._heartbeat_s * self._pressure)

    @property
    def _is_doubted(self) -> bool:
        return self._doubts != self._settled

    @property
    def _hangs(self) -> bool:
        began_s = self._write_began_s
        return began_s is not None and time.monotonic() - began_s > HANGS_S

    def _message_of(self, session_id: UUID) -> LiveMessage | None:
        with self._lock:
            line = self._lines.get(session_id)
            return line.message if line else None

    def _answer(self, line: Line) -> HeartbeatAnswer:
        admitted = line.admitted
        return HeartbeatAnswer(
            next_in_s=self._heartbeat_s * self._pressure,
            violations_count=admitted.violations_count,
            threshold=admitted.threshold,
            flagged_for_review=admitted.flagged_for_review,
            message=line.message,
        )

    # ---- writing ----

    def _store(self, batch: Sequence[Snapshot]) -> None:
        """All together; where one of them is refused, each by itself, so that it holds up no other."""
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
                self._store([one])
            return
        with self._lock:
            for one in batch:
                one.was_written()
                self._judge(one, outcome)
        self._keeping.let_go([one.line for one in batch])

    def _judge(self, one: Snapshot, outcome: BatchOutcome) -> None:
        session_id, line = one.record.session_id, one.line
        stands = outcome.sessions.get(session_id)
        # A line that another token took over meanwhile is judged with that one, at the next write.
        is_ended = stands is None or (one.token not in outcome.tokens and line.token == one.token)
        if is_ended or session_id in outcome.elsewhere:
            # Elsewhere: the next heartbeat opens it again, and goes on where the other process is.
            self._lines.pop(session_id, None)
        if stands is not None:
            line.admitted.violations_count = stands.violations_count
            line.admitted.flagged_for_review = stands.flagged_for_review

    def _close_ended(self, now_s: float) -> None:
        """Forget the lines whose tokens do not work any more; what they took was written before."""
        is_due = self._looked_s is None or now_s - self._looked_s >= LOOK_AGAIN_S
        if not (self._is_doubted or is_due):
            return
        # What ends while it looks is looked at again.
        doubts = self._doubts
        with self._lock:
            tokens = {session_id: line.token for session_id, line in self._lines.items()}
        live = self._service.live_tokens(set(tokens.values())) if tokens else set[str]()
        with self._lock:
            for session_id, token in tokens.items():
                line = self._lines.get(session_id)
                if line is not None and line.token == token and token not in live and not line.is_dirty:
                    self._lines.pop(session_id)
        self._looked_s, self._settled = now_s, doubts

    def _refuse(self, one: Snapshot, error: Exception) -> None:
        session_id = one.record.session_id
        # Its text may hold what was to be written.
        log.error("heartbeats of session %s can't be written: %s", session_id, type(error).__name__)
        self._refused.note(PART)
        with self._lock:
            self._lines.pop(session_id, None)
        self._keeping.let_go([one.line])

    def _report_silence(self) -> None:
        now = self._clock()
        with self._lock:
            silent = [line for line in self._lines.values() if line.is_silent(now, self._silence)]
        for line in silent:
            self._record_gap(line)
            with self._lock:
                if line.is_silent(now, self._silence) and not line.is_dirty:
                    self._lines.pop(line.admitted.session_id, None)

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

    def _keep_all(self) -> None:
        try:
            self._keeping.keep_all()
        except NoRoom as error:
            log.error("heartbeats that were acknowledged wait in memory alone: %s", error)

    def _supervise_writer(self) -> None:
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
