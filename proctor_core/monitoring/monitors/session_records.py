"""Turns what monitoring found into records, and hands them to the writer's thread."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SnapshotKind
from proctor_core.errors import Unavailable
from proctor_core.media.store import MediaStore, media_key
from proctor_core.monitoring.monitors.evidence import Snapshot
from proctor_core.monitoring.monitors.observation_log import compacted
from proctor_core.monitoring.monitors.violation_records import Alleged, ClosingRecord, OpeningRecord
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.write import CountSeen, HeartbeatRecord, Job, Row
from proctor_core.services.outage.filing import Filing
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.waiting_writes import Heartbeat, NotedSignal, Pause, RaisedFlag

log = logging.getLogger(__name__)

OBSERVATIONS = "observations"
"""Folder of a session's observation log: one file each time the monitoring begins, named by its first millisecond."""

FILED_WITHIN_S = 3.0
_SNAPSHOTS = frozenset(f"{kind}.jpg" for kind in SnapshotKind)


@dataclass(frozen=True, slots=True)
class SessionRecords:
    """One per process; every method returns at once.

    Attributes:
        may_remove: whether a picture written at this time goes when no row names it (`StoreIdentity.may_remove_unnamed`).
    """

    writer: RecordWriter
    filing: Filing
    violations: ViolationService
    sessions: SessionService
    media: MediaStore
    may_remove: Callable[[datetime], bool]

    def open_violation(
        self, session_id: UUID, violation_id: UUID, alleged: AllegedViolation, start: Snapshot | None, seen: CountSeen
    ) -> None:
        """Write a violation with its first picture, count it, and tell the new count."""
        one = Alleged(session_id, violation_id, alleged)
        self.writer.put(OpeningRecord(self.filing, self.media, one, start, seen))

    def close_violation(
        self, session_id: UUID, violation_id: UUID, alleged: AllegedViolation, snapshots: Sequence[Snapshot]
    ) -> None:
        """Complete a violation and add its other pictures."""
        one = Alleged(session_id, violation_id, alleged)
        self.writer.put(ClosingRecord(self.filing, self.media, one, snapshots))

    def record_signal(self, session_id: UUID, signal_id: UUID, signal: RaisedSignal) -> None:
        """Write or complete a signal."""
        self.writer.put(Row(self.filing, NotedSignal(session_id, signal_id, signal)))

    def extend_run(self, session_id: UUID, state: FaceRunState) -> None:
        """Write a heartbeat."""
        self.writer.put(HeartbeatRecord(self.filing, Heartbeat(session_id, state)))

    def flag(self, session_id: UUID, reasons: Sequence[FlagReason], seen: CountSeen) -> None:
        """Send a session to a human, with the reasons."""
        self.writer.put(Row(self.filing, RaisedFlag(session_id, tuple(reasons)), seen))

    def interrupt(self, session_id: UUID) -> None:
        """The taker is away."""
        self.writer.put(Row(self.filing, Pause(session_id, is_back=False)))

    def require_filed(self, session_id: UUID) -> None:
        """New monitoring reads what the one before found, so that must be in the database.

        Raises:
            Unavailable: it waits in the outbox.
        """
        if self.writer.waits_for(session_id) and not self.writer.flush(FILED_WITHIN_S):
            raise Unavailable(SessionRefusal.FOUND_BEFORE_WAITS)

    def close_left_open(self, session_id: UUID) -> None:
        """End what a killed process left without an end; at once, since the new monitoring reads it."""
        self.violations.close_left_open(session_id)

    def remove_unnamed_pictures(self, session_id: UUID) -> None:
        """Let go of the pictures that a killed process stored before it came to their rows."""

        def run() -> None:
            named = self.violations.pictures_of(session_id)
            for entry in list(self.media.list(media_key(session_id))):
                is_snapshot = entry.key.rpartition("/")[2] in _SNAPSHOTS
                if is_snapshot and entry.key not in named and self.may_remove(entry.modified_at):
                    log.info("a picture of %s that no row names is let go", session_id)
                    self.media.delete(entry.key)

        self.writer.put(Job(f"unnamed pictures of {session_id}", run))

    def keep_observations(self, session_id: UUID, log_file: Path) -> None:
        """Move a finished part of the observation log into the media store and name the log in the session."""

        def run() -> None:
            if not log_file.exists():
                return
            part = self.media.put(media_key(session_id, OBSERVATIONS, log_file.name), compacted(log_file.read_bytes()))
            folder = media_key(session_id, OBSERVATIONS)
            # Summed, not added: a write that is tried again must not count twice.
            size_bytes = sum(part.size_bytes for part in self.media.list(folder))
            self.sessions.keep_observation_log(session_id, part, size_bytes)
            log_file.unlink()

        self.writer.put(Job(f"observations of {session_id}", run))

    def observations_before(self, session_id: UUID) -> list[bytes]:
        """The parts of the observation log that are in the media store, in order of time."""
        keys = sorted(entry.key for entry in self.media.list(media_key(session_id, OBSERVATIONS)))
        return [self.media.get(key) for key in keys]
