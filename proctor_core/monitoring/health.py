"""Looks at each part once and tells how it is; asked by `/api/health` and by the administrator's page."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from db.engine import reading
from db.queries.proposals import count_proposals, count_stranded
from db.tables import AuditEvent
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.health_facts import HealthFact
from proctor_core.domain.audit_detail import read_detail
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
from proctor_core.services.reviewing.appeals import AppealsStanding

log = logging.getLogger(__name__)

LITTLE_SPACE_BYTES = 1 << 30
"""Under a gibibyte: some twenty thousand snapshots."""
MANY_WRITES = 500
"""So many waiting writes are minutes behind."""
NOT_ITS_STORE: Mapping[StoreStanding, HealthFact] = {
    StoreStanding.OTHER: HealthFact.OTHER_STORE,
    StoreStanding.NEWER: HealthFact.NEWER_STORE,
    StoreStanding.UNMARKED: HealthFact.UNMARKED_STORE,
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
    appeals: Callable[[], AppealsStanding]
    clock: Callable[[], datetime]
    video_dir: Path | None = None

    def report(self) -> HealthReport:
        """Look at everything now: a few short reads of the database, one small file written and removed."""
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
            *([self._uploads(), self._reviews()] if is_there else []),
            self._sweep(swept, now, is_there=is_there),
            *([self._appeals()] if is_there else []),
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
            return PartHealth(PartName.DATABASE, state, (message(HealthFact.SILENT),))
        took_ms = (time.perf_counter() - began) * 1000
        answered = message(HealthFact.ANSWERED, database=self.engine.dialect.name, took_ms=took_ms)
        return PartHealth(PartName.DATABASE, PartState.WELL, (answered,))

    def _media_store(self, free_bytes: int | None) -> PartHealth:
        try:
            self.media.try_out()
        except ProctorError:
            log.warning("the media store can't be written", exc_info=True)
            return PartHealth(PartName.MEDIA_STORE, PartState.DOWN, (message(HealthFact.NOT_WRITABLE),))
        facts, state = [message(HealthFact.WRITABLE)], PartState.WELL
        if free_bytes is not None:
            facts.append(message(HealthFact.FREE, free_gb=free_bytes / 1e9))
            state = PartState.WELL if free_bytes >= LITTLE_SPACE_BYTES else PartState.DEGRADED
        if self.video_dir and free_for_video(self.video_dir) < LEAST_FREE_BYTES:
            facts.append(message(HealthFact.NO_VIDEO))
            state = PartState.DEGRADED
        return PartHealth(PartName.MEDIA_STORE, state, tuple(facts))

    def _analysis(self) -> PartHealth:
        alive, wanted = self.pool.alive()
        state = PartState.WELL if alive == wanted else PartState.DEGRADED if alive else PartState.DOWN
        return PartHealth(PartName.ANALYSIS, state, (message(HealthFact.THREADS, alive=alive, wanted=wanted),))

    def _writer(self) -> PartHealth:
        waiting, set_aside, on_disk = self.writer.waiting, self.writer.set_aside, self.writer.waiting_on_disk
        writes = message(HealthFact.WRITES, waiting=waiting)
        if not self.writer.is_alive:
            return PartHealth(PartName.WRITER, PartState.DOWN, (message(HealthFact.STOPPED), writes))
        facts = [writes, *self._refused(WRITER)]
        if set_aside:
            facts.append(message(HealthFact.SET_ASIDE, count=set_aside))
        if on_disk:
            facts.append(message(HealthFact.IN_OUTBOX, count=on_disk))
            facts.extend([] if self.writer.is_keeping else [message(HealthFact.OUTBOX_FULL)])
        is_well = waiting < MANY_WRITES and not (set_aside or on_disk or self._refuses(WRITER))
        return PartHealth(PartName.WRITER, PartState.WELL if is_well else PartState.DEGRADED, tuple(facts))

    def _heartbeats(self) -> PartHealth:
        book = self.heartbeats
        facts = (
            message(HealthFact.CLIENTS, clients=book.open_sessions),
            message(HealthFact.HEARTBEATS, waiting=book.writer.waiting),
            *self._refused(HEARTBEATS),
        )
        if not book.writer.is_alive:
            return PartHealth(PartName.HEARTBEATS, PartState.DOWN, (message(HealthFact.STOPPED), *facts))
        is_well = not self._refuses(HEARTBEATS) and not book.writer.is_keeping
        return PartHealth(PartName.HEARTBEATS, PartState.WELL if is_well else PartState.DEGRADED, facts)

    def _refuses(self, part: str) -> bool:
        return self.heartbeats.refused.was_lately(part)

    def _refused(self, part: str) -> Sequence[CodedMessage]:
        count = self.heartbeats.refused.count(part)
        return [message(HealthFact.REFUSED, count=count)] if count else []

    def _models(self) -> PartHealth:
        rows = model_rows(self.models)
        there = sum(not row.cost for row in rows)
        state = PartState.WELL if there == len(rows) else PartState.DEGRADED
        return PartHealth(PartName.MODELS, state, (message(HealthFact.MODELS, there=there, wanted=len(rows)),))

    def _uploads(self) -> PartHealth:
        """Analyses of uploaded recordings; an old one that waits says that no worker is there."""
        found = self.recordings()
        is_late = found.oldest_waits is not None and found.oldest_waits > ANALYSIS_IS_LATE
        state = PartState.DEGRADED if found.dead or is_late else PartState.WELL
        facts = (
            message(HealthFact.ANALYSES, waiting=found.waiting),
            message(HealthFact.ANALYSES_RUNNING, running=found.running),
            message(HealthFact.ANALYSES_DEAD, dead=found.dead),
        )
        return PartHealth(PartName.RECORDINGS, state, facts)

    def _appeals(self) -> PartHealth:
        """Objections that wait; one that nobody may answer needs another moderator."""
        found = self.appeals()
        facts = [message(HealthFact.APPEALS, waiting=found.waiting)]
        facts += [message(HealthFact.APPEALS_LATE, late=found.late)] if found.late else []
        facts += (
            [message(HealthFact.APPEALS_UNANSWERABLE, unanswerable=found.unanswerable)] if found.unanswerable else []
        )
        state = PartState.DEGRADED if found.late or found.unanswerable else PartState.WELL
        return PartHealth(PartName.APPEALS, state, tuple(facts))

    def _reviews(self) -> PartHealth:
        """Rejections that need two: where nobody else is left, an administrator adds a moderator."""
        with reading(self.engine) as db:
            waiting, stranded = count_proposals(db), count_stranded(db)
        facts = [message(HealthFact.PROPOSALS, count=waiting)]
        if stranded:
            facts.append(message(HealthFact.PROPOSALS_STRANDED, count=stranded))
        return PartHealth(PartName.REVIEWS, PartState.DEGRADED if stranded else PartState.WELL, tuple(facts))

    def _sweep(self, last: AuditEvent | None, now: datetime, *, is_there: bool) -> PartHealth:
        standing = self._store_standing() if is_there else StoreStanding.OWN
        if standing is not StoreStanding.OWN:
            return PartHealth(PartName.SWEEP, PartState.DEGRADED, (message(NOT_ITS_STORE[standing]),))
        if is_there and self.retention.overwriting.is_late():
            return PartHealth(PartName.SWEEP, PartState.DEGRADED, (message(HealthFact.NOT_OVERWRITTEN),))
        if last is None:
            return PartHealth(PartName.SWEEP, PartState.WELL, (message(HealthFact.NO_SWEEP),))
        ago = message(HealthFact.SWEPT_AGO, hours=(now - last.at).total_seconds() / 3600)
        fact = left_alone(read_detail(last.detail, last.detail_code, last.detail_values), ago)
        state = PartState.WELL if now - last.at < SWEEP_IS_LATE and fact == ago else PartState.DEGRADED
        return PartHealth(PartName.SWEEP, state, (fact,))

    def _store_standing(self) -> StoreStanding:
        try:
            return self.retention.identity.look()
        except ProctorError:
            # The media store's own line says that it does not answer.
            return StoreStanding.OWN
