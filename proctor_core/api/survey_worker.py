"""Who works with surveys over the API: a person of the house, or a platform's server, which reaches its own and the house's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict
from uuid import UUID

from fastapi import Depends

from db.tables import Survey, SurveySession
from proctor_core.api.given import Asking, PlatformOwn, Surveys
from proctor_core.api.signed_in import SomeCaller
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import PolicyName
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.errors import NotAllowed
from proctor_core.services.accounts.api_tokens import Caller
from proctor_core.services.platforms.platform_surveys import PlatformSurveys
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.surveys.surveys import SurveyService


class ProctoringChoices(TypedDict):
    """How a survey is watched, what it does about minors, and what it asks of moderators."""

    proctoring_enabled: bool
    policy: PolicyName | None
    policy_values: Mapping[str, float | None]
    minors: Minors | None
    hybrid_unflagged: HybridUnflagged
    moderator_instructions: str | None


@dataclass(frozen=True, slots=True)
class SurveyWorker:
    """Whoever asks; what a person's role may do is the service's to say."""

    caller: Caller
    house: SurveyService
    asking: AskingService
    platforms: PlatformSurveys

    def add(self, slug: str, definition: Mapping[str, Any], proctoring: ProctoringChoices) -> Survey:
        """Add a survey or its next version; raises what `SurveyService.add_version` raises."""
        if self.caller.token and self.caller.platform:
            return self.platforms.add_version(self.caller.token, slug, definition, **proctoring)
        return self.house.add_version(self.caller.person, slug, definition, **proctoring)

    def surveys(self, limit: int) -> Sequence[Survey]:
        """The newest survey versions within reach."""
        if self.caller.token and self.caller.platform:
            return self.platforms.list(self.caller.token, limit=limit)
        return self.house.surveys(self.caller.person, limit=limit)

    def survey(self, survey_id: UUID) -> Survey:
        """One survey version; raises NotFound for what is out of reach."""
        if self.caller.token and self.caller.platform:
            return self.platforms.survey(self.caller.token, survey_id)
        return self.house.survey(self.caller.person, survey_id)

    def assign(self, survey_id: UUID, taker_id: UUID) -> SurveySession:
        """Ask a taker; raises what `AskingService.assign` raises."""
        if self.caller.token and self.caller.platform:
            return self.platforms.assign(self.caller.token, survey_id, taker_id)
        return self.asking.assign(self.caller.person, survey_id, taker_id)


def worker_of(caller: SomeCaller, house: Surveys, asking: Asking, platforms: PlatformOwn) -> SurveyWorker:
    """The asker.

    Raises:
        NotAllowed: a token for one session.
    """
    if caller.session_id is not None:
        raise NotAllowed(CallerRefusal.SESSION_TOKEN)
    return SurveyWorker(caller, house, asking, platforms)


SomeWorker = Annotated[SurveyWorker, Depends(worker_of)]
