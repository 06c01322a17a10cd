"""The analysts' numbers over the API: allegations beside decisions, and no taker's name."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from proctor_core.api.described import problems
from proctor_core.api.given import Statistics
from proctor_core.api.signed_in import Analyst
from proctor_core.services.reviewing.statistics import FigureName, Period

router = APIRouter(prefix="/statistics", tags=["statistics"])


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
    survey: Annotated[str | None, Query(pattern="^[a-z0-9-]{1,80}$")] = None,
    platform: Annotated[str | None, Query(max_length=80, pattern="^[^\\x00]*$")] = None,
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
