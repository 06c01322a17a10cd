"""The one place where services are made: from a database, a clock, a media store and the settings' pieces.

The program, the demo's stories and the tests call `compose_services`; whoever draws or routes gets the few services that it uses.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from pwdlib import PasswordHash
from sqlalchemy import Engine

from db.shared_clock import SharedClock
from proctor_core.domain.chain import ChainKey
from proctor_core.domain.retention import RetentionTimes
from proctor_core.media.store import MediaStore
from proctor_core.media.upload_folder import UploadFolder
from proctor_core.services.accounts.accounts import AccountService
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.accounts.known_takers import KnownTakers
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.accounts.sign_in_throttle import Throttle
from proctor_core.services.accounts.sign_ins import SignInService
from proctor_core.services.chain.verifying import VerifyService
from proctor_core.services.files.data_folders import DataFolders
from proctor_core.services.files.session_files import SessionFiles
from proctor_core.services.files.storage import StorageService
from proctor_core.services.files.store_identity import StoreIdentity
from proctor_core.services.keeping.audit_log import AuditLogService
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.outage.filing import Filing
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.platforms.idempotency import IdempotencyService
from proctor_core.services.platforms.platform_surveys import PlatformSurveys
from proctor_core.services.platforms.platforms import PlatformService
from proctor_core.services.recordings.recording_list import RecordingList
from proctor_core.services.recordings.recording_uploads import RecordingUploads
from proctor_core.services.recordings.recordings import RecordingService
from proctor_core.services.recordings.upload_admission import UploadLimits
from proctor_core.services.responses.pseudonyms import Pseudonyms
from proctor_core.services.responses.reading import ResponseService
from proctor_core.services.reviewing.evidence_access import EvidenceAccess
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.session_history import SessionHistory
from proctor_core.services.reviewing.statistics import StatisticsService
from proctor_core.services.reviewing.verdicts import VerdictService
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.surveys.taker_lists import TakerListService
from proctor_core.services.taking.client_enrolment import ClientEnrolmentService
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.client_reports import ClientReportService
from proctor_core.services.taking.enrolment import EnrolmentService
from proctor_core.services.taking.live_sessions import LiveSessionService
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.waiting import WaitingTimes
from proctor_core.services.taking.withdrawal import WithdrawalService
from proctor_core.services.webhooks.webhook_post import WebhookPost
from proctor_core.services.webhooks.webhook_sending import WebhookSender
from proctor_core.services.webhooks.webhooks import WebhookSecrets, WebhookService

Clock = Callable[[], datetime]


def _ignore(_: UUID) -> None:
    """What nobody analyses needs no announcement."""


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """The pieces of the settings that services take.

    Attributes:
        key: keys the chain, webhooks' secrets, pseudonyms, throttles and platforms' tokens.
        announce: hears the id of each recording that is to be analysed, after the commit.
        shared: the clock by which processes agree; None where there is one process and its own clock does.
    """

    key: bytes
    folders: DataFolders
    rules: SessionRules = field(default_factory=SessionRules)
    heartbeat_s: float = 5.0
    sign_in_time: timedelta = timedelta(hours=12)
    allows_demo: bool = False
    passwords: PasswordHash = field(default_factory=PasswordHash.recommended)
    retention: RetentionTimes = field(default_factory=RetentionTimes)
    uploads: UploadLimits = field(default_factory=UploadLimits)
    webhooks_to_own_network: bool = False
    announce: Callable[[UUID], None] = _ignore
    shared: SharedClock | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What every service stands on."""

    engine: Engine
    clock: Clock
    media: MediaStore
    settings: ServiceSettings


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who may come in."""

    accounts: AccountService
    people: PeopleService
    tokens: ApiTokenService
    sign_ins: SignInService
    known: KnownTakers


@dataclass(frozen=True, slots=True)
class Surveys:
    """What is asked, and of whom."""

    surveys: SurveyService
    taker_lists: TakerListService


@dataclass(frozen=True, slots=True)
class Taking:
    """The taker's side; `sessions` lasts while the database is away, `stored` is the database alone."""

    sessions: LastingSessions
    stored: SessionService
    outbox: Outbox
    filing: Filing
    enrolment: EnrolmentService
    violations: ViolationService
    withdrawal: WithdrawalService
    waiting_times: WaitingTimes
    live_sessions: LiveSessionService
    client_enrolments: ClientEnrolmentService
    client_reports: ClientReportService
    client_heartbeats: ClientHeartbeatService


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What moderators and analysts see and decide."""

    reviewing: ReviewService
    verdicts: VerdictService
    statistics: StatisticsService
    evidence: EvidenceAccess
    history: SessionHistory
    responses: ResponseService


@dataclass(frozen=True, slots=True)
class Recordings:
    """Video: `live` what is recorded here, `uploads` what clients send, `listed` what administrators see of their analysis."""

    live: RecordingService
    uploads: RecordingUploads
    listed: RecordingList


@dataclass(frozen=True, slots=True)
class Platforms:
    """Other servers: what they ask of this one, and what they are told."""

    platforms: PlatformService
    surveys: PlatformSurveys
    idempotency: IdempotencyService
    webhooks: WebhookService
    webhook_sender: WebhookSender


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept, for how long, and how that is proved."""

    privacy: PrivacyService
    retention: RetentionService
    files: SessionFiles
    identity: StoreIdentity
    storage: StorageService
    audit_log: AuditLogService
    verifying: VerifyService


@dataclass(frozen=True, slots=True)
class Services:
    """All services over one database, by room."""

    basis: Basis
    accounts: Accounts
    surveys: Surveys
    taking: Taking
    reviewing: Reviewing
    recordings: Recordings
    platforms: Platforms
    keeping: Keeping


def compose_services(engine: Engine, clock: Clock, media: MediaStore, settings: ServiceSettings) -> Services:
    """Make them; opens no file and reads no table."""
    basis = Basis(engine, clock, media, settings)
    accounts = _accounts(basis)
    surveys = SurveyService(engine, clock, settings.rules)
    taking = _taking(basis, accounts.known)
    return Services(
        basis=basis,
        accounts=accounts,
        surveys=Surveys(surveys, TakerListService(engine, accounts.people, surveys)),
        taking=taking,
        reviewing=_reviewing(basis),
        recordings=_recordings(basis),
        platforms=_platforms(basis, surveys),
        keeping=_keeping(basis, taking.outbox),
    )


def _accounts(basis: Basis) -> Accounts:
    engine, clock, settings = basis.engine, basis.clock, basis.settings
    known = KnownTakers(clock)
    accounts = AccountService(
        engine,
        clock,
        sign_in_time=settings.sign_in_time,
        allows_demo=settings.allows_demo,
        passwords=settings.passwords,
        throttle=Throttle(settings.key),
        known=known,
        shared=settings.shared,
    )
    people = PeopleService(engine, clock, passwords=settings.passwords)
    return Accounts(accounts, people, ApiTokenService(engine, clock), SignInService(engine, clock), known)


def _taking(basis: Basis, known: KnownTakers) -> Taking:
    engine, clock = basis.engine, basis.clock
    stored, violations = SessionService(engine, clock, basis.settings.rules), ViolationService(engine, clock)
    outbox = Outbox(basis.settings.folders.outbox)
    return Taking(
        sessions=LastingSessions(stored, known, outbox),
        stored=stored,
        outbox=outbox,
        filing=Filing(violations, stored),
        enrolment=EnrolmentService(engine, basis.media, clock),
        violations=violations,
        withdrawal=WithdrawalService(engine, clock),
        waiting_times=WaitingTimes(engine, clock),
        live_sessions=LiveSessionService(engine, clock),
        client_enrolments=ClientEnrolmentService(engine, clock),
        client_reports=ClientReportService(engine, clock),
        client_heartbeats=ClientHeartbeatService(engine, clock, violations),
    )


def _reviewing(basis: Basis) -> Reviewing:
    engine, clock, settings = basis.engine, basis.clock, basis.settings
    return Reviewing(
        reviewing=ReviewService(engine, clock, settings.heartbeat_s, settings.shared),
        verdicts=VerdictService(engine, clock, settings.shared),
        statistics=StatisticsService(engine, clock),
        evidence=EvidenceAccess(engine, basis.media, clock, settings.shared),
        history=SessionHistory(engine),
        responses=ResponseService(engine, clock, Pseudonyms(settings.key)),
    )


def _recordings(basis: Basis) -> Recordings:
    engine, clock, media, settings = basis.engine, basis.clock, basis.media, basis.settings
    folder = UploadFolder(settings.folders.uploads)
    return Recordings(
        live=RecordingService(engine, clock),
        uploads=RecordingUploads(engine, clock, folder, media, settings.uploads, settings.announce),
        listed=RecordingList(engine, clock, media, settings.announce),
    )


def _platforms(basis: Basis, surveys: SurveyService) -> Platforms:
    engine, clock, settings = basis.engine, basis.clock, basis.settings
    secrets, post = WebhookSecrets(settings.key), WebhookPost(allows_own_network=settings.webhooks_to_own_network)
    return Platforms(
        platforms=PlatformService(engine, clock, surveys, settings.key),
        surveys=PlatformSurveys(engine, surveys),
        idempotency=IdempotencyService(engine, clock, settings.shared),
        webhooks=WebhookService(engine, clock, secrets, post),
        webhook_sender=WebhookSender(engine, clock, secrets, post, settings.shared),
    )


def _keeping(basis: Basis, outbox: Outbox) -> Keeping:
    engine, clock, media, settings = basis.engine, basis.clock, basis.media, basis.settings
    files = SessionFiles(media, settings.folders.observations, settings.folders.uploads, outbox)
    identity = StoreIdentity(engine, media, clock)
    return Keeping(
        privacy=PrivacyService(engine, clock, files),
        retention=RetentionService(engine, files, settings.retention, identity),
        files=files,
        identity=identity,
        storage=StorageService(engine, clock, settings.retention),
        audit_log=AuditLogService(engine, clock),
        verifying=VerifyService(engine, media, ChainKey.of(settings.key)),
    )
