"""A session's case file: for moderators, in the language that they read."""

import tempfile
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from db.tables import User
from proctor_core.api.described import problems
from proctor_core.api.file_parts import file_parts
from proctor_core.api.given import CaseFiles
from proctor_core.api.personal_data import HEADERS, ZIP_ANSWER
from proctor_core.api.signed_in import Moderator
from proctor_core.case_file.archive import write_case_file
from proctor_core.domain.session_code import session_code
from proctor_core.language.tags import accepted_languages, best_language
from proctor_core.language.translation import Translator, translator_of

router = APIRouter(prefix="/moderator/users", tags=["moderator"])
WithVideo = Annotated[
    bool, Query(description="With the video: for whoever holds the review; others in view are not blurred in it.")
]


@router.get("/session/{session_id}/case-file", response_class=StreamingResponse, responses=problems(404) | ZIP_ANSWER)
def case_file(
    session_id: UUID, request: Request, moderator: Moderator, case_files: CaseFiles, video: WithVideo = False
) -> StreamingResponse:
    """A ZIP of PDF, JSON and stills in which others are blurred, with a script that checks it; noted in the audit log."""
    # Has no name on the disk: nothing of it is left, also when the process is killed.
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last part is sent
    try:
        contents = case_files.contents(moderator, session_id, with_video=video)
        manifest_sha256 = write_case_file(case_files, contents, _language(request, moderator), file)
        case_files.note_taken(moderator, contents, manifest_sha256)
    except BaseException:
        file.close()
        raise
    name = {"Content-Disposition": f'attachment; filename="case-{session_code(session_id)}.zip"'}
    return StreamingResponse(file_parts(file), media_type="application/zip", headers={**HEADERS, **name})


def _language(request: Request, person: User) -> Translator:
    """The one that the person keeps, else the browser's."""
    accepted = accepted_languages(request.headers.get("accept-language", ""))
    return translator_of(best_language([*filter(None, [person.language]), *accepted]))
