"""The one place where the rooms of `wiring` and the services come together: settings in, one Application per process out."""

import threading
from datetime import timedelta

from pydantic import SecretStr

from db.shared_clock import database_now
from proctor_core import __version__
from proctor_core.api.cookies import CookieSigner
from proctor_core.api.parts import ApiParts
from proctor_core.api.rate_limits import Rates
from proctor_core.application import Application, SettingRow
from proctor_core.demo.content import DemoContent, DemoServices
from proctor_core.monitoring.admission import Admission
from proctor_core.monitoring.clients.client_monitoring import ClientMonitoring
from proctor_core.monitoring.clients.picture_look import PictureLook
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.health import Health
from proctor_core.monitoring.live_view import LiveView
from proctor_core.services.accounts.accounts import AccountService
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.accounts.known_takers import KnownTakers
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.accounts.sign_in_throttle import Throttle
from proctor_core.services.accounts.sign_ins import SignInService
from proctor_core.services.chain.verifying import VerifyService
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.files.storage import StorageService
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.keeping.audit_log import AuditLogService
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.platforms.idempotency import IdempotencyService
from proctor_core.services.platforms.platform_surveys import PlatformSurveys
from proctor_core.services.platforms.platforms import PlatformService
from proctor_core.services.responses.pseudonyms import Pseudonyms
from proctor_core.services.responses.reading import ResponseService
from proctor_core.services.reviewing.evidence_access import EvidenceAccess
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.statistics import StatisticsService
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.surveys.taker_lists import TakerListService
from proctor_core.services.taking.client_enrolment import ClientEnrolmentService
from proctor_core.services.taking.client_reports import ClientReportService
from proctor_core.services.taking.enrolment import EnrolmentService
from proctor_core.services.taking.live_sessions import LiveSessionService
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.waiting import WaitingTimes
from proctor_core.services.taking.withdrawal import WithdrawalService
from proctor_core.services.webhooks.webhook_outbox import call_after_commit
from proctor_core.services.webhooks.webhook_post import WebhookPost
from proctor_core.services.webhooks.webhook_sending import WebhookSender
from proctor_core.services.webhooks.webhooks import WebhookSecrets, WebhookService
from proctor_core.settings import Settings, settings_in_force
from proctor_core.start.data_folder import FolderLock
from proctor_core.tasks.keeping import keep_up_with_store, rewrite_tables, sweep_daily
from proctor_core.tasks.queue import BackgroundTasks, queue_in_file
from proctor_core.tasks.recordings import join_recordings
from proctor_core.tasks.webhooks import deliver_webhooks
from proctor_core.wiring.clock import follow_when, go_on_from, now
from proctor_core.wiring.detectors import new_observer
from proctor_core.wiring.ground import Ground, chain_key, lay_ground, retention_times, session_rules
from proctor_core.wiring.monitoring import Monitoring, wire_monitoring
from proctor_core.wiring.uploaded import recording_tasks, recording_uploads

_lock = threading.Lock()
_application: list[Application] = []


def application() -> Application:
    """This process's Application, built at the first call: `app.py` and the page script both run more than once."""
    with _lock:
        if not _application:
            _application.append(build(Settings.load()))
        return _application[0]


def build(settings: Settings) -> Application:
    """Wire the parts by the settings; starts nothing and reads no table.

    Raises:
        ModelUnavailable: the face models are missing.
        Unavailable: the media store can't be opened.
    """
    ground, rules = lay_ground(settings), session_rules(settings)
    engine, media, models = ground.engine, ground.media, ground.models
    recordings = recording_tasks(ground, works_here=settings.analyses_here)
    outbox, known = Outbox(ground.data_dir / "outbox"), KnownTakers(now)
    stored, violations = SessionService(engine, now, rules), ViolationService(engine, now)
    sessions = LastingSessions(stored, known, outbox)
    key = ground.key
    accounts = _accounts(ground, key, known)
    people, tokens = PeopleService(engine, now), ApiTokenService(engine, now)
    surveys = SurveyService(engine, now, rules)
    monitoring = wire_monitoring(ground, stored, violations, outbox)
    monitors, writer, heartbeats = monitoring.monitors, monitoring.writer, monitoring.heartbeats
    known.is_watched = monitors.is_watched
    cookies = CookieSigner(
        key,
        is_secure=settings.secure_cookies,
        max_age_s=int(settings.sign_in_hours * 3600),
        clock=lambda: now().timestamp(),
    )
    enrolment = EnrolmentService(engine, media, now)
    reports, enrolments = ClientReportService(engine, now), ClientEnrolmentService(engine, now)
    looks = PictureLook(lambda: new_observer(models))
    clients = ClientMonitoring(enrolments, enrolment, reports, sessions, media, looks)
    files = SessionFiles(media, ground.log_dir, ground.upload_dir, outbox)
    privacy, withdrawal = PrivacyService(engine, now, files), WithdrawalService(engine, now)
    identity = StoreIdentity(engine, media, now)
    retention = RetentionService(engine, files, retention_times(settings), identity)
    tasks = _tasks(ground, retention, monitoring)
    webhooks = _webhooks(ground, key, tasks)
    uploads = recording_uploads(ground, tasks, recordings.announce)
    audit_log, pool = AuditLogService(engine, now), monitoring.pool
    health = Health(
        engine, media, pool, writer, models, heartbeats, retention, recordings.list.standing, now, ground.log_dir
    )
    demo = _demo(ground, rules, monitoring)
    statistics = StatisticsService(engine, now)
    responses = ResponseService(engine, now, Pseudonyms(key.get_secret_value().encode()))
    reviewing = ReviewService(engine, now, settings.heartbeat_interval, database_now)
    admission = Admission(monitors, pool.looks_per_second, WaitingTimes(engine, now), settings.admission_floor)
    hand_in = HandIn(sessions, monitors, writer, heartbeats, reports)
    live = LiveView(monitors, LiveSessionService(engine, now), heartbeats, hand_in, monitoring.let_go)
    erasure = Erasure(privacy, withdrawal, monitoring.let_go, monitoring.stop_video)
    return Application(
        engine=engine,
        folder=FolderLock(ground.data_dir),
        media=media,
        clock=now,
        go_on_from=go_on_from,
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
        responses=responses,
        privacy=privacy,
        withdrawal=withdrawal,
        erasure=erasure,
        hand_in=hand_in,
        live=live,
        retention=retention,
        webhooks=webhooks,
        verifying=VerifyService(engine, media, chain_key(ground)),
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
        demo_cameras=monitoring.demo_cameras,
        api_parts=ApiParts(
            accounts=accounts,
            tokens=tokens,
            idempotency=IdempotencyService(engine, now, database_now),
            platforms=PlatformService(engine, now, surveys, key.get_secret_value().encode()),
            platform_surveys=PlatformSurveys(engine, surveys),
            people=people,
            surveys=surveys,
            sessions=sessions,
            reviewing=reviewing,
            statistics=statistics,
            responses=responses,
            client_enrolments=enrolments,
            client_reports=reports,
            client_monitoring=clients,
            hand_in=hand_in,
            heartbeats=heartbeats,
            uploads=uploads,
            privacy=privacy,
            evidence=EvidenceAccess(engine, media, now, database_now),
            audit_log=audit_log,
            health=health.report,
            erasure=erasure,
            live=live,
            monitors=monitors,
            writer=writer,
            media=media,
            cookies=cookies,
            clock=now,
            version=__version__,
            rates=Rates(settings.api_rate_per_token, settings.api_rate_per_address),
            cors_origins=settings.cors_origins,
        ),
        settings_in_force=tuple(SettingRow(*row) for row in settings_in_force(settings)),
        ice_servers=settings.ice_servers,
        wants_demo=ground.allows_demo,
    )


def _accounts(ground: Ground, key: SecretStr, known: KnownTakers) -> AccountService:
    return AccountService(
        ground.engine,
        now,
        sign_in_time=timedelta(hours=ground.settings.sign_in_hours),
        allows_demo=ground.allows_demo,
        throttle=Throttle(key.get_secret_value().encode()),
        known=known,
        shared=database_now,
    )


def _webhooks(ground: Ground, key: SecretStr, tasks: BackgroundTasks) -> WebhookService:
    """The messages to other servers; what is committed from now on is sent by a background task."""
    engine, secrets = ground.engine, WebhookSecrets(key.get_secret_value().encode())
    post = WebhookPost(allows_own_network=ground.settings.webhooks_to_own_network)
    call_after_commit(engine, deliver_webhooks(tasks, WebhookSender(engine, now, secrets, post, database_now)))
    return WebhookService(engine, now, secrets, post)


def _tasks(ground: Ground, retention: RetentionService, monitoring: Monitoring) -> BackgroundTasks:
    tasks = BackgroundTasks(queue_in_file(ground.data_dir / "tasks.db"))
    keep_up_with_store(tasks, retention.identity)
    sweep_daily(tasks, retention, now)
    rewrite_tables(tasks, retention.overwriting)
    tasks.every_minutes(
        1, "time", follow_when(lambda: not (monitoring.monitors.all() or monitoring.heartbeats.sessions()))
    )
    monitoring.monitors.video_is_over = join_recordings(tasks, monitoring.keeper.process_due)
    return tasks


def _demo(ground: Ground, rules: SessionRules, monitoring: Monitoring) -> DemoContent:
    models = ground.models
    services = DemoServices(
        ground.engine,
        ground.media,
        now,
        rules=rules,
        models=" ".join(model.file.sha256 for model in models.found),
        session_dirs=(ground.log_dir, ground.upload_dir),
        let_go=monitoring.let_go,
    )
    return DemoContent(services, lambda: new_observer(models), ground.data_dir / "demo")
