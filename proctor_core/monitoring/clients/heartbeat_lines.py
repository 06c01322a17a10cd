"""One session's heartbeats in memory: what came, what of it is in the database, and what is on the disk meanwhile."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db.tables import FaceVerification, LatestHeartbeat
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.heartbeat import Heartbeat
from proctor_core.domain.live_message import LiveMessage
from proctor_core.domain.violation import CLIENT
from proctor_core.services.taking.client_heartbeats import AdmittedSession, client_run
from proctor_core.services.taking.face_runs import next_run
from proctor_core.services.taking.waiting_writes import ClientHeartbeats


@dataclass(slots=True)
class Line:
    """One per session whose client reports; changed under the lock of `OpenLines` alone.

    Attributes:
        token: the hash of the token that sends these heartbeats now; `until`: when it ends, None where nobody said.
        ended_runs: runs that were followed by another one and are not stored yet.
        version: grows with each heartbeat that counted; `written` and `kept` are the newest that the database and the disk have.
        kept_as: number of the entry in the outbox; None: nothing waits there.
    """

    admitted: AdmittedSession
    token: str
    until: datetime | None = None
    ended_runs: list[FaceVerification] = field(default_factory=list[FaceVerification])
    version: int = 0
    written: int = 0
    kept: int = 0
    kept_as: int | None = None
    message: LiveMessage | None = None

    @property
    def is_dirty(self) -> bool:
        """Whether the database lacks something."""
        return self.version > self.written

    @property
    def is_at_risk(self) -> bool:
        """Whether a killed process would lose something."""
        return self.version > max(self.written, self.kept)

    def is_of(self, token: str, now: datetime) -> bool:
        """Whether this token sends these heartbeats, and has not ended by time."""
        return self.token == token and (self.until is None or now < self.until)

    def take(self, heartbeat: Heartbeat, now: datetime, silence: timedelta) -> None:
        """Count a heartbeat, unless its number is known already."""
        admitted, latest = self.admitted, self.admitted.latest
        if latest is not None and heartbeat.sequence <= latest.sequence:
            return
        # A heartbeat before of the future was stored by a process before, and the clock set back since.
        goes_on = latest is not None and timedelta(0) <= now - latest.beat_at <= silence
        begins_at = latest.beat_at if latest is not None and goes_on else now
        if latest is None:
            latest = LatestHeartbeat(session_id=admitted.session_id, sequence=0, started_at=now, beat_at=now)
        run = next_run(admitted.run, admitted.session_id, _state(heartbeat, begins_at, now), CLIENT)
        if admitted.run is not None and run is not admitted.run and self.is_dirty:
            self.ended_runs.append(admitted.run)
        latest.sequence, latest.beat_at = heartbeat.sequence, now
        admitted.run, admitted.latest = run, latest
        self.version += 1

    def is_silent(self, now: datetime, silence: timedelta) -> bool:
        """Whether the last heartbeat is longer ago than `silence`."""
        latest = self.admitted.latest
        return latest is not None and now - latest.beat_at > silence

    def record(self) -> ClientHeartbeats:
        """All that the database may lack, as it is now: the next heartbeat goes on changing the rows."""
        admitted, latest = self.admitted, self.admitted.latest
        assert latest is not None, "a line that has taken a heartbeat"
        runs = {run.id: run for run in (*self.ended_runs, admitted.run) if run is not None}
        return ClientHeartbeats(
            session_id=admitted.session_id,
            sequence=latest.sequence,
            started_at=latest.started_at,
            beat_at=latest.beat_at,
            runs=tuple(map(client_run, runs.values())),
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is being written of a line: until it is, the line itself lets go of nothing."""

    line: Line
    version: int
    token: str
    record: ClientHeartbeats

    @classmethod
    def of(cls, line: Line) -> "Snapshot":
        """The line as it is now."""
        return cls(line, line.version, line.token, line.record())

    def was_written(self) -> None:
        """The database has it."""
        written = {run.id: run.state.ended_at for run in self.record.runs}
        self.line.written, self.line.admitted.stored = self.version, self.record.sequence
        # One that grew meanwhile is written again.
        self.line.ended_runs = [run for run in self.line.ended_runs if written.get(run.id) != run.ended_at]


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
