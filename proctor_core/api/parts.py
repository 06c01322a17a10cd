"""What the API is built with; `bootstrap` fills it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from proctor_core.api.cookies import CookieSigner
from proctor_core.api.rate_limits import Rates
from proctor_core.api.request_counts import ApiCounts
from proctor_core.domain.health import HealthReport
from proctor_core.media.store import MediaStore
from proctor_core.monitoring.clients.client_monitoring import ClientMonitoring
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.live_view import LiveView
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.monitoring.writing.record_writer import RecordWriter
from proctor_core.services.accounts.accounts import AccountService
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.keeping.audit_log import AuditLogService
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.platforms.idempotency import IdempotencyService
from proctor_core.services.platforms.platform_surveys import PlatformSurveys
from proctor_core.services.platforms.platforms import PlatformService
from proctor_core.services.recordings.recording_uploads import RecordingUploads
from proctor_core.services.responses.reading import ResponseService
from proctor_core.services.reviewing.evidence_access import EvidenceAccess
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.statistics import StatisticsService
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.taking.client_enrolment import ClientEnrolmentService
from proctor_core.services.taking.client_reports import ClientReportService


@dataclass(frozen=True, slots=True)
class ApiParts:
    """Services and signers that the routes call.

    Attributes:
        steady_s: seconds that only grow, for limits; `clock` is for what is written down.
        cors_origins: other origins whose scripts may call, with a token.
    """

    accounts: AccountService
    tokens: ApiTokenService
    idempotency: IdempotencyService
    platforms: PlatformService
    platform_surveys: PlatformSurveys
    people: PeopleService
    surveys: SurveyService
    sessions: LastingSessions
    reviewing: ReviewService
    statistics: StatisticsService
    responses: ResponseService
    client_enrolments: ClientEnrolmentService
    client_reports: ClientReportService
    client_monitoring: ClientMonitoring
    hand_in: HandIn
    heartbeats: HeartbeatBook
    uploads: RecordingUploads
    privacy: PrivacyService
    erasure: Erasure
    evidence: EvidenceAccess
    live: LiveView
    monitors: MonitorRegistry
    audit_log: AuditLogService
    health: Callable[[], HealthReport]
    writer: RecordWriter
    media: MediaStore
    cookies: CookieSigner
    clock: Callable[[], datetime]
    version: str
    steady_s: Callable[[], float] = time.monotonic
    rates: Rates = field(default_factory=Rates)
    cors_origins: tuple[str, ...] = ()
    counts: ApiCounts = field(default_factory=ApiCounts)
