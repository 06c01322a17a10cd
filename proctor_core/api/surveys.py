"""Surveys over the API: an administrator or a platform adds them, those who work with sessions read them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from db.tables import Survey
from proctor_core.api.described import problems
from proctor_core.api.idempotent import OnlyOnce
from proctor_core.api.session_bodies import SessionBody
from proctor_core.api.survey_worker import ProctoringChoices, SomeWorker
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import PolicyName
from proctor_core.domain.policy_values import BOUNDS
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.services.surveys.moderator_words import INSTRUCTIONS_LENGTH

router = APIRouter(prefix="/surveys", tags=["surveys"])
QUESTION: JsonValue = {
    "id": "often",
    "kind": "single_choice",
    "text": "How often?",
    "options": ["daily", "weekly"],
    "required": True,
}


class NewSurvey(BaseModel):
    """A survey, or the next version of one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"slug": "study-2026", "definition": {"title": "Study 2026", "questions": [QUESTION]}}]
        },
    )
    slug: str = Field(min_length=1, max_length=80)
    definition: dict[str, Any] = Field(description="docs/survey-definition.md describes it.")
    proctoring_enabled: bool = True
    policy: PolicyName | None = Field(default=None, description="Null: the profile in the settings.")
    policy_values: dict[str, float] = Field(
        default_factory=dict,
        description="Numbers in which it differs from its profile, by name: " + ", ".join(BOUNDS) + ".",
        examples=[{"pitch_down_deg": 25.0, "looking_away_onset_s": 4.0}],
    )
    hybrid_unflagged: HybridUnflagged = Field(
        default=HybridUnflagged.REVIEW,
        description="What becomes of sessions that rest on their client's word and that no rule flagged.",
    )

    minors: Minors | None = Field(
        default=None,
        description="What it does about takers who are not of age; null: what the definition says, or else unsupported. "
        "no_camera switches the camera off.",
    )

    moderator_instructions: str | None = Field(
        default=None,
        max_length=INSTRUCTIONS_LENGTH,
        description="What moderators are to go by in its cases; takers never see it. Null: as in the version before.",
    )

    def proctoring(self) -> ProctoringChoices:
        """How it is watched."""
        return ProctoringChoices(
            proctoring_enabled=self.proctoring_enabled,
            policy=self.policy,
            policy_values=self.policy_values,
            minors=self.minors,
            hybrid_unflagged=self.hybrid_unflagged,
            moderator_instructions=self.moderator_instructions,
        )


class SurveyBody(BaseModel):
    """One version of a survey."""

    id: UUID
    platform: str = Field(description="The platform that owns it; empty: the house.")
    slug: str
    version: int
    title: str
    proctoring_enabled: bool
    policy: PolicyName
    policy_values: dict[str, float]
    minors: Minors
    hybrid_unflagged: HybridUnflagged
    moderator_instructions: str
    is_open: bool
    created_at: datetime
    definition: dict[str, Any]

    @classmethod
    def of(cls, survey: Survey) -> "SurveyBody":
        """From the row."""
        return cls.model_validate(survey, from_attributes=True)


class SurveyList(BaseModel):
    """Survey versions, newest first."""

    surveys: list[SurveyBody]


class Assignment(BaseModel):
    """Who is asked."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"taker_id": "7f3a0c52-0000-4000-8000-000000000003"}]}
    )
    taker_id: UUID


@router.post("", status_code=201, response_model=SurveyBody, responses=problems(409))
def add_survey(body: NewSurvey, worker: SomeWorker, once: OnlyOnce) -> JSONResponse:
    """Add a survey or its next version; sessions of older versions keep what they were asked. A platform's is its own."""
    return once.create(lambda: SurveyBody.of(worker.add(body.slug, body.definition, body.proctoring())))


@router.get("", responses=problems())
def surveys(worker: SomeWorker, limit: Annotated[int, Query(ge=1, le=100)] = 100) -> SurveyList:
    """All survey versions, newest first; to a platform its own and those of the house."""
    return SurveyList(surveys=[SurveyBody.of(row) for row in worker.surveys(limit)])


@router.get("/{survey_id}", responses=problems(404))
def survey(survey_id: UUID, worker: SomeWorker) -> SurveyBody:
    """One survey version; another platform's is as good as none."""
    return SurveyBody.of(worker.survey(survey_id))


@router.post("/{survey_id}/sessions", status_code=201, response_model=SessionBody, responses=problems(404))
def assign(survey_id: UUID, body: Assignment, worker: SomeWorker, once: OnlyOnce) -> JSONResponse:
    """Ask a taker of this system to take a survey; a platform asks its own people alone."""
    return once.create(lambda: SessionBody.of(worker.assign(survey_id, body.taker_id)))
