"""What every operation says in the OpenAPI document: its error cases, as problem documents with examples."""

from typing import Any

from pydantic import BaseModel, Field

from proctor_core.api.problems import AWAY_SENTENCE, PROBLEM_JSON, TITLES


class Problem(BaseModel):
    """An RFC 9457 problem document."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str | None = Field(
        default=None, description="What was expected and what came, at 409 and 422; what to do, at 503."
    )
    field: str | None = Field(default=None, description="The part of the request that is wrong; at 422.")
    reason: str | None = Field(
        default=None, description="Why a reference face was refused, at 422; `no_room` where the disk is full, at 503."
    )


_EXAMPLES: dict[int, dict[str, object]] = {
    503: {"detail": AWAY_SENTENCE},
    413: {"detail": "file: expected at most 2147483648 bytes, got 4294967296"},
    409: {"detail": "this session has its reference face; a moderator has to allow another one"},
    422: {"detail": "session_id: Input should be a valid UUID", "field": "session_id"},
}
_ALWAYS = (400, 401, 403, 413, 422, 429, 503)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error cases of an operation; those that any operation can end in are always among them."""
    return {status: _described(status) for status in sorted({*statuses, *_ALWAYS})}


def open_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error cases of an operation that anybody may ask for."""
    return {status: _described(status) for status in sorted({*statuses, 429})}


def _described(status: int) -> dict[str, Any]:
    example = {"type": "about:blank", "title": TITLES[status], "status": status, **_EXAMPLES.get(status, {})}
    content = {PROBLEM_JSON: {"schema": Problem.model_json_schema(), "example": example}}
    described: dict[str, Any] = {"description": TITLES[status], "content": content}
    if status in (429, 503):
        waits = {"description": "Seconds until the next request is looked at.", "schema": {"type": "integer"}}
        described["headers"] = {"Retry-After": waits}
    return described
