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
from proctor_core.domain.appeal import AppealTimes
from proctor_core.domain.blind_sample import Lottery
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
from proctor_core.services.keeping.case_file import CaseFileService
from proctor_core.services.keeping.legal_holds import LegalHoldService
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.keeping.retention import RetentionService
from proctor_core.services.keeping.statistics_sums import StatisticsSums
from proctor_core.services.mail.queue_mail import QueueMailService
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
from proctor_core.services.reviewing.additions import AdditionService
from proctor_core.services.reviewing.appeals import AppealService
from proctor_core.services.reviewing.bulk_dismissal import BulkDismissalService
from proctor_core.services.reviewing.evidence_access import EvidenceAccess
from proctor_core.services.reviewing.gallery import GalleryService
from proctor_core.services.reviewing.held_decisions import HeldDecisionService
from proctor_core.services.reviewing.muting import MuteService
from proctor_core.services.reviewing.own_notes import OwnNotes
from proctor_core.services.reviewing.presence import PresenceService
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.saved_views import SavedViewService
from proctor_core.services.reviewing.session_history import SessionHistory
from proctor_core.services.reviewing.statistics import StatisticsService
from proctor_core.services.reviewing.verdicts import VerdictService
from proctor_core.services.sampling.figures import SampleStatistics
from proctor_core.services.surveys.accommodations import AccommodationService
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.surveys.taker_lists import TakerListService
from proctor_core.services.taking.asking_for_help import HelpService
from proctor_core.services.taking.client_enrolment import ClientEnrolmentService
from proctor_core.services.taking.client_heartbeats import ClientHeartbeatService
from proctor_core.services.taking.client_reports import ClientReportService
from proctor_core.services.taking.enrolment import EnrolmentService
from proctor_core.services.taking.live_sessions import LiveSessionService
from proctor_core.services.taking.sessions import SessionService
from proctor_core.services.taking.violations import ViolationService
from proctor_core.services.taking.waiting import WaitingTimes
from proctor_core.services.taking.withdrawal import WithdrawalService
from proctor_core.services.webhooks.waiting_news import WaitingNews
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
        queue_age: how long a session waits before webhooks are told; None: never.
        queue_mail_hour: of the server's day; None: there is no mail server.
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
    appeals: AppealTimes = field(default_factory=AppealTimes)
    uploads: UploadLimits = field(default_factory=UploadLimits)
    webhooks_to_own_network: bool = False
    queue_age: timedelta | None = None
    queue_mail_hour: int | None = None
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
    asking: AskingService
    taker_lists: TakerListService
    accommodations: AccommodationService


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
    help: HelpService
    client_enrolments: ClientEnrolmentService
    client_reports: ClientReportService
    client_heartbeats: ClientHeartbeatService


@dataclass(frozen=True, slots=True)
class Reviewing:
    """What moderators and analysts see and decide."""

    reviewing: ReviewService
    held_decisions: HeldDecisionService
    verdicts: VerdictService
    additions: AdditionService
    mutes: MuteService
    bulk_dismissals: BulkDismissalService
    saved_views: SavedViewService
    presence: PresenceService
    queue_mail: QueueMailService
    gallery: GalleryService
    statistics: StatisticsService
    samples: SampleStatistics
    evidence: EvidenceAccess
    history: SessionHistory
    responses: ResponseService
    appeals: AppealService
    own_notes: OwnNotes


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
    waiting_news: WaitingNews


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
    case_files: CaseFileService
    legal_holds: LegalHoldService
    statistics_sums: StatisticsSums


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
    asking = AskingService(engine, clock, settings.rules)
    taking = _taking(basis, accounts.known)
    reviewing = _reviewing(basis)
    return Services(
        basis=basis,
        accounts=accounts,
        surveys=Surveys(
            surveys,
            asking,
            TakerListService(engine, accounts.people, surveys, asking),
            AccommodationService(engine, clock),
        ),
        taking=taking,
        reviewing=reviewing,
        recordings=_recordings(basis),
        platforms=_platforms(basis, surveys, asking),
        keeping=_keeping(basis, taking.outbox, reviewing),
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
    lottery = Lottery(basis.settings.key)
    stored, violations = SessionService(engine, clock, basis.settings.rules, lottery), ViolationService(engine, clock)
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
        help=HelpService(engine, clock),
        client_enrolments=ClientEnrolmentService(engine, clock),
        client_reports=ClientReportService(engine, clock),
        client_heartbeats=ClientHeartbeatService(engine, clock, violations),
    )


def _reviewing(basis: Basis) -> Reviewing:
    engine, clock, settings = basis.engine, basis.clock, basis.settings
    lottery, statistics = Lottery(settings.key), StatisticsService(engine, clock)
    return Reviewing(
        reviewing=ReviewService(engine, clock, settings.heartbeat_s, settings.shared, lottery),
        held_decisions=HeldDecisionService(engine, clock, settings.shared, lottery),
        verdicts=VerdictService(engine, clock, settings.shared),
        additions=AdditionService(engine, clock, settings.shared),
        mutes=MuteService(engine, clock, settings.shared),
        bulk_dismissals=BulkDismissalService(engine, clock, settings.shared),
        saved_views=SavedViewService(engine, clock),
        presence=PresenceService(engine, clock, settings.shared),
        queue_mail=QueueMailService(engine, clock, settings.queue_mail_hour, settings.shared),
        gallery=GalleryService(engine, clock, settings.shared),
        statistics=statistics,
        samples=SampleStatistics(engine, statistics),
        evidence=EvidenceAccess(engine, basis.media, clock, settings.shared),
        history=SessionHistory(engine),
        responses=ResponseService(engine, clock, Pseudonyms(settings.key)),
        appeals=AppealService(engine, clock, settings.appeals),
        own_notes=OwnNotes(engine),
    )


def _recordings(basis: Basis) -> Recordings:
    engine, clock, media, settings = basis.engine, basis.clock, basis.media, basis.settings
    folder = UploadFolder(settings.folders.uploads)
    return Recordings(
        live=RecordingService(engine, clock),
        uploads=RecordingUploads(engine, clock, folder, media, settings.uploads, settings.announce),
        listed=RecordingList(engine, clock, media, settings.announce),
    )


def _platforms(basis: Basis, surveys: SurveyService, asking: AskingService) -> Platforms:
    engine, clock, settings = basis.engine, basis.clock, basis.settings
    secrets, post = WebhookSecrets(settings.key), WebhookPost(allows_own_network=settings.webhooks_to_own_network)
    return Platforms(
        platforms=PlatformService(engine, clock, asking, settings.key),
        surveys=PlatformSurveys(engine, surveys, asking),
        idempotency=IdempotencyService(engine, clock, settings.shared),
        webhooks=WebhookService(engine, clock, secrets, post),
        webhook_sender=WebhookSender(engine, clock, secrets, post, settings.shared),
        waiting_news=WaitingNews(engine, clock, settings.queue_age, settings.shared),
    )


def _keeping(basis: Basis, outbox: Outbox, reviewing: Reviewing) -> Keeping:
    engine, clock, media, settings = basis.engine, basis.clock, basis.media, basis.settings
    files = SessionFiles(media, settings.folders.observations, settings.folders.uploads, outbox)
    identity = StoreIdentity(engine, media, clock)
    verifying = VerifyService(engine, media, ChainKey.of(settings.key))
    return Keeping(
        privacy=PrivacyService(engine, clock, files),
        retention=RetentionService(engine, files, settings.retention, identity),
        files=files,
        identity=identity,
        storage=StorageService(engine, clock, settings.retention),
        audit_log=AuditLogService(engine, clock),
        verifying=verifying,
        legal_holds=LegalHoldService(engine, clock),
        statistics_sums=StatisticsSums(engine, clock),
        case_files=CaseFileService(engine, clock, media, reviewing.reviewing, reviewing.evidence, verifying),
    )
