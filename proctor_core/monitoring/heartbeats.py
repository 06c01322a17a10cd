"""Heartbeats of API clients, acknowledged at once and written together: one small transaction for all sessions, twice a second.

A heartbeat that was acknowledged is in the database within a second; the process dying in between loses that second of a
run, never a violation, a picture or a decision, which are written before they are acknowledged.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from db.tables import ClientWatch, FaceVerification, User
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.heartbeat import Heartbeat, HeartbeatAnswer
from proctor_core.domain.live_message import LiveMessage
from proctor_core.errors import ProctorError
from proctor_core.monitoring.live_glance import Glance, client_glance
from proctor_core.services.client_heartbeats import AdmittedSession, ClientHeartbeatService, Values, copy_of
from proctor_core.services.client_reports import CLIENT
from proctor_core.services.face_runs import next_run

log = logging.getLogger(__name__)

WRITE_EVERY_S = 0.5
MISSED = 3
"""So many intervals without a heartbeat are a gap."""
SLOW_WRITE_S = 1.0
MOST_BACK_PRESSURE = 4.0


@dataclass(slots=True)
class _Line:
    """One session's heartbeats in memory; `token` is the hash of the token that sends them now."""

    admitted: AdmittedSession
    token: str
    ended_runs: list[FaceVerification] = field(default_factory=list[FaceVerification])
    is_dirty: bool = False
    message: LiveMessage | None = None


class HeartbeatBook:
    """One per process. `beat` takes microseconds and no database; `open` and `write` use it."""

    def __init__(self, service: ClientHeartbeatService, heartbeat_s: float, clock: Callable[[], datetime]) -> None:
        self._service = service
        self._heartbeat_s = heartbeat_s
        self._clock = clock
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._lines: dict[UUID, _Line] = {}
        self._pressure = 1.0
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the writing thread."""
        self._thread = threading.Thread(target=self._work, name="heartbeat-writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is waiting and end."""
        self._stopping.set()
        if self._thread:
            self._thread.join(2.0)
        self._write_or_log()

    def beat(self, session_id: UUID, token: str, heartbeat: Heartbeat) -> HeartbeatAnswer | None:
        """Take a heartbeat of a session that is open for this token; None: it has to be opened first."""
        with self._lock:
            line = self._lines.get(session_id)
            if line is None or line.token != token:
                return None
            self._take(line, heartbeat, self._clock())
            return self._answer(line)

    def open(self, actor: User, session_id: UUID, token: str, heartbeat: Heartbeat) -> HeartbeatAnswer:
        """Take the first heartbeat of a session, or the first after a silence or with another token.

        Raises:
            NotFound, IllegalMove: as `ClientHeartbeatService.admit`.
        """
        message = self._message_of(session_id)
        self.let_go(session_id)
        admitted = self._service.admit(actor, session_id)
        now, last = self._clock(), admitted.watch
        if last and now - last.beat_at > self._silence:
            self._service.record_gap(admitted, last, now)
        with self._lock:
            line = self._lines.setdefault(session_id, _Line(admitted, token))
            line.token, line.message = token, line.message or message
            self._take(line, heartbeat, now)
            return self._answer(line)

    def let_go(self, session_id: UUID) -> None:
        """Write what is known of a session and forget it: others are about to read or change its rows."""
        with self._lock:
            is_open = session_id in self._lines
        if is_open:
            self.write()
            with self._lock:
                self._lines.pop(session_id, None)

    def write(self) -> int:
        """Write all that is waiting, close lines that ended, and tell of silences; answers how many sessions were written."""
        with self._writing:
            began = time.monotonic()
            with self._lock:
                dirty = [line for line in self._lines.values() if line.is_dirty]
                tokens = [line.token for line in dirty]
                runs, watches = _rows(dirty)
                for line in dirty:
                    line.is_dirty, line.ended_runs = False, []
            if dirty:
                self._store(dirty, tokens, runs, watches)
            self._tell_of_silence()
            took_s = time.monotonic() - began
            self._pressure = min(MOST_BACK_PRESSURE, max(1.0, took_s / SLOW_WRITE_S))
            return len(dirty)

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

    def _take(self, line: _Line, heartbeat: Heartbeat, now: datetime) -> None:
        admitted, watch = line.admitted, line.admitted.watch
        if watch is not None and heartbeat.sequence <= watch.sequence:
            return
        # A heartbeat before of the future was stored by a process before, and the clock set back since.
        goes_on = watch is not None and timedelta(0) <= now - watch.beat_at <= self._silence
        begins_at = watch.beat_at if watch is not None and goes_on else now
        if watch is None:
            watch = ClientWatch(session_id=admitted.session_id, sequence=0, started_at=now, beat_at=now)
        state = _state(heartbeat, begins_at, now)
        run = next_run(admitted.run, admitted.session_id, state, CLIENT)
        if admitted.run is not None and run is not admitted.run and line.is_dirty:
            line.ended_runs.append(admitted.run)
        watch.sequence, watch.beat_at = heartbeat.sequence, now
        admitted.run, admitted.watch, line.is_dirty = run, watch, True

    def _message_of(self, session_id: UUID) -> LiveMessage | None:
        with self._lock:
            line = self._lines.get(session_id)
            return line.message if line else None

    def _answer(self, line: _Line) -> HeartbeatAnswer:
        admitted = line.admitted
        return HeartbeatAnswer(
            next_in_s=self._heartbeat_s * self._pressure,
            violations_count=admitted.violations_count,
            threshold=admitted.threshold,
            flagged_for_review=admitted.flagged_for_review,
            message=line.message,
        )

    def _store(self, dirty: list[_Line], tokens: list[str], runs: list[Values], watches: list[Values]) -> None:
        try:
            outcome = self._service.write(runs, watches, set(tokens))
        except SQLAlchemyError:
            with self._lock:
                for line in dirty:
                    line.is_dirty = True
            raise
        with self._lock:
            for line, token in zip(dirty, tokens, strict=True):
                stands = outcome.sessions.get(line.admitted.session_id)
                # A line that another token took over meanwhile is judged with that one, at the next write.
                if stands is None or (token not in outcome.tokens and line.token == token):
                    self._lines.pop(line.admitted.session_id, None)
                    continue
                line.admitted.violations_count = stands.violations_count
                line.admitted.flagged_for_review = stands.flagged_for_review

    def _tell_of_silence(self) -> None:
        now = self._clock()
        with self._lock:
            silent = [line for line in self._lines.values() if _is_silent(line, now, self._silence)]
            for line in silent:
                self._lines.pop(line.admitted.session_id, None)
        for line in silent:
            assert line.admitted.watch is not None
            try:
                self._service.record_gap(line.admitted, line.admitted.watch, None)
            except ProctorError as error:
                log.info("no gap for session %s: %s", line.admitted.session_id, error)

    def _work(self) -> None:
        while not self._stopping.wait(WRITE_EVERY_S):
            self._write_or_log()

    def _write_or_log(self) -> None:
        try:
            self.write()
        except SQLAlchemyError as error:
            log.warning("heartbeats will be written later: %s", type(error).__name__)


def _rows(lines: list[_Line]) -> tuple[list[Values], list[Values]]:
    """Copies: the next heartbeat goes on changing the originals while these are written."""
    runs = [run for line in lines for run in (*line.ended_runs, line.admitted.run) if run is not None]
    watches = [line.admitted.watch for line in lines if line.admitted.watch is not None]
    return [copy_of(run) for run in {run.id: run for run in runs}.values()], [copy_of(watch) for watch in watches]


def _is_silent(line: _Line, now: datetime, silence: timedelta) -> bool:
    return line.admitted.watch is not None and now - line.admitted.watch.beat_at > silence


def _state(heartbeat: Heartbeat, begins_at: datetime, now: datetime) -> FaceRunState:
    return FaceRunState(
        started_at=begins_at,
        ended_at=now,
        samples=1,
        face_count=heartbeat.face_count,
        confidence=heartbeat.confidence,
        gaze_direction=heartbeat.gaze_direction,
        mobile_detected=heartbeat.mobile_detected,
        violation_type=heartbeat.violation_type,
    )
