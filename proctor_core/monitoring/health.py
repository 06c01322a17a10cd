"""Looks at each part once and tells how it is; asked by `/api/health` and by the administrator's page."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from db.engine import reading
from db.tables import AuditEvent
from proctor_core.domain.health import HealthReport, PartHealth, PartName, PartState
from proctor_core.domain.retention import left_alone
from proctor_core.domain.store_standing import StoreStanding
from proctor_core.errors import ProctorError
from proctor_core.media.store import MediaStore
from proctor_core.models.manifest import ModelSet
from proctor_core.models.report import model_rows
from proctor_core.monitoring.clients.heartbeat_storing import PART as HEARTBEATS
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.monitors.analysis_pool import AnalysisPool
from proctor_core.monitoring.video.session_recorder import LEAST_FREE_BYTES, free_for_video
from proctor_core.monitoring.writing.attempts import PART as WRITER
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.recordings.recording_list import WorkStanding

log = logging.getLogger(__name__)

LITTLE_SPACE_BYTES = 1 << 30
"""Under a gibibyte: some twenty thousand snapshots."""
MANY_WRITES = 500
"""So many waiting writes are minutes behind."""
NOT_ITS_STORE: Mapping[StoreStanding, str] = {
    StoreStanding.OTHER: "nothing is swept: the media store belongs to another database",
    StoreStanding.NEWER: "nothing is swept: the media store belongs to a later state of this database",
    StoreStanding.UNMARKED: "nothing is swept: the media store holds sessions that this database does not know",
}
SWEEP_IS_LATE = timedelta(days=2)
ANALYSIS_IS_LATE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Health:
    """The parts of one process; `video_dir` is where sessions are recorded before their video goes into the media store."""

    engine: Engine
    media: MediaStore
    pool: AnalysisPool
    writer: RecordWriter
    models: ModelSet
    heartbeats: HeartbeatBook
    retention: RetentionService
    recordings: Callable[[], WorkStanding]
    clock: Callable[[], datetime]
    video_dir: Path | None = None

    def report(self) -> HealthReport:
        """Look at everything now: one read of the database, one small file written and removed."""
        now, database = self.clock(), self._database()
        is_there = database.state is PartState.WELL
        swept = self.retention.last_sweep() if is_there else None
        free = self.media.free_bytes()
        parts = (
            database,
            self._media_store(free),
            self._analysis(),
            self._writer(),
            self._heartbeats(),
            self._models(),
            *([self._uploads()] if is_there else []),
            self._sweep(swept, now, is_there=is_there),
        )
        return HealthReport(now, parts, free, swept.at if swept else None)

    def _database(self) -> PartHealth:
        began = time.perf_counter()
        try:
            with reading(self.engine) as db:
                db.connection().execute(text("SELECT 1"))
        except (ProctorError, SQLAlchemyError):
            log.warning("the database does not answer", exc_info=True)
            # Degraded serves: a load balancer that passed by now would end surveys which go on.
            state = PartState.DEGRADED if self.writer.is_keeping else PartState.DOWN
            return PartHealth(PartName.DATABASE, state, "does not answer")
        took_ms = (time.perf_counter() - began) * 1000
        return PartHealth(
            PartName.DATABASE, PartState.WELL, f"{self.engine.dialect.name}, answered in {took_ms:.0f} ms"
        )

    def _media_store(self, free_bytes: int | None) -> PartHealth:
        try:
            self.media.try_out()
        except ProctorError:
            log.warning("the media store can't be written", exc_info=True)
            return PartHealth(PartName.MEDIA_STORE, PartState.DOWN, "can't be written")
        facts, state = ["can be written"], PartState.WELL
        if free_bytes is not None:
            facts.append(f"{free_bytes / 1e9:.1f} GB free")
            state = PartState.WELL if free_bytes >= LITTLE_SPACE_BYTES else PartState.DEGRADED
        if self.video_dir and free_for_video(self.video_dir) < LEAST_FREE_BYTES:
            facts.append("no video is kept until there is more room")
            state = PartState.DEGRADED
        return PartHealth(PartName.MEDIA_STORE, state, ", ".join(facts))

    def _analysis(self) -> PartHealth:
        alive, wanted = self.pool.alive()
        state = PartState.WELL if alive == wanted else PartState.DEGRADED if alive else PartState.DOWN
        return PartHealth(PartName.ANALYSIS, state, f"{alive} of {wanted} threads alive")

    def _writer(self) -> PartHealth:
        waiting = self.writer.waiting
        if not self.writer.is_alive:
            return PartHealth(PartName.WRITER, PartState.DOWN, f"stopped, {waiting} writes waiting")
        on_disk, fact = self.writer.waiting_on_disk, f"{waiting} writes waiting{self._refused(WRITER)}"
        if self.writer.set_aside:
            fact += f", {self.writer.set_aside} set aside: their sessions are not in this database"
        if on_disk:
            room = "" if self.writer.is_keeping else ", which is full"
            return PartHealth(PartName.WRITER, PartState.DEGRADED, f"{fact}, {on_disk} of them in the outbox{room}")
        is_well = waiting < MANY_WRITES and not self.writer.set_aside and not self._refuses(WRITER)
        return PartHealth(PartName.WRITER, PartState.WELL if is_well else PartState.DEGRADED, fact)

    def _heartbeats(self) -> PartHealth:
        book = self.heartbeats
        fact = f"{book.open_sessions} clients, {book.writer.waiting} wait for the database{self._refused(HEARTBEATS)}"
        if not book.writer.is_alive:
            return PartHealth(PartName.HEARTBEATS, PartState.DOWN, f"stopped, {fact}")
        is_well = not self._refuses(HEARTBEATS) and not book.writer.is_keeping
        return PartHealth(PartName.HEARTBEATS, PartState.WELL if is_well else PartState.DEGRADED, fact)

    def _refuses(self, part: str) -> bool:
        return self.heartbeats.refused.was_lately(part)

    def _refused(self, part: str) -> str:
        count = self.heartbeats.refused.count(part)
        return f", {count} refused for good, see the log" if count else ""

    def _models(self) -> PartHealth:
        rows = model_rows(self.models)
        there = sum(not row.cost for row in rows)
        state = PartState.WELL if there == len(rows) else PartState.DEGRADED
        return PartHealth(PartName.MODELS, state, f"{there} of {len(rows)} there")

    def _uploads(self) -> PartHealth:
        """Analyses of uploaded recordings; an old one that waits says that no worker is there."""
        found = self.recordings()
        is_late = found.oldest_waits is not None and found.oldest_waits > ANALYSIS_IS_LATE
        state = PartState.DEGRADED if found.dead or is_late else PartState.WELL
        fact = f"{found.waiting} wait for their analysis, {found.running} in it, {found.dead} given up"
        return PartHealth(PartName.RECORDINGS, state, fact)

    def _sweep(self, last: AuditEvent | None, now: datetime, *, is_there: bool) -> PartHealth:
        standing = self._store_standing() if is_there else StoreStanding.OWN
        if standing is not StoreStanding.OWN:
            return PartHealth(PartName.SWEEP, PartState.DEGRADED, NOT_ITS_STORE[standing])
        if is_there and self.retention.overwriting.is_late():
            return PartHealth(PartName.SWEEP, PartState.DEGRADED, "deleted rows are in the database's files for days")
        if last is None:
            return PartHealth(PartName.SWEEP, PartState.WELL, "none yet")
        left = left_alone(last.detail)
        state = PartState.WELL if now - last.at < SWEEP_IS_LATE and not left else PartState.DEGRADED
        return PartHealth(PartName.SWEEP, state, f"{(now - last.at).total_seconds() / 3600:.0f} h ago{left}")

    def _store_standing(self) -> StoreStanding:
        try:
            return self.retention.identity.look()
        except ProctorError:
            # The media store's own line says that it does not answer.
            return StoreStanding.OWN
