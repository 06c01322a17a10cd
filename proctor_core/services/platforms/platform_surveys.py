"""Surveys as another platform's server reaches them: its own, and those of the house, which it may use and not change.

A survey of another platform is answered as if it were not there, and so are people who are not the platform's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading
from db.queries.accounts import find_user
from db.queries.api_access import is_person_of_platform
from db.queries.surveys import survey_for_platform, surveys_before
from db.tables import ApiToken, Survey, SurveySession
from proctor_core.codes.missing import Missing
from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.minors import Minors
from proctor_core.domain.ownership import HOUSE
from proctor_core.domain.paging import PAGE, Cursor
from proctor_core.domain.policy import PolicyName
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.errors import NotAllowed, NotFound
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.surveys.surveys import SurveyService


@dataclass(frozen=True, slots=True)
class PlatformSurveys:
    """What a service token may do with surveys."""

    engine: Engine
    surveys: SurveyService
    asking: AskingService

    def add_version(
        self,
        token: ApiToken,
        slug: str,
        definition: Mapping[str, Any],
        *,
        proctoring_enabled: bool = True,
        policy: PolicyName | None = None,
        policy_values: Mapping[str, float | None] | None = None,
        minors: Minors | None = None,
        hybrid_unflagged: HybridUnflagged = HybridUnflagged.REVIEW,
        moderator_instructions: str | None = None,
    ) -> Survey:
        """Store a survey of the platform, or its next version; the same slug of somebody else is another survey.

        Raises:
            InvalidInput, Conflict: as `SurveyService.add_version`.
        """
        with reading(self.engine) as db:
            issuer = find_user(db, token.user_id)
        return self.surveys.add_version(
            issuer,
            slug,
            definition,
            proctoring_enabled=proctoring_enabled,
            policy=policy,
            policy_values=policy_values,
            minors=minors,
            hybrid_unflagged=hybrid_unflagged,
            moderator_instructions=moderator_instructions,
            platform=owner_of(token),
        )

    def survey(self, token: ApiToken, survey_id: UUID) -> Survey:
        """One survey version that the platform may use.

        Raises:
            NotFound: there is none, or it is another platform's.
        """
        with reading(self.engine) as db:
            return survey_for_platform(db, owner_of(token), survey_id)

    def list(self, token: ApiToken, *, after: Cursor | None = None, limit: int = PAGE) -> Sequence[Survey]:
        """The survey versions that the platform may use, newest first."""
        with reading(self.engine) as db:
            return surveys_before(db, after, limit, (owner_of(token), HOUSE))

    def assign(self, token: ApiToken, survey_id: UUID, taker_id: UUID) -> SurveySession:
        """Ask one of the platform's people to take a survey.

        Raises:
            NotFound: no such survey, or the person is not the platform's.
            InvalidInput: the survey is closed.
        """
        platform = owner_of(token)
        with reading(self.engine) as db:
            survey = survey_for_platform(db, platform, survey_id)
            if not is_person_of_platform(db, platform, taker_id):
                raise NotFound(Missing.PERSON)
            issuer = find_user(db, token.user_id)
        return self.asking.assign(issuer, survey.id, taker_id, platform=platform)


def owner_of(token: ApiToken) -> str:
    """The platform that a service token belongs to.

    Raises:
        NotAllowed: it is no service token.
    """
    if token.platform is None:
        raise NotAllowed(SurveyRefusal.NO_SERVICE_TOKEN)
    return token.platform
