"""What a client saw while it could not reach us, sent in one piece."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from proctor_core.api.described import problems
from proctor_core.api.given import ClientReports, Clients, Heartbeats
from proctor_core.api.proctor import DAY_S, Share
from proctor_core.api.signed_in import TakingCaller
from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.violation import ViolationType
from proctor_core.services.taking.violation_rows import moment

router = APIRouter(prefix="/sessions", tags=["sessions"])
MOST = 500
Second = Annotated[float, Field(ge=0, le=7 * DAY_S, allow_inf_nan=False)]


class ClientObservation(BaseModel):
    """What was seen over a stretch of time; null says "could not be measured"."""

    model_config = ConfigDict(extra="forbid")
    started_s: Second
    ended_s: Second
    samples: int = Field(default=1, ge=1, le=100_000)
    face_count: int | None = Field(default=None, ge=0, le=1000)
    confidence: Share | None = None
    gaze_direction: str | None = Field(default=None, max_length=20, pattern="^[a-z_]*$")
    mobile_detected: bool | None = None
    violation_type: ViolationType | None = None


class Observations(BaseModel):
    """Some observations, oldest first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"observations": [{"started_s": 60.0, "ended_s": 65.0, "face_count": 1, "confidence": 0.93}]}]
        },
    )
    observations: list[ClientObservation] = Field(min_length=1, max_length=MOST)


class Kept(BaseModel):
    """How many rows they became: equal ones next to each other are one."""

    runs: int


@router.post("/{session_id}/observations", responses=problems(404, 409))
def add_observations(
    session_id: UUID,
    body: Observations,
    caller: TakingCaller,
    clients: Clients,
    heartbeats: Heartbeats,
    reports: ClientReports,
) -> Kept:
    """Add what was seen since the newest heartbeat; what is not newer is known already and changes nothing."""
    taker = caller.reach(session_id)
    session = clients.admit(taker, session_id)
    states = [
        FaceRunState(
            started_at=moment(session, seen.started_s),
            ended_at=moment(session, seen.ended_s),
            samples=seen.samples,
            face_count=seen.face_count,
            confidence=seen.confidence,
            gaze_direction=seen.gaze_direction,
            mobile_detected=seen.mobile_detected,
            violation_type=seen.violation_type,
        )
        for seen in body.observations
    ]
    heartbeats.let_go(session_id)
    return Kept(runs=reports.add_runs(taker, session_id, states))
