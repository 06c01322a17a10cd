"""What the OpenAPI document says of uploads: headers and bodies that FastAPI can't read off the routes."""

from typing import Any

from pydantic import BaseModel

from proctor_core.api.described import problems

_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_NUMBER = {"type": "integer", "minimum": 0}
_TUS = {"name": "Tus-Resumable", "in": "header", "schema": {"type": "string", "enum": ["1.0.0"]}}
HEADERS: dict[str, Any] = {
    "description": "As the headers say.",
    "headers": {
        "Tus-Resumable": {"schema": {"type": "string"}, "description": "1.0.0"},
        "Upload-Offset": {"schema": _NUMBER, "description": "Bytes that have come."},
        "Upload-Expires": {"schema": {"type": "string"}, "description": "When what has come is removed."},
    },
}
UPLOAD_ID_ERRORS = problems(404, 409, 410, 412, 415, 460)
PART: dict[str, Any] = {
    "parameters": [_TUS],
    "description": "tus 1.0. A part is sent by PATCH as `application/offset+octet-stream` with `Upload-Offset`, and, when "
    "wanted, `Upload-Checksum: sha1 <base64>` (or sha256).",
}
_FORM = {
    "type": "object",
    "properties": {
        "session_id": {"type": "string", "format": "uuid"},
        "started_s": {"type": "number", "minimum": 0},
        "file": {"type": "string", "format": "binary"},
    },
    "required": ["file"],
}
CREATION: dict[str, Any] = {
    "parameters": [
        {
            "name": "session_id",
            "in": "query",
            "schema": {"type": "string", "format": "uuid"},
            "description": "Of a whole file; a token for one session needs none. By tus: in `Upload-Metadata`.",
            "example": "7f3a0c52-0000-4000-8000-000000000001",
        },
        {
            "name": "started_s",
            "in": "query",
            "schema": {"type": "number", "minimum": 0, "maximum": 604800},
            "description": "Second of the session at which the video begins. Left out: it is put at the session's start, and "
            "a moderator reads that nobody said so. By tus: in `Upload-Metadata`.",
            "example": 0,
        },
        {**_TUS, "description": "An upload in parts begins; then no body is needed."},
        {"name": "Upload-Length", "in": "header", "schema": _NUMBER, "description": "By tus: bytes of the whole file."},
        {
            "name": "Upload-Metadata",
            "in": "header",
            "schema": {"type": "string"},
            "description": "By tus: `session_id <base64>,started_s <base64>`; others are ignored.",
        },
    ],
    "requestBody": {
        "content": {
            "video/webm": _BYTES,
            "video/mp4": _BYTES,
            "application/octet-stream": _BYTES,
            "multipart/form-data": {"schema": _FORM},
        }
    },
}


def whole_answer(body: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """201: how it stands; by tus also where to send the parts."""
    location = {"Location": {"schema": {"type": "string"}, "description": "By tus: where the parts go."}}
    return {201: {"description": "Kept, or begun.", "model": body, "headers": location | HEADERS["headers"]}}
