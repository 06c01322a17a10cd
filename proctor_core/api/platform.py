"""Server to server: another survey platform opens sessions for its own people and gets tokens for their browsers."""

import tempfile
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from proctor_core.api.described import problems
from proctor_core.api.given import Erasing, Platforms, Privacy
from proctor_core.api.idempotent import OnlyOnce
from proctor_core.api.personal_data import ZIP_ANSWER, zip_answer
from proctor_core.api.session_bodies import SessionBody
from proctor_core.api.signed_in import Platform
from proctor_core.domain.erasure import StillHeld
from proctor_core.services.platforms.platforms import EXTERNAL_ID_LENGTH

router = APIRouter(prefix="/platform", tags=["platform"])
# In the query: an id of another system may hold slashes.
ExternalId = Annotated[str, Query(min_length=1, max_length=EXTERNAL_ID_LENGTH)]
AgainKey = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


class NewSession(BaseModel):
    """Who is to take which survey."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"survey_id": "7f3a0c52-0000-4000-8000-000000000002", "external_id": "panelist-4711"}]
        },
    )
    survey_id: UUID
    external_id: str = Field(
        min_length=1, max_length=EXTERNAL_ID_LENGTH, description="The person's id on the platform."
    )


class NewToken(BaseModel):
    """How long a browser may use it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"lasts_s": 7200}]})
    lasts_s: int = Field(default=7200, ge=60, le=86_400)


class SessionToken(BaseModel):
    """A bearer token for one session; it is told here and never again."""

    token: str
    expires_at: datetime
    session_id: UUID


class Erased(BaseModel):
    """What went: a receipt that names nobody."""

    receipt_id: UUID
    at: datetime
    rows: dict[str, int]
    files: int
    still_held: list[StillHeld] = Field(
        description="Where deleted rows can still be read: dead rows until a task writes the tables anew, the write-ahead "
        "log until it is recycled, and backups that were made before."
    )


@router.post("/sessions", status_code=201, response_model=SessionBody, responses=problems(404, 409))
def open_session(body: NewSession, platform: Platform, platforms: Platforms, once: OnlyOnce) -> JSONResponse:
    """Ask a person of the platform to take a survey."""
    return once.create(lambda: SessionBody.of(platforms.open_session(platform, body.survey_id, body.external_id)))


@router.post("/sessions/{session_id}/token", status_code=201, responses=problems(404, 409))
def session_token(
    session_id: UUID, body: NewToken, platform: Platform, platforms: Platforms, idempotency_key: AgainKey = None
) -> SessionToken:
    """A token for the person's browser, for this session alone; the same for the same Idempotency-Key."""
    lasts = timedelta(seconds=body.lasts_s)
    issued = platforms.session_token(platform, session_id, lasts, idempotency_key)
    return SessionToken(token=issued.token, expires_at=issued.row.expires_at, session_id=session_id)


@router.get("/sessions/{session_id}", responses=problems(404))
def session(session_id: UUID, platform: Platform, platforms: Platforms) -> SessionBody:
    """How a session of the platform stands, and what became of it."""
    return SessionBody.of(platforms.session(platform, session_id))


@router.get("/people/export", response_class=StreamingResponse, responses=problems(404) | ZIP_ANSWER)
def export(external_id: ExternalId, platform: Platform, platforms: Platforms, privacy: Privacy) -> StreamingResponse:
    """Everything that is kept about one of the platform's people, as a ZIP."""
    person = platforms.person(platform, external_id)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last part is sent
    return zip_answer(file, lambda: privacy.export(person, person.id, file))


@router.delete("/people", responses=problems(404, 409))
def erase(external_id: ExternalId, platform: Platform, platforms: Platforms, erasure: Erasing) -> Erased:
    """Erase one of the platform's people with everything that is kept about them."""
    person = platforms.person(platform, external_id)
    receipt = erasure.erase_person(person, person.id)
    return Erased(
        receipt_id=receipt.id,
        at=receipt.at,
        rows={row.table: row.rows for row in receipt.rows if row.rows},
        files=receipt.files,
        still_held=list(receipt.still_held),
    )
