"""What the pages of each role are given: the few services that they call, and nothing to find others by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from proctor_core.api.cookies import CookieSigner
from proctor_core.demo.camera import DemoCameras
from proctor_core.demo.content import DemoProgress
from proctor_core.domain.health import HealthReport
from proctor_core.domain.ice_server import IceServer
from proctor_core.models.manifest import ModelSet
from proctor_core.monitoring.admission import Admission
from proctor_core.monitoring.composition import Monitoring
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.live_view import LiveView
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.rejudging.policy_lab import PolicyLab
from proctor_core.services.accounts.accounts import AccountService
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.accounts.sign_ins import SignInService
from proctor_core.services.composition import Services
from proctor_core.services.files.storage import StorageService
from proctor_core.services.keeping.audit_log import AuditLogService
from proctor_core.services.keeping.legal_holds import LegalHoldService
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.mail.queue_mail import QueueMailService
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.recordings.recording_list import RecordingList
from proctor_core.services.reliability import Reliability, reliability
from proctor_core.services.responses.reading import ResponseService
from proctor_core.services.reviewing.additions import AdditionService
from proctor_core.services.reviewing.appeals import AppealService
from proctor_core.services.reviewing.bulk_dismissal import BulkDismissalService
from proctor_core.services.reviewing.gallery import GalleryService
from proctor_core.services.reviewing.held_decisions import HeldDecisionService
from proctor_core.services.reviewing.muting import MuteService
from proctor_core.services.reviewing.own_notes import OwnNotes
from proctor_core.services.reviewing.presence import PresenceService
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.saved_views import SavedViewService
from proctor_core.services.reviewing.statistics import StatisticsService
from proctor_core.services.reviewing.verdicts import VerdictService
from proctor_core.services.sampling.figures import SampleStatistics
from proctor_core.services.surveys.accommodations import AccommodationService
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.surveys.taker_lists import TakerListService
from proctor_core.services.taking.asking_for_help import HelpService
from proctor_core.services.taking.enrolment import EnrolmentService
from proctor_core.services.taking.withdrawal import WithdrawalService
from proctor_core.services.webhooks.webhooks import WebhookService


class Demo(Protocol):
    """Demo content as pages see it."""

    def is_loaded(self) -> bool:
        """Whether demo people are in the database."""
        ...

    def progress(self) -> DemoProgress:
        """How far the background work is."""
        ...

    def remove(self) -> int:
        """Take all of it away; returns how many sessions that were."""
        ...


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as it is in force, for the administrator."""

    name: str
    value: str
    source: str
    description: str


@dataclass(frozen=True, slots=True)
class EveryPage:
    """Who is looking, what stands beside their name, and how far the checks are to be trusted."""

    accounts: AccountService
    sign_ins: SignInService
    cookies: CookieSigner
    demo: Demo
    models: ModelSet
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class TakerPages:
    """What takers do; `offers_demo_camera`: a drawn person may sit before the camera."""

    sessions: LastingSessions
    enrolment: EnrolmentService
    withdrawal: WithdrawalService
    privacy: PrivacyService
    erasure: Erasure
    appeals: AppealService
    own_notes: OwnNotes
    help: HelpService
    hand_in: HandIn
    monitors: MonitorRegistry
    admission: Admission
    models: ModelSet
    ice_servers: tuple[IceServer, ...]
    demo_cameras: DemoCameras
    offers_demo_camera: bool
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class ModeratorPages:
    """What moderators see and decide."""

    reviewing: ReviewService
    held_decisions: HeldDecisionService
    verdicts: VerdictService
    additions: AdditionService
    mutes: MuteService
    bulk_dismissals: BulkDismissalService
    saved_views: SavedViewService
    presence: PresenceService
    queue_mail: QueueMailService
    appeals: AppealService
    gallery: GalleryService
    live: LiveView
    surveys: SurveyService


@dataclass(frozen=True, slots=True)
class AnalystPages:
    """What analysts count."""

    statistics: StatisticsService
    samples: SampleStatistics


@dataclass(frozen=True, slots=True)
class ResponsePages:
    """What takers answered, for whoever may read it."""

    responses: ResponseService


@dataclass(frozen=True, slots=True)
class LabPages:
    """Other policies tried on sessions that were judged, for whoever may count them."""

    lab: PolicyLab


@dataclass(frozen=True, slots=True)
class AdministratorPages:
    """What administrators keep in order.

    Attributes:
        watched: how many sessions this process watches now.
    """

    accounts: AccountService
    people: PeopleService
    tokens: ApiTokenService
    sign_ins: SignInService
    surveys: SurveyService
    asking: AskingService
    taker_lists: TakerListService
    accommodations: AccommodationService
    privacy: PrivacyService
    erasure: Erasure
    webhooks: WebhookService
    storage: StorageService
    legal_holds: LegalHoldService
    appeals: AppealService
    audit_log: AuditLogService
    recordings: RecordingList
    health: Callable[[], HealthReport]
    watched: Callable[[], int]
    models: ModelSet
    settings_in_force: tuple[SettingRow, ...]
    demo: Demo
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class PageServices:
    """By who looks."""

    everybody: EveryPage
    takers: TakerPages
    moderators: ModeratorPages
    analysts: AnalystPages
    responses: ResponsePages
    labs: LabPages
    administrators: AdministratorPages


@dataclass(frozen=True, slots=True)
class AroundPages:
    """What pages show besides services."""

    cookies: CookieSigner
    models: ModelSet
    admission: Admission
    health: Callable[[], HealthReport]
    demo: Demo
    demo_cameras: DemoCameras
    offers_demo_camera: bool
    lab: PolicyLab
    ice_servers: tuple[IceServer, ...] = ()
    settings_in_force: tuple[SettingRow, ...] = ()


def page_services(services: Services, monitoring: Monitoring, around: AroundPages) -> PageServices:
    """Give each role its own."""
    accounts = services.accounts
    return PageServices(
        everybody=EveryPage(
            accounts.accounts, accounts.sign_ins, around.cookies, around.demo, around.models, reliability()
        ),
        takers=_for_takers(services, monitoring, around),
        moderators=ModeratorPages(
            reviewing=services.reviewing.reviewing,
            held_decisions=services.reviewing.held_decisions,
            verdicts=services.reviewing.verdicts,
            additions=services.reviewing.additions,
            mutes=services.reviewing.mutes,
            bulk_dismissals=services.reviewing.bulk_dismissals,
            saved_views=services.reviewing.saved_views,
            presence=services.reviewing.presence,
            queue_mail=services.reviewing.queue_mail,
            appeals=services.reviewing.appeals,
            gallery=services.reviewing.gallery,
            live=monitoring.live,
            surveys=services.surveys.surveys,
        ),
        analysts=AnalystPages(services.reviewing.statistics, services.reviewing.samples),
        responses=ResponsePages(services.reviewing.responses),
        labs=LabPages(around.lab),
        administrators=_for_administrators(services, monitoring, around),
    )


def _for_takers(services: Services, monitoring: Monitoring, around: AroundPages) -> TakerPages:
    return TakerPages(
        sessions=services.taking.sessions,
        enrolment=services.taking.enrolment,
        withdrawal=services.taking.withdrawal,
        privacy=services.keeping.privacy,
        erasure=monitoring.erasure,
        appeals=services.reviewing.appeals,
        own_notes=services.reviewing.own_notes,
        help=services.taking.help,
        hand_in=monitoring.hand_in,
        monitors=monitoring.monitors,
        admission=around.admission,
        models=around.models,
        ice_servers=around.ice_servers,
        demo_cameras=around.demo_cameras,
        offers_demo_camera=around.offers_demo_camera,
        clock=services.basis.clock,
    )


def _for_administrators(services: Services, monitoring: Monitoring, around: AroundPages) -> AdministratorPages:
    return AdministratorPages(
        accounts=services.accounts.accounts,
        people=services.accounts.people,
        tokens=services.accounts.tokens,
        sign_ins=services.accounts.sign_ins,
        surveys=services.surveys.surveys,
        asking=services.surveys.asking,
        taker_lists=services.surveys.taker_lists,
        accommodations=services.surveys.accommodations,
        privacy=services.keeping.privacy,
        erasure=monitoring.erasure,
        webhooks=services.platforms.webhooks,
        storage=services.keeping.storage,
        legal_holds=services.keeping.legal_holds,
        appeals=services.reviewing.appeals,
        audit_log=services.keeping.audit_log,
        recordings=services.recordings.listed,
        health=around.health,
        watched=lambda: len(monitoring.monitors.all()),
        models=around.models,
        settings_in_force=around.settings_in_force,
        demo=around.demo,
        clock=services.basis.clock,
    )
