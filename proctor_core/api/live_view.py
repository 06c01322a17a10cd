"""What the moderators' live view polls: how the running sessions stand, and a still of one, from memory."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from proctor_core.api.described import problems
from proctor_core.api.evidence import JPEG_ANSWER, PRIVATE
from proctor_core.api.given import Clock, Live
from proctor_core.api.signed_in import Moderator
from proctor_core.domain.camera_state import CameraState
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.violation import SignalKind, ViolationType
from proctor_core.monitoring.live_view import LiveSession
from proctor_core.monitoring.monitors.live_status import Phase

router = APIRouter(prefix="/live", tags=["moderator"])
UNKEPT = {"Cache-Control": "no-store"}


class LiveIncident(BaseModel):
    """What was noted lately, and when: no picture, no verdict."""

    onset_s: float = Field(description="Second of the session.")
    offset_s: float | None = Field(description="Null: it lasts.")
    types: list[ViolationType] = Field(description="What is alleged, in the order of time.")
    signals: list[SignalKind] = Field(description="Technical states; they accuse nobody.")


class LiveTile(BaseModel):
    """One running session: words and numbers, nothing that names the taker."""

    id: UUID
    code: str = Field(description="Short name of the session, for people to read.")
    survey: str
    status: SessionStatus
    phase: Phase
    camera: CameraState
    started_at: datetime | None
    open_types: list[ViolationType] = Field(description="What is alleged right now.")
    open_signals: list[SignalKind] = Field(description="Technical states that last; they accuse nobody.")
    notes: int = Field(description="Violations counted so far.")
    threshold: int = Field(description="At this many a person looks at the session.")
    is_flagged: bool
    needs_a_look: bool = Field(description="Something is open now, or the taker asks for help.")
    asks: str | None = Field(description="What the taker needs, as long as no moderator has answered; null: nothing.")
    recent: list[LiveIncident] = Field(
        description="Incidents that last or ended in the last five minutes, newest first."
    )
    coverage: float | None = Field(description="Share of the seconds so far in which the taker could be seen, 0 to 1.")
    is_client: bool = Field(description="An API client watches it: there is no picture, and no coverage yet.")
    picture: int | None = Field(description="Another number: another picture is there. Null: there is none.")

    @classmethod
    def of(cls, live: LiveSession) -> "LiveTile":
        """From the live view's own."""
        session, glance = live.session, live.glance
        return cls(
            id=session.id,
            code=session_code(session.id),
            survey=live.survey_title,
            status=session.status,
            phase=glance.phase,
            camera=glance.camera,
            started_at=session.started_at,
            open_types=list(glance.open_types),
            open_signals=list(glance.open_signals),
            notes=glance.notes,
            threshold=glance.threshold,
            is_flagged=glance.is_flagged,
            needs_a_look=live.needs_a_look,
            asks=live.asks,
            recent=[LiveIncident.model_validate(one, from_attributes=True) for one in live.recent],
            coverage=None if glance.coverage is None else round(glance.coverage, 3),
            is_client=glance.is_client,
            picture=glance.picture,
        )


class LiveTiles(BaseModel):
    """The sessions that run now, those that need a look first; `now` is the server's time."""

    now: datetime
    sessions: list[LiveTile]


@router.get("/sessions", responses=problems())
def live_sessions(moderator: Moderator, live: Live, clock: Clock, response: Response) -> LiveTiles:
    """Every session that this server watches now."""
    response.headers.update(UNKEPT)
    tiles = [LiveTile.of(live) for live in live.sessions(moderator)]
    return LiveTiles(now=clock(), sessions=tiles)


@router.get("/sessions/{session_id}/still", response_class=Response, responses=problems(404) | JPEG_ANSWER)
def still(session_id: UUID, moderator: Moderator, live: Live) -> Response:
    """The newest picture of a running session, small, everybody but the taker blurred; it is kept nowhere."""
    picture = live.still(moderator, session_id)
    return Response(picture, media_type="image/jpeg", headers=PRIVATE | UNKEPT)
