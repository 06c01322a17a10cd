"""Is the program well: for the operator and for whoever starts it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from proctor_core.api.described import open_problems, problems
from proctor_core.api.given import Parts
from proctor_core.api.local_caller import LocalOrWorking
from proctor_core.api.looked_lately import LookedLately
from proctor_core.api.metrics import EXPOSITION, exposition
from proctor_core.api.problems import AGAIN_S
from proctor_core.domain.health import HealthReport, PartName, PartState

router = APIRouter(tags=["health"])
UNWELL = 503


class PartBody(BaseModel):
    """One part of the program."""

    state: PartState
    fact: str


class HealthBody(BaseModel):
    """The state of every part; holds no path, address or name."""

    state: PartState
    at: datetime
    version: str
    parts: dict[PartName, PartBody]
    free_bytes: int | None
    last_sweep_at: datetime | None


class Version(BaseModel):
    """The program's version."""

    version: str


_UNWELL: dict[int | str, dict[str, Any]] = {UNWELL: {"model": HealthBody, "description": "A part is down."}}


@router.get("/health", responses=open_problems() | _UNWELL)
async def health(request: Request, parts: Parts, response: Response) -> HealthBody:
    """Database, media store, models, analysis threads, writer, sweep; 503 when one is down: a load balancer passes by.

    Looked at once a second, however often it is asked for.
    """
    lately: LookedLately[HealthReport] = request.app.state.health
    report = await lately.get()
    response.status_code = UNWELL if report.state is PartState.DOWN else 200
    if report.state is PartState.DOWN:
        response.headers["Retry-After"] = str(AGAIN_S)
    response.headers["Cache-Control"] = "no-store"
    return HealthBody(
        state=report.state,
        at=report.at,
        version=parts.version,
        parts={part.name: PartBody(state=part.state, fact=part.fact) for part in report.parts},
        free_bytes=report.free_bytes,
        last_sweep_at=report.last_sweep_at,
    )


@router.get("/version", responses=open_problems())
def version(parts: Parts) -> Version:
    """The program's version."""
    return Version(version=parts.version)


@router.get(
    "/metrics",
    response_class=Response,
    responses=problems() | {200: {"description": "Prometheus text.", "content": {EXPOSITION: {"schema": {}}}}},
)
def metrics(_caller: LocalOrWorking, parts: Parts) -> Response:
    """Counts for Prometheus; from this machine, or with an analyst's or a service token."""
    return Response(exposition(parts), media_type=EXPOSITION)
