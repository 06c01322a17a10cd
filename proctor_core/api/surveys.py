"""Surveys over the API: an administrator or a platform adds them, those who work with sessions read them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from db.tables import Survey, User
from proctor_core.api.described import problems
from proctor_core.api.idempotent import OnlyOnce
from proctor_core.api.session_bodies import SessionBody
from proctor_core.api.signed_in import Parts, SomeCaller
from proctor_core.domain.policy import PolicyName
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import NotAllowed

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


class SurveyBody(BaseModel):
    """One version of a survey."""

    id: UUID
    slug: str
    version: int
    title: str
    proctoring_enabled: bool
    policy: PolicyName
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


def worker_of(caller: SomeCaller) -> User:
    """Somebody who works with surveys, also a platform; what the role may do is the service's to say.

    Raises:
        NotAllowed: a token for one session.
    """
    if caller.session_id is not None:
        raise NotAllowed("expected no token for a single session")
    return caller.person


Worker = Annotated[User, Depends(worker_of)]


@router.post("", status_code=201, response_model=SurveyBody, responses=problems(409))
def add_survey(body: NewSurvey, worker: Worker, parts: Parts, once: OnlyOnce) -> JSONResponse:
    """Add a survey or its next version; sessions of older versions keep what they were asked."""

    def made() -> SurveyBody:
        watched, policy = body.proctoring_enabled, body.policy
        return SurveyBody.of(
            parts.surveys.add_version(worker, body.slug, body.definition, proctoring_enabled=watched, policy=policy)
        )

    return once.create(made)


@router.get("", responses=problems())
def surveys(worker: Worker, parts: Parts, limit: Annotated[int, Query(ge=1, le=100)] = 100) -> SurveyList:
    """All survey versions, newest first."""
    return SurveyList(surveys=[SurveyBody.of(row) for row in parts.surveys.surveys(worker, limit=limit)])


@router.get("/{survey_id}", responses=problems(404))
def survey(survey_id: UUID, worker: Worker, parts: Parts) -> SurveyBody:
    """One survey version."""
    return SurveyBody.of(parts.surveys.survey(worker, survey_id))


@router.post("/{survey_id}/sessions", status_code=201, response_model=SessionBody, responses=problems(404))
def assign(
    survey_id: UUID, body: Assignment, worker: Worker, caller: SomeCaller, parts: Parts, once: OnlyOnce
) -> JSONResponse:
    """Ask a taker of this system to take a survey; what a platform asks for is watched by the taker's client."""
    is_platform = caller.token is not None and caller.token.scope is TokenScope.SERVICE
    platform = caller.token.name if caller.token and is_platform else None
    return once.create(
        lambda: SessionBody.of(parts.surveys.assign(worker, survey_id, body.taker_id, platform=platform))
    )
