"""The audit log as a file, for administrators."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from proctor_core.api.described import problems
from proctor_core.api.given import AuditLog
from proctor_core.api.signed_in import Person
from proctor_core.codes.request_faults import RequestFault
from proctor_core.domain.filters import AuditFilter
from proctor_core.errors import InvalidInput

router = APIRouter(tags=["audit log"])

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'attachment; filename="audit-log.csv"',
    "X-Content-Type-Options": "nosniff",
}
CSV_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "CSV.", "content": {"text/csv": {"schema": {"type": "string"}}}}
}
Word = Annotated[str, Query(max_length=80, pattern="^[^\\x00]*$")]


@router.get("/audit-log.csv", response_class=StreamingResponse, responses=problems() | CSV_ANSWER)
def export(
    person: Person,
    audit_log: AuditLog,
    who: UUID | None = None,
    what: Word = "",
    since: datetime | None = None,
    until: datetime | None = None,
    object_id: Word = "",
) -> StreamingResponse:
    """Events as CSV, newest first: `what` is an action, or the beginning of several (`survey.`); times carry their zone."""
    for field, at in (("since", since), ("until", until)):
        if at is not None and at.tzinfo is None:
            raise InvalidInput(field, RequestFault.TIME_WITHOUT_ZONE)
    wanted = AuditFilter(who, what or None, since, until, object_id or None)
    return StreamingResponse(audit_log.export(person, wanted), media_type="text/csv", headers=HEADERS)
