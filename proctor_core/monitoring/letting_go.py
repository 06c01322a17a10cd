"""Ends the watching of a session, or its video alone, with everything written: before it is removed or its taker says no."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.monitoring.writing.record_writer import RecordWriter

LET_GO_S = 5.0
"""Longest wait for the last writes of a session that is removed."""


@dataclass(frozen=True, slots=True)
class LettingGo:
    """One per process; `stop_playing` ends what plays a session's camera."""

    monitors: MonitorRegistry
    heartbeats: HeartbeatBook
    writer: RecordWriter
    clock: Callable[[], datetime]
    stop_playing: Callable[[UUID], object]

    def let_go(self, session_id: UUID) -> None:
        """End the watching of a session that is about to be removed."""
        self.stop_playing(session_id)
        self.heartbeats.let_go(session_id)
        if self.monitors.find(session_id):
            self.monitors.put_away(session_id, self.clock())
            self.writer.flush(LET_GO_S)

    def stop_video(self, session_id: UUID) -> None:
        """End the recording of a session here."""
        monitor = self.monitors.find(session_id)
        if monitor:
            monitor.video.stop()
            self.writer.flush(LET_GO_S)
