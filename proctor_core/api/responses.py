"""A survey's responses over the API: for analysts, administrators, and the platform that owns the survey."""

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from proctor_core.api.described import problems
from proctor_core.api.file_parts import file_parts
from proctor_core.api.given import Responses
from proctor_core.api.signed_in import SomeCaller
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.response import Outcome
from proctor_core.domain.violation import ViolationType
from proctor_core.domain.watching import WatchedBy
from proctor_core.errors import NotAllowed
from proctor_core.services.responses.files import FileKind, as_object, csv_of, json_of
from proctor_core.services.responses.parquet import write_parquet
from proctor_core.services.responses.reading import LONGEST_PAGE, AllResponses, ResponseReader

router = APIRouter(prefix="/surveys", tags=["responses"])
MEDIA_TYPE = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.JSON: "application/json",
    FileKind.PARQUET: "application/vnd.apache.parquet",
}
_SCHEMA: dict[FileKind, dict[str, Any]] = {
    FileKind.CSV: {"type": "string"},
    FileKind.JSON: {"type": "array", "items": {"$ref": "#/components/schemas/ResponseBody"}},
    FileKind.PARQUET: {"type": "string", "format": "binary"},
}
FILE_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {MEDIA_TYPE[kind].partition(";")[0]: {"schema": schema} for kind, schema in _SCHEMA.items()},
    }
}
Place = Annotated[str | None, Query(min_length=1, max_length=400, description="The `next` of the page before.")]
WithNames = Annotated[bool, Query(description="Administrators alone; noted in the audit log.")]


class CameraBody(BaseModel):
    """What the camera said of a session whose taker read that it goes to the survey's owner."""

    coverage: float | None = Field(
        description="Share of the session's seconds in which the taker could be seen, 0 to 1."
    )
    unseen_s: float | None = Field(
        description="Seconds lost, covered, frozen or still; null once measurements are erased."
    )
    violations: dict[ViolationType, int] | None = Field(description="Alleged, by type; null once they are erased.")
    violations_count: int
    flag_rules: list[FlagRule] = Field(description="By which a person was asked to look.")
    decision: Outcome


class ResponseBody(BaseModel):
    """One handed-in session."""

    id: str = Field(description="Names the response, and nobody.")
    participant: str = Field(
        description="The same for all responses of one taker to this survey, and for no other survey."
    )
    name: str | None = Field(default=None, description="For administrators who ask for it.")
    submitted_on: date = Field(description="Day in UTC.")
    watched_by: WatchedBy
    answers: dict[str, Any] = Field(description="Question id to value; null: not answered.")
    seconds: dict[str, float | None] = Field(
        description="From when a question first was on the screen to its last answer."
    )
    camera: CameraBody | None = Field(
        description="Null: not watched, agreement taken back, or the notice that was read does not say that this goes out."
    )


class ResponseList(BaseModel):
    """Responses, the first handed in first."""

    responses: list[ResponseBody]
    next: str | None = Field(description="What to ask with for the next page; null at the end.")


def reader_of(caller: SomeCaller) -> ResponseReader:
    """The asker.

    Raises:
        NotAllowed: a token for one session.
    """
    if caller.session_id is not None:
        raise NotAllowed(CallerRefusal.SESSION_TOKEN)
    return ResponseReader(caller.person, caller.platform)


Reader = Annotated[ResponseReader, Depends(reader_of)]


@router.get("/{survey_id}/responses", response_model_exclude_unset=True, responses=problems(404))
def responses(
    survey_id: UUID,
    reader: Reader,
    responses: Responses,
    after: Place = None,
    limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE)] = 100,
    names: WithNames = False,
) -> ResponseList:
    """The responses to one survey version, page by page; to a platform those of its own surveys."""
    page = responses.page(reader, survey_id, after=after, limit=limit, with_names=names)
    found = [ResponseBody.model_validate(as_object(response)) for response in page.responses]
    return ResponseList(responses=found, next=page.next)


@router.get("/{survey_id}/responses/file", response_class=StreamingResponse, responses=problems(404) | FILE_ANSWER)
def file(
    survey_id: UUID,
    reader: Reader,
    responses: Responses,
    kind: Annotated[FileKind, Query(alias="format")] = FileKind.CSV,
    names: WithNames = False,
) -> StreamingResponse:
    """All responses to one survey version as a file, a row for each; noted in the audit log."""
    found = responses.take_out(reader, survey_id, kind, with_names=names)
    name = f"{found.survey.slug}-v{found.survey.version}.{kind}"
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(_content(found, kind), media_type=MEDIA_TYPE[kind], headers=headers)


def _content(found: AllResponses, kind: FileKind) -> Iterator[str] | Iterator[bytes]:
    match kind:
        case FileKind.CSV:
            return csv_of(found)
        case FileKind.JSON:
            return json_of(found)
        case FileKind.PARQUET:
            # Has its table of contents at its end; has no name on the disk, so nothing of it is left.
            file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last part is sent
            write_parquet(found, file)
            return file_parts(file)
