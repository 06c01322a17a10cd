"""A recording that comes in one request: as the body, or as the one file of a form."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from proctor_core.api.given import uploads_of
from proctor_core.api.uploads import tus
from proctor_core.api.uploads.multipart_file import FormFile
from proctor_core.api.uploads.receiving import receive_into
from proctor_core.api.uploads.uploader import Uploader
from proctor_core.codes.request_faults import RequestFault
from proctor_core.codes.upload_faults import UploadFault
from proctor_core.errors import Conflict, InvalidInput
from proctor_core.services.recordings.recording_uploads import UploadStatus
from proctor_core.services.recordings.upload_admission import Sender


async def receive_whole(request: Request, uploader: Uploader, body_of: Callable[[UploadStatus], BaseModel]) -> Response:
    """The body is the file, or a form with the file; `session_id` and `started_s` come in the query or in the form before it."""
    kind = request.headers.get("content-type", "application/octet-stream").partition(";")[0].strip().lower()
    is_form = kind == "multipart/form-data"
    if not (is_form or kind == "application/octet-stream" or kind.startswith("video/")):
        raise tus.TusRefused(415)
    form = FormFile(request.headers["content-type"]) if is_form else None
    reception = _Whole(request, uploader, form)
    try:
        await reception.run()
        status = await reception.kept()
    finally:
        await reception.close()
    return JSONResponse(body_of(status).model_dump(mode="json"), status_code=201)


class _Whole:
    """One file that comes in one request."""

    def __init__(self, request: Request, uploader: Uploader, form: FormFile | None) -> None:
        self._request, self._uploader, self._form = request, uploader, form
        self._uploads = uploads_of(request)
        self._admitted: tuple[Sender, UUID, UUID, float | None] | None = None
        self._size = 0
        self._cut = asyncio.Event()

    async def run(self) -> None:
        """Receive all of it."""
        if self._form is None:
            await self._admit()
        if not await receive_into(self._request, self._write, self._cut):
            raise Conflict(UploadFault.CUT_OFF)
        if self._admitted is None:
            raise InvalidInput("file", RequestFault.NO_FILE)

    async def kept(self) -> UploadStatus:
        """The recording that it became."""
        assert self._admitted is not None
        sender, session_id, upload_id, started_s = self._admitted
        row = await asyncio.to_thread(self._uploads.keep_whole, sender, session_id, upload_id, started_s)
        return await asyncio.to_thread(self._uploads.status, row)

    async def close(self) -> None:
        """Take away what lies in the folder still."""
        if self._admitted is not None:
            await asyncio.to_thread(self._uploads.folder.remove, self._admitted[1], self._admitted[2])

    async def _admit(self) -> None:
        query, fields = self._request.query_params, self._form.fields if self._form else {}
        said = tus.metadata_of(
            fields.get("session_id") or query.get("session_id"), fields.get("started_s") or query.get("started_s")
        )
        session_id = self._uploader.session_id(said.session_id)
        sender = await asyncio.to_thread(self._uploader.sender, session_id)
        declared = self._request.headers.get("content-length")
        length = int(declared) if declared else None
        upload_id = await asyncio.to_thread(self._uploads.admit_whole, sender, session_id, length)
        self._admitted = (sender, session_id, upload_id, said.started_s)

    async def _write(self, content: bytes) -> None:
        piece = self._form.feed(content) if self._form else content
        if self._form and self._form.has_file and self._admitted is None:
            await self._admit()
        if not piece or self._admitted is None:
            return
        self._size += len(piece)
        self._uploads.limits.require_size(self._size)
        await asyncio.to_thread(self._uploads.folder.append, self._admitted[1], self._admitted[2], piece)
