"""Who works with surveys over the API: a person of the house, or a platform's server, which reaches its own and the house's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict
from uuid import UUID

from fastapi import Depends

from db.tables import Survey, SurveySession
from proctor_core.api.parts import ApiParts
from proctor_core.api.signed_in import Parts, SomeCaller
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import PolicyName
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.errors import NotAllowed
from proctor_core.services.accounts.api_tokens import Caller


class ProctoringChoices(TypedDict):
    """How a survey is watched, and what it does about minors."""

    proctoring_enabled: bool
    policy: PolicyName | None
    minors: Minors | None
    hybrid_unflagged: HybridUnflagged


@dataclass(frozen=True, slots=True)
class SurveyWorker:
    """Whoever asks; what a person's role may do is the service's to say."""

    caller: Caller
    parts: ApiParts

    def add(self, slug: str, definition: Mapping[str, Any], proctoring: ProctoringChoices) -> Survey:
        """Add a survey or its next version; raises what `SurveyService.add_version` raises."""
        if self.caller.token and self.caller.platform:
            return self.parts.platform_surveys.add_version(self.caller.token, slug, definition, **proctoring)
        return self.parts.surveys.add_version(self.caller.person, slug, definition, **proctoring)

    def surveys(self, limit: int) -> Sequence[Survey]:
        """The newest survey versions within reach."""
        if self.caller.token and self.caller.platform:
            return self.parts.platform_surveys.list(self.caller.token, limit=limit)
        return self.parts.surveys.surveys(self.caller.person, limit=limit)

    def survey(self, survey_id: UUID) -> Survey:
        """One survey version; raises NotFound for what is out of reach."""
        if self.caller.token and self.caller.platform:
            return self.parts.platform_surveys.survey(self.caller.token, survey_id)
        return self.parts.surveys.survey(self.caller.person, survey_id)

    def assign(self, survey_id: UUID, taker_id: UUID) -> SurveySession:
        """Ask a taker; raises what `SurveyService.assign` raises."""
        if self.caller.token and self.caller.platform:
            return self.parts.platform_surveys.assign(self.caller.token, survey_id, taker_id)
        return self.parts.surveys.assign(self.caller.person, survey_id, taker_id)


def worker_of(caller: SomeCaller, parts: Parts) -> SurveyWorker:
    """The asker.

    Raises:
        NotAllowed: a token for one session.
    """
    if caller.session_id is not None:
        raise NotAllowed(CallerRefusal.SESSION_TOKEN)
    return SurveyWorker(caller, parts)


SomeWorker = Annotated[SurveyWorker, Depends(worker_of)]
