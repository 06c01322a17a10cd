"""The copy of what is kept about a person, and that it goes: for the person, and for an administrator."""

import tempfile
from collections.abc import Callable
from typing import IO, Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from proctor_core.api.described import problems
from proctor_core.api.file_parts import file_parts
from proctor_core.api.given import Erasing, Privacy
from proctor_core.api.signed_in import Person
from proctor_core.codes.missing import Missing
from proctor_core.errors import NotAllowed, NotFound

router = APIRouter(prefix="/people", tags=["people"])

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'attachment; filename="my-data.zip"',
    "X-Content-Type-Options": "nosniff",
}
ZIP_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "A ZIP.", "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("/{person_id}/export", response_class=StreamingResponse, responses=problems(404) | ZIP_ANSWER)
def export(person_id: UUID, person: Person, privacy: Privacy) -> StreamingResponse:
    """A ZIP of every row, answer, picture and log; somebody else's is as good as none."""
    # Has no name on the disk: nothing of it is left, also when the process is killed.
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last part is sent
    return zip_answer(file, lambda: privacy.export(person, person_id, file))


@router.delete("/{person_id}", status_code=204, responses=problems(404, 409))
def erase(person_id: UUID, person: Person, erasure: Erasing) -> None:
    """Erase a person: sessions, answers, pictures, account. There is no way back; somebody else's is as good as none."""
    try:
        erasure.erase_person(person, person_id)
    except NotAllowed as error:
        raise NotFound(Missing.PERSON) from error


def zip_answer(file: IO[bytes], write: Callable[[], None]) -> StreamingResponse:
    """Answer with what `write` puts into `file`."""
    try:
        write()
    except NotAllowed as error:
        file.close()
        raise NotFound(Missing.PERSON) from error
    except BaseException:
        file.close()
        raise
    return StreamingResponse(file_parts(file), media_type="application/zip", headers=HEADERS)
