"""What routes are given: each names the services that it uses, and gets no more."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from proctor_core.api.cookies import CookieSigner
from proctor_core.api.parts import ApiParts
from proctor_core.media.store import MediaStore
from proctor_core.monitoring.clients.client_monitoring import ClientMonitoring
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook
from proctor_core.monitoring.erasure import Erasure
from proctor_core.monitoring.hand_in import HandIn
from proctor_core.monitoring.live_view import LiveView
from proctor_core.monitoring.monitors.registry import MonitorRegistry
from proctor_core.services.accounts.accounts import AccountService
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.keeping.audit_log import AuditLogService
from proctor_core.services.keeping.case_file import CaseFileService
from proctor_core.services.keeping.privacy import PrivacyService
from proctor_core.services.outage.lasting_sessions import LastingSessions
from proctor_core.services.platforms.idempotency import IdempotencyService
from proctor_core.services.platforms.platform_surveys import PlatformSurveys
from proctor_core.services.platforms.platforms import PlatformService
from proctor_core.services.recordings.recording_uploads import RecordingUploads
from proctor_core.services.responses.reading import ResponseService
from proctor_core.services.reviewing.additions import AdditionService
from proctor_core.services.reviewing.appeals import AppealService
from proctor_core.services.reviewing.evidence_access import EvidenceAccess
from proctor_core.services.reviewing.held_decisions import HeldDecisionService
from proctor_core.services.reviewing.muting import MuteService
from proctor_core.services.reviewing.reviewing import ReviewService
from proctor_core.services.reviewing.statistics import StatisticsService
from proctor_core.services.reviewing.verdicts import VerdictService
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.surveys.surveys import SurveyService
from proctor_core.services.taking.client_enrolment import ClientEnrolmentService
from proctor_core.services.taking.client_reports import ClientReportService

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Entry:
    """What says who comes in."""

    accounts: AccountService
    people: PeopleService
    tokens: ApiTokenService
    cookies: CookieSigner


def parts_of(request: Request) -> ApiParts:
    """What this API was built with."""
    return request.app.state.parts


def entry_now(request: Request) -> Entry:
    """What says who comes in here."""
    parts = parts_of(request)
    accounts = parts.services.accounts
    return Entry(accounts.accounts, accounts.people, accounts.tokens, parts.cookies)


def uploads_of(request: Request) -> RecordingUploads:
    """What takes recordings in, for routes that read their own bodies."""
    return parts_of(request).services.recordings.uploads


def heartbeats_of(request: Request) -> HeartbeatBook:
    """The book of heartbeats, for the route that is called most."""
    return parts_of(request).monitoring.writing.heartbeats


async def _entry(request: Request) -> Entry:
    return entry_now(request)


def _part(of: Callable[[ApiParts], Part]) -> Callable[[Request], Coroutine[Any, Any, Part]]:
    """A dependency; a coroutine, since FastAPI would send a plain function to another thread."""

    async def part(request: Request) -> Part:
        return of(parts_of(request))

    return part


Parts = Annotated[ApiParts, Depends(_part(lambda parts: parts))]
"""All of it, for the program's own state and numbers alone."""
SomeEntry = Annotated[Entry, Depends(_entry)]
Surveys = Annotated[SurveyService, Depends(_part(lambda parts: parts.services.surveys.surveys))]
Asking = Annotated[AskingService, Depends(_part(lambda parts: parts.services.surveys.asking))]
PlatformOwn = Annotated[PlatformSurveys, Depends(_part(lambda parts: parts.services.platforms.surveys))]
Platforms = Annotated[PlatformService, Depends(_part(lambda parts: parts.services.platforms.platforms))]
Idempotency = Annotated[IdempotencyService, Depends(_part(lambda parts: parts.services.platforms.idempotency))]
Sessions = Annotated[LastingSessions, Depends(_part(lambda parts: parts.services.taking.sessions))]
ClientEnrolments = Annotated[
    ClientEnrolmentService, Depends(_part(lambda parts: parts.services.taking.client_enrolments))
]
ClientReports = Annotated[ClientReportService, Depends(_part(lambda parts: parts.services.taking.client_reports))]
Reviewing = Annotated[ReviewService, Depends(_part(lambda parts: parts.services.reviewing.reviewing))]
HeldDecisions = Annotated[HeldDecisionService, Depends(_part(lambda parts: parts.services.reviewing.held_decisions))]
Verdicts = Annotated[VerdictService, Depends(_part(lambda parts: parts.services.reviewing.verdicts))]
Additions = Annotated[AdditionService, Depends(_part(lambda parts: parts.services.reviewing.additions))]
Mutes = Annotated[MuteService, Depends(_part(lambda parts: parts.services.reviewing.mutes))]
Statistics = Annotated[StatisticsService, Depends(_part(lambda parts: parts.services.reviewing.statistics))]
Appeals = Annotated[AppealService, Depends(_part(lambda parts: parts.services.reviewing.appeals))]
Evidence = Annotated[EvidenceAccess, Depends(_part(lambda parts: parts.services.reviewing.evidence))]
Responses = Annotated[ResponseService, Depends(_part(lambda parts: parts.services.reviewing.responses))]
CaseFiles = Annotated[CaseFileService, Depends(_part(lambda parts: parts.services.keeping.case_files))]
Privacy = Annotated[PrivacyService, Depends(_part(lambda parts: parts.services.keeping.privacy))]
AuditLog = Annotated[AuditLogService, Depends(_part(lambda parts: parts.services.keeping.audit_log))]
Media = Annotated[MediaStore, Depends(_part(lambda parts: parts.services.basis.media))]
Clock = Annotated[Callable[[], datetime], Depends(_part(lambda parts: parts.services.basis.clock))]
Monitors = Annotated[MonitorRegistry, Depends(_part(lambda parts: parts.monitoring.monitors))]
Heartbeats = Annotated[HeartbeatBook, Depends(_part(lambda parts: parts.monitoring.writing.heartbeats))]
HandingIn = Annotated[HandIn, Depends(_part(lambda parts: parts.monitoring.hand_in))]
Live = Annotated[LiveView, Depends(_part(lambda parts: parts.monitoring.live))]
Erasing = Annotated[Erasure, Depends(_part(lambda parts: parts.monitoring.erasure))]
Clients = Annotated[ClientMonitoring, Depends(_part(lambda parts: parts.clients))]
