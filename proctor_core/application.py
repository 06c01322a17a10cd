"""The program's parts, wired: what `bootstrap` builds once per process and pages and `app.py` use."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.engine import reading
from db.queries.newest_stamp import newest_stamp
from proctor_core.api.cookies import CookieSigner
from proctor_core.api.parts import ApiParts
from proctor_core.demo.camera import DemoCameras
from proctor_core.demo.content import DemoContent
from proctor_core.domain.ice_server import IceServer
from proctor_core.errors import Unavailable
from proctor_core.media.store import MediaStore
from proctor_core.models.manifest import ModelSet
from proctor_core.monitoring.admission import Admission
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.clients.picture_look import PictureLook
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.health import Health
from proctor_core.monitoring.live_view import LiveView
from proctor_core.monitoring.monitors.analysis_pool import AnalysisPool
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.monitoring.recordings.recording_worker import RecordingWorker
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.services.accounts.accounts import AccountService
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.accounts.sign_ins import SignInService
from proctor_core.services.chain.appending import begin_chain
from proctor_core.services.chain.verifying import VerifyService
from proctor_core.services.files.storage import StorageService
from proctor_core.services.keeping.audit_log import AuditLogService
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.recordings.recording_list import RecordingList
from proctor_core.services.responses.reading import ResponseService
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.statistics import StatisticsService
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.surveys.taker_lists import TakerListService
from proctor_core.services.taking.enrolment import EnrolmentService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.withdrawal import WithdrawalService
from proctor_core.services.webhooks.webhooks import WebhookService
from proctor_core.start import database
from proctor_core.start.data_folder import FolderLock
from proctor_core.tasks.queue import BackgroundTasks

log = logging.getLogger(__name__)

WRITE_OUT_S = 6.0
"""Seconds that the end of the program gives the writer; SIGTERM must be done within 10."""
TASK_S = 1.5
"""Seconds that the end of the program gives the background task that runs."""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as it is in force, for the administrator."""

    name: str
    value: str
    source: str
    description: str


@dataclass(frozen=True, slots=True)
class RecordingTasks:
    """The analysis of uploaded recordings: its queue, its worker, and what administrators see of it.

    `works_here`: this process does the work; else it only asks for it.
    """

    tasks: BackgroundTasks
    worker: RecordingWorker
    list: RecordingList
    announce: Callable[[UUID], None]
    works_here: bool

    def start(self) -> None:
        """Begin to work, or make ready to ask for it."""
        if self.works_here:
            self.tasks.start()
        else:
            self.tasks.prepare()

    def stop(self, timeout_s: float) -> None:
        """End; what is being looked at is given back for another to take."""
        self.worker.ending.set()
        if not self.tasks.stop(timeout_s):
            log.warning("the analysis of a recording was cut off; another worker begins it again")


@dataclass(frozen=True, slots=True)
class Application:
    """Everything that pages and routes call; one per process."""

    engine: Engine
    folder: FolderLock
    media: MediaStore
    clock: Callable[[], datetime]
    go_on_from: Callable[[datetime | None], None]
    accounts: AccountService
    people: PeopleService
    tokens: ApiTokenService
    sign_ins: SignInService
    surveys: SurveyService
    taker_lists: TakerListService
    sessions: LastingSessions
    enrolment: EnrolmentService
    violations: ViolationService
    reviewing: ReviewService
    statistics: StatisticsService
    responses: ResponseService
    privacy: PrivacyService
    withdrawal: WithdrawalService
    erasure: Erasure
    hand_in: HandIn
    live: LiveView
    retention: RetentionService
    webhooks: WebhookService
    verifying: VerifyService
    storage: StorageService
    audit_log: AuditLogService
    health: Health
    tasks: BackgroundTasks
    recordings: RecordingTasks
    monitors: MonitorRegistry
    admission: Admission
    pool: AnalysisPool
    heartbeats: HeartbeatBook
    looks: PictureLook
    writer: RecordWriter
    models: ModelSet
    cookies: CookieSigner
    demo: DemoContent
    demo_cameras: DemoCameras
    api_parts: ApiParts
    settings_in_force: tuple[SettingRow, ...]
    ice_servers: tuple[IceServer, ...]
    wants_demo: bool

    def require_tables(self) -> None:
        """Nothing works on a database of another version, or on an empty one.

        Raises:
            DatabaseAway: the database can't be reached.
            OtherTables: its tables are not the ones this program knows.
        """
        database.require_tables(self.engine)

    def start(self) -> None:
        """Start the threads; load demo content into a new database in the background.

        Raises:
            AlreadyServed: another process serves the data folder.
            DatabaseAway, OtherTables: see `require_tables`.
        """
        self.require_tables()
        self.folder.take()
        with reading(self.engine) as db:
            # Seconds of a session go on where they were, also when the clock was set back while no process ran.
            self.go_on_from(newest_stamp(db))
        begin_chain(self.engine)
        self.writer.start()
        # What waited when the process before ended belongs before anything that a page may read or write now.
        if not self.writer.flush(WRITE_OUT_S):
            log.warning("%d writes of the process before wait for the database", self.writer.waiting)
        self.pool.start()
        self.heartbeats.writer.start()
        self.tasks.start()
        self.recordings.start()
        if self.wants_demo:
            self.demo.begin_if_new()

    def stop(self) -> None:
        """End the threads with everything written."""
        self.recordings.stop(TASK_S)
        if not self.tasks.stop(TASK_S):
            log.warning("a background task was cut off; what it left undone is found at its next run")
        self.demo_cameras.stop_all()
        self.demo.stop()
        self.heartbeats.writer.stop()
        self.pool.stop(timeout_s=2.0)
        self.looks.close()
        self.monitors.stop(self.clock())
        self._count_up()
        if not self.writer.stop(WRITE_OUT_S):
            log.error("%d writes were not done in time", self.writer.waiting)
        self.engine.dispose()
        self.folder.give_back()

    def _count_up(self) -> None:
        """So that a copy of the database made while the program ran is known as older from now on."""
        try:
            self.retention.identity.keep_up()
        except (Unavailable, SQLAlchemyError) as error:
            log.warning("the end was not counted, database or store is away: %s", type(error).__name__)
