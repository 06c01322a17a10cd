"""What the API is built with; `bootstrap` fills it."""

from collections.abc import Callable
from dataclasses import dataclass

from proctor_core.api.cookies import CookieSigner
from proctor_core.media.store import MediaStore
from proctor_core.monitoring.registry import MonitorRegistry
from proctor_core.services.accounts import AccountService
from proctor_core.services.evidence_access import EvidenceAccess
from proctor_core.services.people import PeopleService
from proctor_core.services.privacy import PrivacyService
from proctor_core.services.sessions import SessionService


@dataclass(frozen=True, slots=True)
class ApiParts:
    """Services and signers that the routes call."""

    accounts: AccountService
    people: PeopleService
    sessions: SessionService
    privacy: PrivacyService
    evidence: EvidenceAccess
    monitors: MonitorRegistry
    media: MediaStore
    cookies: CookieSigner
    is_demo: Callable[[], bool]
    version: str
