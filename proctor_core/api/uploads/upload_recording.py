"""A session's recording over HTTP: a whole file in one request, or tus 1.0 in parts that survive cuts and restarts."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from db.tables import RecordingUpload
from proctor_core.api.described import open_problems, problems
from proctor_core.api.given import uploads_of
from proctor_core.api.uploads import tus
from proctor_core.api.uploads.receiving import receive_into, turns_of
from proctor_core.api.uploads.upload_described import CREATION, HEADERS, PART, UPLOAD_ID_ERRORS, whole_answer
from proctor_core.api.uploads.uploader import SomeUploader, Uploader
from proctor_core.api.uploads.whole_file import receive_whole
from proctor_core.codes.request_faults import RequestFault
from proctor_core.codes.upload_faults import UploadFault
from proctor_core.domain.recording_analysis import AnalysisState
from proctor_core.domain.states import RecordingState
from proctor_core.errors import InvalidInput, TooLarge
from proctor_core.services.recordings.recording_uploads import RecordingUploads, UploadStatus
from proctor_core.services.recordings.upload_admission import Sender

router = APIRouter(prefix="/proctor/upload-recording", tags=["proctor"])
PATH = "/proctor/upload-recording"
CREATED, NO_CONTENT = 201, 204


class UploadBody(BaseModel):
    """How far an upload is, and what became of it."""

    id: UUID
    session_id: UUID
    length: int = Field(description="Bytes of the whole file.")
    offset: int = Field(description="Bytes that have come.")
    expires_at: datetime
    sha256: str | None = Field(description="Of the whole file, once it has come.")
    recording_id: UUID | None = Field(description="Once the file has come and was accepted.")
    recording_state: RecordingState | None = Field(description="closed: waiting for its analysis, or in it.")
    failure: str = Field(description="Why the recording failed; else empty.")
    analysis_state: AnalysisState | None
    progress: float | None = Field(description="Of the analysis, 0 to 1.")

    @classmethod
    def of(cls, status: UploadStatus) -> "UploadBody":
        """From the rows."""
        row, recording, analysis = status.upload, status.recording, status.analysis
        return cls(
            id=row.id,
            session_id=row.session_id,
            length=row.length,
            offset=status.offset,
            expires_at=row.expires_at,
            sha256=row.sha256,
            recording_id=row.recording_id,
            recording_state=recording.state if recording else None,
            failure=recording.failure if recording else "",
            analysis_state=analysis.state if analysis else None,
            progress=analysis.progress if analysis else None,
        )


@router.options("", status_code=NO_CONTENT, responses=open_problems() | {NO_CONTENT: HEADERS})
def what_is_understood(request: Request) -> Response:
    """Which version and extensions of tus are spoken here, and how large a file may be."""
    headers = {
        **tus.RESUMABLE,
        "Tus-Version": tus.VERSION,
        "Tus-Extension": tus.EXTENSIONS,
        "Tus-Max-Size": str(uploads_of(request).limits.largest),
        "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
    }
    return Response(status_code=NO_CONTENT, headers=headers)


@router.post(
    "",
    status_code=CREATED,
    responses=problems(404, 409, 412, 415, 460) | whole_answer(UploadBody),
    openapi_extra=CREATION,
)
async def upload_recording(request: Request, uploader: SomeUploader) -> Response:
    """Send a recording: with `Tus-Resumable` an upload in parts begins, without it the body is the whole file.

    The taker must have agreed to the purpose `recording`. The file is told by its content: WebM, Matroska, MP4 or QuickTime
    with one picture track; its state is then `closed`: it waits for its analysis.
    """
    return await (_begin(request, uploader) if tus.is_tus(request) else receive_whole(request, uploader, UploadBody.of))


@router.head(
    "/{upload_id}",
    response_class=Response,
    responses=UPLOAD_ID_ERRORS | {200: HEADERS},
    openapi_extra=PART,
)
async def how_far(upload_id: UUID, request: Request, uploader: SomeUploader) -> Response:
    """How many bytes have come: where a client goes on after a cut."""
    return await _with_upload(request, uploader, upload_id, _head)


@router.get("/{upload_id}", responses=problems(404, 409, 410))
async def upload_status(upload_id: UUID, request: Request, uploader: SomeUploader) -> UploadBody:
    """How far it is, and once it has come: what becomes of it."""
    uploads = uploads_of(request)
    row = await asyncio.to_thread(uploads.find, upload_id, uploader.sender)
    return UploadBody.of(await asyncio.to_thread(uploads.status, row))


@router.patch(
    "/{upload_id}", status_code=NO_CONTENT, responses=UPLOAD_ID_ERRORS | {NO_CONTENT: HEADERS}, openapi_extra=PART
)
async def send_part(upload_id: UUID, request: Request, uploader: SomeUploader) -> Response:
    """Send the bytes from `Upload-Offset` on; with the last one the file is looked into, and 422 says why it is refused."""
    return await _with_upload(request, uploader, upload_id, _received)


@router.delete(
    "/{upload_id}", status_code=NO_CONTENT, responses=UPLOAD_ID_ERRORS | {NO_CONTENT: HEADERS}, openapi_extra=PART
)
async def end_upload(upload_id: UUID, request: Request, uploader: SomeUploader) -> Response:
    """End an upload: what has come is removed. A recording that was complete before stays."""
    return await _with_upload(request, uploader, upload_id, _ended)


@router.post("/{upload_id}", include_in_schema=False)
async def by_another_method(upload_id: UUID, request: Request, uploader: SomeUploader) -> Response:
    """For clients behind what lets only GET and POST through: X-HTTP-Method-Override."""
    meant = {"PATCH": _received, "DELETE": _ended, "HEAD": _head}
    run = meant.get(request.headers.get("x-http-method-override", "").upper())
    if run is None:
        raise InvalidInput("X-HTTP-Method-Override", RequestFault.NO_METHOD)
    return await _with_upload(request, uploader, upload_id, run)


@dataclass(slots=True)
class _Turn:
    """One request that has an upload to itself."""

    request: Request
    uploads: RecordingUploads
    row: RecordingUpload
    sender: Sender
    cut: asyncio.Event


async def _with_upload(
    request: Request, uploader: Uploader, upload_id: UUID, run: Callable[[_Turn], Awaitable[Response]]
) -> Response:
    uploads = uploads_of(request)
    tus.require_version(request)
    await asyncio.to_thread(uploads.find, upload_id, uploader.sender)
    async with turns_of(request).alone(upload_id) as cut:
        # Once more: the request before this one may have finished or ended it.
        row = await asyncio.to_thread(uploads.find, upload_id, uploader.sender)
        sender = await asyncio.to_thread(uploader.sender, row.session_id)
        return await run(_Turn(request, uploads, row, sender, cut))


async def _head(turn: _Turn) -> Response:
    status = await asyncio.to_thread(turn.uploads.status, turn.row)
    if status.offset == turn.row.length:
        # The last bytes came, and the answer or the whole process did not get further.
        turn.row = await asyncio.to_thread(turn.uploads.finish, turn.row, turn.sender)
    said = tus.stored_metadata(turn.row)
    headers = {"Upload-Length": str(turn.row.length), **({"Upload-Metadata": said} if said else {})}
    return Response(headers={**tus.upload_headers(turn.row, status.offset), **headers})


async def _ended(turn: _Turn) -> Response:
    await asyncio.to_thread(turn.uploads.terminate, turn.row, turn.sender)
    return Response(status_code=NO_CONTENT, headers=tus.RESUMABLE)


async def _received(turn: _Turn) -> Response:
    if turn.request.headers.get("content-type", "").partition(";")[0].strip() != tus.OFFSET_STREAM:
        raise tus.TusRefused(415)
    begins = tus.number_in(turn.request, "Upload-Offset")
    status = await asyncio.to_thread(turn.uploads.status, turn.row)
    if begins != status.offset:
        raise tus.TusRefused(409)
    offset = await _append(turn, status.offset)
    if offset == turn.row.length:
        turn.row = await asyncio.to_thread(turn.uploads.finish, turn.row, turn.sender)
    return Response(status_code=NO_CONTENT, headers=tus.upload_headers(turn.row, offset))


async def _append(turn: _Turn, offset: int) -> int:
    """Write the body at the end; the new offset."""
    row, folder, checksum = turn.row, turn.uploads.folder, tus.checksum_in(turn.request)
    where = (row.session_id, row.id)
    if offset + int(turn.request.headers.get("content-length", "0") or 0) > row.length:
        raise TooLarge("Content-Length", UploadFault.PART_TOO_LARGE, left=row.length - offset)
    if checksum:
        await asyncio.to_thread(folder.mark_unchecked, *where, offset)

    async def write(content: bytes) -> None:
        nonlocal offset
        if offset + len(content) > row.length:
            raise TooLarge("body", UploadFault.LONGER_THAN_SAID, length=row.length)
        if checksum:
            checksum.running.update(content)
        if content:
            await asyncio.to_thread(folder.append, *where, content)
        offset += len(content)

    is_whole = await receive_into(turn.request, write, turn.cut)
    if checksum and is_whole and checksum.is_right():
        await asyncio.to_thread(folder.accept, *where)
    # Cuts off again what could not be checked.
    counted = await asyncio.to_thread(folder.offset, *where)
    if checksum and is_whole and not checksum.is_right():
        raise tus.TusRefused(460)
    return counted


async def _begin(request: Request, uploader: Uploader) -> Response:
    tus.require_version(request)
    length, said = tus.number_in(request, "Upload-Length"), tus.metadata_in(request)
    uploads, session_id = uploads_of(request), uploader.session_id(said.session_id)
    sender = await asyncio.to_thread(uploader.sender, session_id)
    row = await asyncio.to_thread(uploads.begin, sender, session_id, length, said.started_s, said.as_said)
    headers = {"Location": f"{request.scope.get('root_path', '')}{PATH}/{row.id}"}
    offset = 0
    if request.headers.get("content-type", "") == tus.OFFSET_STREAM:
        async with turns_of(request).alone(row.id) as cut:
            turn = _Turn(request, uploads, row, sender, cut)
            offset = await _append(turn, 0)
            if offset == row.length:
                row = await asyncio.to_thread(uploads.finish, row, sender)
    body = UploadBody.of(await asyncio.to_thread(uploads.status, row))
    return JSONResponse(
        body.model_dump(mode="json"), status_code=CREATED, headers={**tus.upload_headers(row, offset), **headers}
    )
