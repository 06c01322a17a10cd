"""The copy of what is kept about a person: for the person, and for an administrator."""

import tempfile
from collections.abc import Iterator
from typing import IO
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from proctor_core.api.signed_in import Parts, Person
from proctor_core.errors import NotAllowed, NotFound

router = APIRouter(prefix="/people", tags=["people"])

_READ = 1 << 20
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'attachment; filename="my-data.zip"',
    "X-Content-Type-Options": "nosniff",
}


@router.get("/{person_id}/export", response_class=StreamingResponse)
def export(person_id: UUID, person: Person, parts: Parts) -> StreamingResponse:
    """A ZIP of every row, answer, picture and log; somebody else's is as good as none."""
    # Has no name on the disk: nothing of it is left, also when the process is killed.
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last part is sent
    try:
        parts.privacy.export(person, person_id, file)
    except NotAllowed as error:
        file.close()
        raise NotFound("no such person") from error
    except BaseException:
        file.close()
        raise
    return StreamingResponse(_parts(file), media_type="application/zip", headers=HEADERS)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(_READ):
            yield part
