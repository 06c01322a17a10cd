"""The analysts' numbers over the API: allegations beside decisions, and no taker's name."""

from datetime import UTC, date, datetime, tzinfo
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from proctor_core.api.described import problems
from proctor_core.api.given import Statistics
from proctor_core.api.signed_in import Analyst
from proctor_core.codes.request_faults import RequestFault
from proctor_core.errors import InvalidInput
from proctor_core.services.reviewing.statistics import Between, FigureName, Period, TableName
from proctor_core.services.reviewing.statistics_files import FileFormat, file_of

router = APIRouter(prefix="/statistics", tags=["statistics"])
MEDIA_TYPE = {FileFormat.CSV: "text/csv; charset=utf-8", FileFormat.PARQUET: "application/vnd.apache.parquet"}
FILE_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/vnd.apache.parquet": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
Slug = Annotated[str | None, Query(pattern="^[a-z0-9-]{1,80}$")]
Owner = Annotated[str | None, Query(max_length=80, pattern="^[^\\x00]*$")]


class FigureBody(BaseModel):
    """A number, and the same number of the period before."""

    name: FigureName
    value: float | None
    before: float | None


class TypeBody(BaseModel):
    """One type's allegations in the period."""

    type: str
    allegations: int


class OverviewBody(BaseModel):
    """The period that ends now, beside the one before it."""

    start: datetime
    end: datetime
    figures: list[FigureBody]
    by_type: list[TypeBody]
    decisions: dict[str, int]


@router.get("", responses=problems())
def statistics(
    analyst: Analyst,
    statistics: Statistics,
    days: Period = Period.MONTH,
    survey: Slug = None,
    platform: Owner = None,
) -> OverviewBody:
    """Sessions, flag rate, allegations and waiting time of the last 7, 30 or 90 days; `platform` empty: the house's surveys."""
    seen = statistics.overview(analyst, days, survey, platform)
    return OverviewBody(
        start=seen.start,
        end=seen.end,
        figures=[FigureBody(name=f.name, value=f.value, before=f.before) for f in seen.figures],
        by_type=[TypeBody(type=t.type, allegations=t.allegations) for t in seen.by_type],
        decisions={str(kind): count for kind, count in seen.decisions.items()},
    )


@router.get("/file", response_class=Response, responses=problems() | FILE_ANSWER)
def file(
    analyst: Analyst,
    statistics: Statistics,
    table: TableName = TableName.SURVEYS,
    form: Annotated[FileFormat, Query(alias="format")] = FileFormat.CSV,
    days: Period = Period.MONTH,
    first: Annotated[date | None, Query(description="With `last`: whole days in place of `days`.")] = None,
    last: date | None = None,
    survey: Slug = None,
    platform: Owner = None,
    zone: Annotated[str, Query(max_length=80, description="Whose days and hours are counted.")] = "UTC",
) -> Response:
    """One table of the statistics as a file; numbers about fewer than 5 people are left out."""
    some = first or last
    period = Between(first or some, last or some) if some else days
    found = statistics.table(analyst, table, period, survey, platform, zone=_zone(zone))
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{table}.{form}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file_of(found, form), media_type=MEDIA_TYPE[form], headers=headers)


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidInput("zone", RequestFault.NO_TIME_ZONE) from None
