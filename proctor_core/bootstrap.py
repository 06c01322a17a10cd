"""The one place where parts are wired: settings in, one Application per process out."""

import os
import socket
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.engine import make_url

from db.engine import open_engine
from proctor_core import __version__
from proctor_core.api.cookies import CookieSigner
from proctor_core.api.parts import ApiParts
from proctor_core.api.rate_limits import Rates
from proctor_core.application import Application, RecordingTasks, SettingRow
from proctor_core.checks.models import ModelRole, ModelSet, find_models
from proctor_core.demo.camera import DemoCameras
from proctor_core.demo.content import DemoContent, DemoServices
from proctor_core.domain.retention import RetentionTimes
from proctor_core.media.store import MediaStore
from proctor_core.media.upload_folder import UploadFolder
from proctor_core.monitoring.admission import Admission
from proctor_core.monitoring.analysis_pool import AnalysisPool
from proctor_core.monitoring.client_watching import ClientWatching
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.health import Health
from proctor_core.monitoring.heartbeats import HeartbeatBook
from proctor_core.monitoring.live_view import LiveView
from proctor_core.monitoring.picture_look import PictureLook
from proctor_core.monitoring.record_writer import RecordWriter
from proctor_core.monitoring.recording_process import Patience
from proctor_core.monitoring.recording_worker import RecordingWorker
from proctor_core.monitoring.registry import MonitorRegistry
from proctor_core.monitoring.segment_keeping import SegmentKeeper
from proctor_core.monitoring.session_records import SessionRecords
from proctor_core.secret_key import secret_key
from proctor_core.services.accounts import AccountService
from proctor_core.services.api_tokens import ApiTokenService
from proctor_core.services.audit_log import AuditLogService
from proctor_core.services.client_enrolment import ClientEnrolmentService
from proctor_core.services.client_heartbeats import ClientHeartbeatService
from proctor_core.services.client_reports import ClientReportService
from proctor_core.services.enrolment import EnrolmentService
from proctor_core.services.evidence_access import EvidenceAccess
from proctor_core.services.filing import Filing
from proctor_core.services.idempotency import IdempotencyService
from proctor_core.services.known_takers import KnownTakers
from proctor_core.services.lasting_sessions import LastingSessions
from proctor_core.services.live_sessions import LiveSessionService
from proctor_core.services.outbox import Outbox
from proctor_core.services.people import PeopleService
from proctor_core.services.platforms import PlatformService
from proctor_core.services.privacy import PrivacyService
from proctor_core.services.recording_list import RecordingList
from proctor_core.services.recording_outcome import RecordingOutcomeService
from proctor_core.services.recording_uploads import RecordingUploads
from proctor_core.services.recording_work import RecordingWork
from proctor_core.services.recordings import RecordingService
from proctor_core.services.retention import RetentionService
from proctor_core.services.reviewing import ReviewService
from proctor_core.services.session_files import SessionFiles
from proctor_core.services.session_history import SessionHistory
from proctor_core.services.session_policy import SessionRules
from proctor_core.services.sessions import SessionService
from proctor_core.services.sign_in_throttle import Throttle
from proctor_core.services.sign_ins import SignInService
from proctor_core.services.statistics import StatisticsService
from proctor_core.services.storage import StorageService
from proctor_core.services.surveys import SurveyService
from proctor_core.services.taker_lists import TakerListService
from proctor_core.services.upload_admission import UploadLimits
from proctor_core.services.verifying import VerifyService
from proctor_core.services.violations import ViolationService
from proctor_core.services.waiting import WaitingTimes
from proctor_core.services.webhook_outbox import call_after_commit
from proctor_core.services.webhook_post import WebhookPost
from proctor_core.services.webhook_sending import WebhookSender
from proctor_core.services.webhooks import WebhookSecrets, WebhookService
from proctor_core.services.withdrawal import WithdrawalService
from proctor_core.settings import Settings, TaskQueue, settings_in_force
from proctor_core.start.data_folder import FolderLock
from proctor_core.tasks import (
    BackgroundTasks,
    analyse_recordings,
    deliver_webhooks,
    join_recordings,
    queue_in_file,
    queue_in_postgres,
    sweep_daily,
    sweep_uploads,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from huey import Huey
    from pydantic import SecretStr
    from sqlalchemy import Engine

    from proctor_core.checks.observer import DetectorFiles, Observer

LET_GO_S = 5.0
"""Longest wait for the last writes of a session that is removed."""
RECORDINGS = "recordings"
"""The queue that calls workers to uploaded recordings."""
_lock = threading.Lock()
_application: list[Application] = []


def application() -> Application:
    """This process's Application, built at the first call: `app.py` and the page script both run more than once."""
    with _lock:
        if not _application:
            _application.append(build(Settings.load()))
        return _application[0]


def now() -> datetime:
    """The clock."""
    return datetime.now(UTC)


def detector_files(models: ModelSet) -> "DetectorFiles":
    """Where the detectors' models lie.

    Raises:
        ModelUnavailable: no face detector or no face landmarker.
    """
    from proctor_core.checks.observer import DetectorFiles

    return DetectorFiles(
        face_detector=models.require(ModelRole.FACE_DETECTOR),
        face_landmarker=models.require(ModelRole.FACE_LANDMARKER),
        second_face_detector=models.path(ModelRole.SECOND_FACE_DETECTOR),
        phone_detector=models.path(ModelRole.PHONE_DETECTOR),
    )


def new_observer(models: ModelSet) -> "Observer":
    """One more set of detectors; the networks' runtimes are imported here and not before, since that takes a second."""
    from proctor_core.checks.observer import Observer

    return Observer(detector_files(models))


def session_rules(settings: Settings) -> SessionRules:
    """What new sessions take over; a number that nobody set is left to the survey's profile."""
    given = settings.model_fields_set
    return SessionRules(
        proctoring_enabled=settings.enabled,
        policy=settings.policy,
        violation_threshold=settings.violation_threshold if "violation_threshold" in given else None,
        min_confidence=settings.min_confidence if "min_confidence" in given else None,
    )


def retention_times(settings: Settings) -> RetentionTimes:
    """How long what was measured is kept."""
    return RetentionTimes(
        passed=timedelta(days=settings.retention_passed_days),
        rejected=timedelta(days=settings.retention_rejected_days),
        unfinished=timedelta(days=settings.retention_unfinished_days),
        sign_ins=timedelta(days=settings.retention_sign_in_days),
        audit=timedelta(days=settings.retention_audit_days),
    )


def build(settings: Settings) -> Application:
    """Wire the parts by the settings; starts nothing and reads no table.

    Raises:
        ModelUnavailable: the face models are missing.
        Unavailable: the media store can't be opened.
    """
    engine = open_engine(settings.database_address)
    media = MediaStore.open(settings.media_address)
    models = find_models(settings.models_dir, settings.models_cache)
    recordings = _recordings(settings, engine, media, models, works_here=settings.analyses_here)
    rules = session_rules(settings)
    outbox, known = Outbox(settings.data_dir.resolve() / "outbox"), KnownTakers(now)
    sessions, violations = LastingSessions(engine, now, rules, known, outbox), ViolationService(engine, now)
    key = secret_key(settings.secret_key, settings.data_dir.resolve())
    accounts = _accounts(settings, engine, key, known)
    people, tokens, surveys = (
        PeopleService(engine, now),
        ApiTokenService(engine, now),
        SurveyService(engine, now, rules),
    )
    writer, records = _records(sessions, violations, outbox, media)
    log_dir = settings.data_dir.resolve() / "observations"
    keeper = SegmentKeeper(RecordingService(engine, now), media, log_dir, now)
    monitors = MonitorRegistry(records, SessionHistory(engine), log_dir, settings.heartbeat_interval, now, keeper)
    known.is_watched = monitors.is_watched
    cookies = CookieSigner(
        key,
        is_secure=settings.secure_cookies,
        max_age_s=int(settings.sign_in_hours * 3600),
    )
    demo_cameras = DemoCameras(now)
    enrolment = EnrolmentService(engine, media, now)
    reports, enrolments = ClientReportService(engine, now), ClientEnrolmentService(engine, now)
    heartbeats = HeartbeatBook(ClientHeartbeatService(engine, now, violations), settings.heartbeat_interval, now)
    looks = PictureLook(lambda: new_observer(models))
    watching = ClientWatching(enrolments, enrolment, reports, sessions, media, looks, heartbeats, monitors, writer)
    let_go = _lets_go_of(monitors, demo_cameras, writer, heartbeats)
    files = SessionFiles(media, log_dir, _upload_dir(settings), outbox)
    privacy, withdrawal = PrivacyService(engine, now, files), WithdrawalService(engine, now)
    retention = RetentionService(engine, files, retention_times(settings))
    tasks = _tasks(settings, retention, keeper, monitors)
    webhooks = _webhooks(settings, engine, key, tasks)
    uploads = _uploads(settings, engine, media, tasks, recordings.announce)
    pool, audit_log = _pool(settings, models, monitors), AuditLogService(engine, now)
    health = Health(engine, media, pool, writer, models, retention, recordings.list.standing, now, log_dir)
    hashes = " ".join(model.file.sha256 for model in models.found)
    services = DemoServices(
        engine, media, now, rules=rules, models=hashes, session_dirs=(log_dir, _upload_dir(settings)), let_go=let_go
    )
    demo = DemoContent(services, lambda: new_observer(models), settings.data_dir.resolve() / "demo")
    statistics = StatisticsService(engine, now)
    reviewing = ReviewService(engine, now, settings.heartbeat_interval)
    admission = Admission(monitors, pool.looks_per_second, WaitingTimes(engine, now), settings.coverage_floor)
    live = LiveView(monitors, LiveSessionService(engine, now), writer, heartbeats, reports, let_go)
    erasure = Erasure(privacy, withdrawal, let_go, _stops_video(monitors, writer))
    return Application(
        engine=engine,
        folder=FolderLock(settings.data_dir.resolve()),
        media=media,
        clock=now,
        accounts=accounts,
        people=people,
        tokens=tokens,
        sign_ins=SignInService(engine, now),
        surveys=surveys,
        taker_lists=TakerListService(engine, people, surveys),
        sessions=sessions,
        enrolment=enrolment,
        violations=violations,
        reviewing=reviewing,
        statistics=statistics,
        privacy=privacy,
        withdrawal=withdrawal,
        erasure=erasure,
        live=live,
        retention=retention,
        webhooks=webhooks,
        verifying=VerifyService(engine, media),
        storage=StorageService(engine, now, retention.times),
        audit_log=audit_log,
        health=health,
        tasks=tasks,
        recordings=recordings,
        monitors=monitors,
        admission=admission,
        pool=pool,
        heartbeats=heartbeats,
        looks=looks,
        writer=writer,
        models=models,
        cookies=cookies,
        demo=demo,
        demo_cameras=demo_cameras,
        api_parts=ApiParts(
            accounts=accounts,
            tokens=tokens,
            idempotency=IdempotencyService(engine, now),
            platforms=PlatformService(engine, now, surveys, key.get_secret_value().encode()),
            people=people,
            surveys=surveys,
            sessions=sessions,
            reviewing=reviewing,
            statistics=statistics,
            client_enrolments=enrolments,
            client_reports=reports,
            client_watching=watching,
            heartbeats=heartbeats,
            uploads=uploads,
            privacy=privacy,
            evidence=EvidenceAccess(engine, media, now),
            audit_log=audit_log,
            health=health.report,
            erasure=erasure,
            live=live,
            monitors=monitors,
            writer=writer,
            media=media,
            cookies=cookies,
            clock=now,
            is_demo=lambda: accounts.allows_demo and demo.is_loaded(),
            version=__version__,
            rates=Rates(settings.api_rate_per_token, settings.api_rate_per_address),
            cors_origins=settings.cors_origins,
        ),
        settings_in_force=tuple(SettingRow(*row) for row in settings_in_force(settings)),
        ice_servers=settings.ice_servers,
        wants_demo=settings.demo and settings.is_loopback,
    )


def _accounts(settings: Settings, engine: "Engine", key: "SecretStr", known: KnownTakers) -> AccountService:
    return AccountService(
        engine,
        now,
        sign_in_time=timedelta(hours=settings.sign_in_hours),
        allows_demo=settings.demo and settings.is_loopback,
        throttle=Throttle(key.get_secret_value().encode()),
        known=known,
    )


def _records(
    sessions: SessionService, violations: ViolationService, outbox: Outbox, media: MediaStore
) -> tuple[RecordWriter, SessionRecords]:
    """What monitoring writes with; what waited is filed by sessions that let nothing wait again."""
    filing = Filing(violations, SessionService(sessions.engine, sessions.clock, sessions.rules))
    writer = RecordWriter(outbox, filing)
    return writer, SessionRecords(writer, filing, violations, sessions, media)


def _webhooks(settings: Settings, engine: "Engine", key: "SecretStr", tasks: BackgroundTasks) -> WebhookService:
    """The messages to other servers; what is committed from now on is sent by a background task."""
    secrets = WebhookSecrets(key.get_secret_value().encode())
    post = WebhookPost(allows_own_network=settings.webhooks_to_own_network)
    call_after_commit(engine, deliver_webhooks(tasks, WebhookSender(engine, now, secrets, post)))
    return WebhookService(engine, now, secrets, post)


def _upload_dir(settings: Settings) -> "Path":
    return settings.data_dir.resolve() / "uploads"


def _uploads(
    settings: Settings, engine: "Engine", media: MediaStore, tasks: BackgroundTasks, announce: "Callable[[UUID], None]"
) -> RecordingUploads:
    limits = UploadLimits(settings.upload_largest_mb << 20, timedelta(hours=settings.upload_hours))
    uploads = RecordingUploads(engine, now, UploadFolder(_upload_dir(settings)), media, limits, announce)
    sweep_uploads(tasks, uploads)
    return uploads


def build_worker(settings: Settings) -> tuple["Engine", RecordingTasks]:
    """What `python -m proctor_core worker` needs: no pages, no API, no lock on the data folder.

    Raises:
        ModelUnavailable: the face models are missing.
        Unavailable: the media store can't be opened.
    """
    engine, media = open_engine(settings.database_address), MediaStore.open(settings.media_address)
    models = find_models(settings.models_dir, settings.models_cache)
    return engine, _recordings(settings, engine, media, models, works_here=True)


def _recordings(
    settings: Settings, engine: "Engine", media: MediaStore, models: ModelSet, *, works_here: bool
) -> RecordingTasks:
    """The analysis of uploaded recordings, in a queue of its own: a long one keeps nothing else waiting."""
    worker = RecordingWorker(
        work=RecordingWork(engine, now, media),
        outcome=RecordingOutcomeService(engine, now),
        media=media,
        folder=_upload_dir(settings),
        models=detector_paths(models),
        patience=Patience(whole_s=settings.analysis_hours * 3600),
        name=f"{socket.gethostname()} process {os.getpid()}",
    )
    tasks = BackgroundTasks(_recording_queue(settings))
    announce = analyse_recordings(tasks, worker.work_off)
    return RecordingTasks(tasks, worker, RecordingList(engine, now, media, announce), announce, works_here)


def _recording_queue(settings: Settings) -> "Huey":
    if settings.task_queue is TaskQueue.FILE:
        return queue_in_file(settings.data_dir.resolve() / "tasks.db", RECORDINGS)
    address = make_url(settings.database_address).set(drivername="postgresql")
    return queue_in_postgres(address.render_as_string(hide_password=False), RECORDINGS)


def detector_paths(models: ModelSet) -> dict[str, str | None]:
    """Where each of `checks.observer.DetectorFiles` lies, for a process of its own."""
    roles = {
        "face_detector": ModelRole.FACE_DETECTOR,
        "face_landmarker": ModelRole.FACE_LANDMARKER,
        "second_face_detector": ModelRole.SECOND_FACE_DETECTOR,
        "phone_detector": ModelRole.PHONE_DETECTOR,
    }
    for name in ("face_detector", "face_landmarker"):
        models.require(roles[name])
    return {name: str(path.resolve()) if (path := models.path(role)) else None for name, role in roles.items()}


def _pool(settings: Settings, models: ModelSet, monitors: MonitorRegistry) -> AnalysisPool:
    threads = settings.analysis_threads or os.cpu_count() or 1
    return AnalysisPool(lambda: new_observer(models), monitors.all, monitors.tick, now, threads)


def _lets_go_of(
    monitors: MonitorRegistry, cameras: DemoCameras, writer: RecordWriter, heartbeats: HeartbeatBook
) -> "Callable[[UUID], None]":
    """What ends the watching of a session that is about to be removed, with everything written."""

    def let_go(session_id: UUID) -> None:
        cameras.stop(session_id)
        heartbeats.let_go(session_id)
        if monitors.find(session_id):
            monitors.put_away(session_id, now())
            writer.flush(LET_GO_S)

    return let_go


def _tasks(
    settings: Settings, retention: RetentionService, keeper: SegmentKeeper, monitors: MonitorRegistry
) -> BackgroundTasks:
    tasks = BackgroundTasks(queue_in_file(settings.data_dir.resolve() / "tasks.db"))
    sweep_daily(tasks, retention, now)
    monitors.video_is_over = join_recordings(tasks, keeper.process_due)
    return tasks


def _stops_video(monitors: MonitorRegistry, writer: RecordWriter) -> "Callable[[UUID], None]":
    """What ends the recording of a session here, with everything written."""

    def stop(session_id: UUID) -> None:
        monitor = monitors.find(session_id)
        if monitor:
            monitor.stop_recording()
            writer.flush(LET_GO_S)

    return stop
