"""What a taker's page hears while the camera runs (events on change only, the demo camera's picture), and what it reports."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from proctor_core.api.described import problems
from proctor_core.api.evidence import JPEG_ANSWER, PRIVATE
from proctor_core.api.given import Clock, Monitors, Sessions
from proctor_core.api.signed_in import TakingCaller
from proctor_core.codes.missing import Missing
from proctor_core.errors import NotFound
from proctor_core.monitoring.monitors.live_status import LiveStatus, Phase
from proctor_core.monitoring.monitors.session_monitor import SessionMonitor

router = APIRouter(prefix="/sessions", tags=["sessions"])

# Proxies close a silent stream after a minute or so; a comment keeps it open and tells us that the page is gone.
KEEP_ALIVE_S = 10.0


class PageReport(BaseModel):
    """What a page says every few seconds.

    Attributes:
        page: tells one tab from another.
        is_hidden: it lies in the background or is minimised.
    """

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"page": "4c1f0a2b9d3e5f67", "is_hidden": False}]}
    )

    page: str = Field(max_length=64)
    is_hidden: bool = False


@router.post("/{session_id}/page", status_code=HTTPStatus.NO_CONTENT, responses=problems(404))
def report_page(
    session_id: UUID, report: PageReport, caller: TakingCaller, sessions: Sessions, monitors: Monitors, clock: Clock
) -> None:
    """The page is there. 404 tells it that nobody watches this session, as after a restart: its script must run again."""
    sessions.session_of(caller.reach(session_id), session_id)
    monitor = monitors.find(session_id)
    if monitor is None:
        raise NotFound(Missing.RUNNING_SESSION)
    monitor.hear(report.page, clock(), is_hidden=report.is_hidden)


@router.get(
    "/{session_id}/events",
    response_class=StreamingResponse,
    responses=problems(404) | {200: {"description": "Events.", "content": {"text/event-stream": {"schema": {}}}}},
)
async def events(
    session_id: UUID, page: str, request: Request, caller: TakingCaller, sessions: Sessions, monitors: Monitors
) -> StreamingResponse:
    """Server-sent events: the session's live status, at once and at every change. `page` tells one tab from another."""
    await asyncio.to_thread(sessions.session_of, caller.reach(session_id), session_id)
    monitor = monitors.find(session_id)
    if monitor is None:
        raise NotFound(Missing.RUNNING_SESSION)
    stream = _status_events(monitor, page, request)
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _status_events(monitor: SessionMonitor, page: str, request: Request) -> AsyncIterator[str]:
    changed = asyncio.Event()
    loop = asyncio.get_running_loop()
    unsubscribe = monitor.view.subscribe(page, lambda: loop.call_soon_threadsafe(changed.set))
    sent: LiveStatus | None = None
    try:
        while not await request.is_disconnected():
            changed.clear()
            status = monitor.view.status_for(page)
            yield ": still here\n\n" if status == sent else f"data: {json.dumps(asdict(status))}\n\n"
            sent = status
            if status.phase is Phase.ENDED:
                # The page asks again by itself, and finds the session's next monitor if there is one.
                return
            await _either(changed, KEEP_ALIVE_S)
    finally:
        unsubscribe()


async def _either(changed: asyncio.Event, timeout_s: float) -> bool:
    try:
        return await asyncio.wait_for(changed.wait(), timeout_s)
    except TimeoutError:
        return False


@router.get("/{session_id}/self-view", response_class=Response, responses=problems(404) | JPEG_ANSWER)
def self_view(session_id: UUID, caller: TakingCaller, sessions: Sessions, monitors: Monitors) -> Response:
    """The newest picture of the demo camera, as JPEG: a taker's own session only."""
    sessions.session_of(caller.reach(session_id), session_id)
    monitor = monitors.find(session_id)
    picture = monitor.view.newest_jpeg() if monitor else None
    if picture is None:
        raise NotFound(Missing.PICTURE_NOW)
    return Response(picture, media_type="image/jpeg", headers=PRIVATE | {"Cache-Control": "no-store"})
