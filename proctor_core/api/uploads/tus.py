"""The words of tus 1.0: what its headers say, and what its answers carry.

Source: https://tus.io/protocols/resumable-upload (1.0.0): core, creation, creation-with-upload,
checksum, termination, expiration.
"""

import hashlib
import math
import re
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import Any, Protocol
from uuid import UUID

from fastapi import Request
from fastapi.responses import JSONResponse

from db.tables import RecordingUpload
from proctor_core.api.problems import PROBLEM_JSON, TITLES
from proctor_core.codes.request_faults import RequestFault
from proctor_core.codes.upload_faults import UploadFault
from proctor_core.errors import InvalidInput

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
ALGORITHMS = ("sha1", "sha256")
OFFSET_STREAM = "application/offset+octet-stream"
RESUMABLE = {"Tus-Resumable": VERSION}
SENT_HEADERS = (
    "Tus-Resumable",
    "Upload-Length",
    "Upload-Offset",
    "Upload-Metadata",
    "Upload-Checksum",
    "X-HTTP-Method-Override",
    "X-Request-ID",
)
"""What a client of another origin may send."""
EXPOSED_HEADERS = (
    "Tus-Resumable",
    "Tus-Version",
    "Tus-Extension",
    "Tus-Max-Size",
    "Tus-Checksum-Algorithm",
    "Upload-Length",
    "Upload-Metadata",
    "Upload-Offset",
    "Upload-Expires",
)
"""What it may read."""
DAY_S = 86_400.0
LONGEST_METADATA = 4000
_LARGEST_NUMBER = 1 << 62


class TusRefused(Exception):
    """An answer that only tus knows: 409 (another offset), 412, 415, 460."""

    def __init__(self, status: int, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.headers = status, headers or {}


async def answer_refused(_request: Request, error: Exception) -> JSONResponse:
    """A refusal as a problem document."""
    assert isinstance(error, TusRefused)
    body = {"type": "about:blank", "title": TITLES[error.status], "status": error.status}
    headers = {**RESUMABLE, **error.headers}
    return JSONResponse(body, status_code=error.status, media_type=PROBLEM_JSON, headers=headers)


def is_tus(request: Request) -> bool:
    """Whether a client speaks tus."""
    return "tus-resumable" in request.headers


def require_version(request: Request) -> None:
    """Raises TusRefused (412) for another version than ours."""
    if request.headers.get("tus-resumable") != VERSION:
        raise TusRefused(412, {"Tus-Version": VERSION})


def number_in(request: Request, header: str) -> int:
    """A whole number of bytes.

    Raises:
        InvalidInput: it is missing, or none.
    """
    given = request.headers.get(header, "")
    if not re.fullmatch(r"[0-9]{1,19}", given) or int(given) > _LARGEST_NUMBER:
        raise InvalidInput(header, RequestFault.NO_LENGTH)
    return int(given)


@dataclass(frozen=True, slots=True)
class UploadMetadata:
    """What a client says of a file; its name and its type are not believed.

    Attributes:
        as_said: the header as it came.
    """

    session_id: UUID | None
    started_s: float | None
    as_said: str | None = None


def metadata_in(request: Request) -> UploadMetadata:
    """From the header Upload-Metadata: `session_id` and `started_s`, each with its value in base64.

    Raises:
        InvalidInput: it can't be read.
    """
    as_said = request.headers.get("upload-metadata", "")
    if len(as_said) > LONGEST_METADATA:
        raise InvalidInput(
            "Upload-Metadata", UploadFault.METADATA_TOO_LONG, longest=LONGEST_METADATA, length=len(as_said)
        )
    found: dict[str, bytes] = {}
    for pair in filter(None, (part.strip() for part in as_said.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = b64decode(value.encode(), validate=True)
        except NoBase64:
            raise InvalidInput("Upload-Metadata", UploadFault.METADATA_NO_BASE64, name=name[:40]) from None
    said = metadata_of(_text_in(found, "session_id"), _text_in(found, "started_s"))
    return replace(said, as_said=as_said)


def _text_in(found: Mapping[str, bytes], name: str) -> str | None:
    """What we read ourselves is text; anything else, such as a file's name, may be any bytes."""
    try:
        return found[name].decode() if name in found else None
    except UnicodeDecodeError:
        raise InvalidInput("Upload-Metadata", UploadFault.METADATA_NO_TEXT, name=name) from None


def metadata_of(session_id: str | None, started_s: str | None) -> UploadMetadata:
    """From texts.

    Raises:
        InvalidInput: they don't fit.
    """
    try:
        session = UUID(session_id) if session_id else None
    except ValueError:
        raise InvalidInput("session_id", UploadFault.NO_SESSION_ID) from None
    try:
        second = float(started_s) if started_s else None
    except ValueError:
        second = math.nan
    if second is not None and not 0 <= second <= 7 * DAY_S:
        raise InvalidInput("started_s", UploadFault.NO_SECOND)
    return UploadMetadata(session, second)


class Hash(Protocol):
    """A running hash."""

    def update(self, data: Any, /) -> None: ...
    def digest(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a part should hash to."""

    running: Hash
    expected: bytes

    def is_right(self) -> bool:
        """Once all of it went through `running`."""
        return self.running.digest() == self.expected


def checksum_in(request: Request) -> Checksum | None:
    """The header Upload-Checksum.

    Raises:
        InvalidInput: another algorithm than ours, or no base64.
    """
    given = request.headers.get("upload-checksum")
    if given is None:
        return None
    algorithm, _, value = given.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise InvalidInput("Upload-Checksum", UploadFault.NO_ALGORITHM, algorithms=" or ".join(ALGORITHMS))
    try:
        return Checksum(hashlib.new(algorithm, usedforsecurity=False), b64decode(value.encode(), validate=True))
    except (NoBase64, UnicodeError):
        raise InvalidInput("Upload-Checksum", UploadFault.CHECKSUM_NO_BASE64) from None


def upload_headers(row: RecordingUpload, offset: int) -> dict[str, str]:
    """The headers of an answer about an upload."""
    ends = {} if row.completed_at else {"Upload-Expires": format_datetime(row.expires_at, usegmt=True)}
    return {**RESUMABLE, "Upload-Offset": str(offset), "Cache-Control": "no-store", **ends}


def stored_metadata(row: RecordingUpload) -> str:
    """What was said at the creation, as a HEAD answers it: to the letter, but for uploads that an older version began."""
    if row.upload_metadata is not None:
        return row.upload_metadata
    second = {} if row.started_s is None else {"started_s": f"{row.started_s:g}"}
    pairs = {"session_id": str(row.session_id), **second}
    return ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in pairs.items())
