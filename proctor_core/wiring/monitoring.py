"""The live side of the program: who watches, who writes, and how a session is let go."""

import os
from dataclasses import dataclass
from uuid import UUID

from proctor_core.demo.camera import DemoCameras
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.monitors.analysis_pool import AnalysisPool
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.monitoring.monitors.session_records import SessionRecords
from proctor_core.monitoring.video.segment_keeping import SegmentKeeper
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.monitoring.writing.refusals import RefusedWrites
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.recordings.recordings import RecordingService
from proctor_core.services.reviewing.session_history import SessionHistory
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.wiring import detectors
from proctor_core.wiring.clock import now
from proctor_core.wiring.ground import Ground

LET_GO_S = 5.0
"""Longest wait for the last writes of a session that is removed."""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """One per process."""

    writer: RecordWriter
    keeper: SegmentKeeper
    monitors: MonitorRegistry
    pool: AnalysisPool
    heartbeats: HeartbeatBook
    demo_cameras: DemoCameras

    def let_go(self, session_id: UUID) -> None:
        """End the watching of a session that is about to be removed, with everything written."""
        self.demo_cameras.stop(session_id)
        self.heartbeats.let_go(session_id)
        if self.monitors.find(session_id):
            self.monitors.put_away(session_id, now())
            self.writer.flush(LET_GO_S)

    def stop_video(self, session_id: UUID) -> None:
        """End the recording of a session here, with everything written."""
        monitor = self.monitors.find(session_id)
        if monitor:
            monitor.video.stop()
            self.writer.flush(LET_GO_S)


def wire_monitoring(
    ground: Ground, sessions: SessionService, violations: ViolationService, outbox: Outbox
) -> Monitoring:
    """Starts nothing."""
    engine, heartbeat_s = ground.engine, ground.settings.heartbeat_interval
    filing = Filing(violations, sessions)
    refused, identity = RefusedWrites(now), StoreIdentity(engine, ground.media, now)
    writer = RecordWriter(outbox, filing, refused)
    records = SessionRecords(writer, filing, violations, sessions, ground.media, identity.may_remove_unnamed)
    keeper = SegmentKeeper(RecordingService(engine, now), ground.media, ground.log_dir, now)
    monitors = MonitorRegistry(records, SessionHistory(engine), ground.log_dir, heartbeat_s, now, keeper)
    return Monitoring(
        writer=writer,
        keeper=keeper,
        monitors=monitors,
        pool=_pool(ground, monitors),
        heartbeats=HeartbeatBook(ClientHeartbeatService(engine, now, violations), heartbeat_s, now, outbox, refused),
        demo_cameras=DemoCameras(now),
    )


def _pool(ground: Ground, monitors: MonitorRegistry) -> AnalysisPool:
    threads = ground.settings.analysis_threads or os.cpu_count() or 1
    return AnalysisPool(lambda: detectors.new_observer(ground.models), monitors.all, monitors.tick, now, threads)
