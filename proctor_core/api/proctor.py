"""What a client that watches a taker sends: the first face, violations, heartbeats."""

import asyncio
from dataclasses import asdict
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from db.tables import User
from proctor_core.api.described import problems
from proctor_core.api.given import Clients, entry_now, heartbeats_of
from proctor_core.api.heartbeat_bodies import ClientHeartbeat, HeartbeatTaken, Sequence, Share
from proctor_core.api.idempotent import OnlyOnce
from proctor_core.api.session_bodies import SessionBody
from proctor_core.api.signed_in import TakingCaller, bearer_token, caller_of, taking_caller
from proctor_core.domain.evidence import PictureFault
from proctor_core.domain.heartbeat import Heartbeat, HeartbeatAnswer
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import UnreadablePicture
from proctor_core.media.pictures import LARGEST_BYTES, picture_from_base64
from proctor_core.monitoring.clients.client_monitoring import Claim, ClientMonitoring, SentSnapshot

router = APIRouter(prefix="/proctor", tags=["proctor"])

LARGEST_TEXT = LARGEST_BYTES * 4 // 3 + 100
DAY_S = 86_400.0
PictureText = Annotated[str, StringConstraints(min_length=1, max_length=LARGEST_TEXT)]
ONE_PIXEL = "/9j/4AAQSkZJRgABAQ..."


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class InitialFace(_Body):
    """The first face picture of a session."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"session_id": "7f3a0c52-0000-4000-8000-000000000001", "image": ONE_PIXEL}]}
    )
    session_id: UUID
    image: PictureText = Field(description="JPEG, PNG or WebP in base64, up to 4 MB; a data: URL is fine too.")


class VerifiedFace(BaseModel):
    """The accepted reference face."""

    verified: bool
    confidence: float
    server_look: dict[str, Any]
    session: SessionBody


class ReportedClaim(_Body):
    """A violation as the taker's browser saw it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "session_id": "7f3a0c52-0000-4000-8000-000000000001",
                    "sequence": 1,
                    "type": "mobile_detected",
                    "started_s": 61.5,
                    "duration_s": 4.0,
                    "confidence": 0.81,
                    "snapshot": ONE_PIXEL,
                }
            ]
        }
    )
    session_id: UUID
    sequence: Sequence = Field(description="Counts the session's reports; the same number again counts once.")
    type: ViolationType
    started_s: float = Field(ge=0, le=7 * DAY_S, allow_inf_nan=False, description="Second of the session.")
    duration_s: float | None = Field(default=None, ge=0, le=DAY_S, allow_inf_nan=False)
    confidence: Share
    snapshot: str | None = Field(
        default=None,
        description="As `image` of verify-initial. One that can't be read costs the report nothing but its picture: see "
        "`snapshot_refused` in the answer.",
    )


class Counted(BaseModel):
    """What a report did, and what the server makes of its picture."""

    violation_id: UUID
    violations_count: int
    threshold: int
    flagged_for_review: bool
    is_confirmed: bool | None
    server_look: dict[str, Any] | None
    snapshot_refused: PictureFault | None = Field(
        description="Why the picture was left out, while the report counts; null: it was taken, or there was none. "
        "The same number again is answered as it stands: a picture can't be sent after."
    )


@router.post("/verify-initial", response_model=VerifiedFace, responses=problems(404, 409))
def verify_initial(body: InitialFace, caller: TakingCaller, clients: Clients, once: OnlyOnce) -> JSONResponse:
    """Verify and store the first face; the server judges the picture itself. A second one needs a moderator's leave.

    With an `Idempotency-Key` the same picture may be sent again after a lost answer.
    """
    taker = caller.reach(body.session_id)
    clients.admit(taker, body.session_id)
    return once.answer(200, lambda: _verified(clients, taker, body))


def _verified(clients: ClientMonitoring, taker: User, body: InitialFace) -> VerifiedFace:
    picture = picture_from_base64("image", body.image)
    verified = clients.verify_initial(taker, body.session_id, picture)
    return VerifiedFace(
        verified=True,
        confidence=verified.confidence,
        server_look=asdict(verified.look),
        session=SessionBody.of(verified.session),
    )


@router.post("/record-violation", responses=problems(404, 409))
def record_violation(body: ReportedClaim, caller: TakingCaller, clients: Clients) -> Counted:
    """Count a violation that the browser saw; it is marked as the browser's, beside what the server sees in its picture.

    A picture that can't be read is left out, and the report counts without it.
    """
    taker = caller.reach(body.session_id)
    clients.admit(taker, body.session_id)
    claim = Claim(body.sequence, body.type, body.started_s, body.duration_s, body.confidence)
    reported = clients.report_violation(taker, body.session_id, claim, _sent(body.snapshot))
    return Counted(
        violation_id=reported.violation.id,
        violations_count=reported.violations_count,
        threshold=reported.threshold,
        flagged_for_review=reported.flagged_for_review,
        is_confirmed=reported.violation.is_confirmed,
        server_look=reported.violation.server_look,
        snapshot_refused=reported.violation.snapshot_refused,
    )


def _sent(snapshot: str | None) -> SentSnapshot | None:
    if snapshot is None:
        return None
    try:
        return SentSnapshot(picture_from_base64("snapshot", snapshot))
    except UnreadablePicture as error:
        return SentSnapshot(None, PictureFault(error.fault))


@router.post(
    "/heartbeat",
    responses=problems(404, 409),
    openapi_extra={"security": [{"token": list[str]()}, {"page": list[str]()}]},
)
async def heartbeat(body: ClientHeartbeat, request: Request) -> HeartbeatTaken:
    """Say every few seconds what the browser sees; the answer says when to come again. Three missed ones are a gap."""
    # `known_heartbeats.py` answers most of them before they get here.
    book, said = heartbeats_of(request), body.heartbeat()
    token = bearer_token(request)
    hashed = sha256(token.encode()).hexdigest() if token else ""
    answer = book.beat(body.session_id, hashed, said) if token else None
    if answer is None and token and book.writer.is_keeping:
        answer = await asyncio.to_thread(book.beat_on_disk, body.session_id, hashed, said)
    if answer is None:
        # Who it is, and whether the session is theirs, was not asked yet: that needs the database.
        answer = await asyncio.to_thread(_open, request, body.session_id, hashed, said)
    return HeartbeatTaken.of(answer)


def _open(request: Request, session_id: UUID, hashed: str, said: Heartbeat) -> HeartbeatAnswer:
    caller = taking_caller(caller_of(request, entry_now(request)))
    until = caller.token.expires_at if caller.token else None
    return heartbeats_of(request).open(caller.reach(session_id), session_id, hashed, said, until)
