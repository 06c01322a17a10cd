"""A client's heartbeat and its answer as JSON: one shape for the route and for the short way before it."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from proctor_core.domain.heartbeat import Heartbeat, HeartbeatAnswer
from proctor_core.domain.violation import ViolationType

Sequence = Annotated[int, Field(ge=1, le=2**31 - 1)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ClientHeartbeat(BaseModel):
    """What the taker's browser sees now; null says "could not be measured"."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "session_id": "7f3a0c52-0000-4000-8000-000000000001",
                    "sequence": 12,
                    "face_count": 1,
                    "confidence": 0.94,
                    "gaze_direction": "ahead",
                    "mobile_detected": False,
                    "violation_type": None,
                }
            ]
        },
    )
    session_id: UUID
    sequence: Sequence = Field(description="Counts the session's heartbeats; a number that was there changes nothing.")
    face_count: int | None = Field(default=None, ge=0, le=1000)
    confidence: Share | None = None
    gaze_direction: str | None = Field(default=None, max_length=20, pattern="^[a-z_]*$")
    mobile_detected: bool | None = None
    violation_type: ViolationType | None = None

    def heartbeat(self) -> Heartbeat:
        """What the book of heartbeats takes."""
        return Heartbeat(
            sequence=self.sequence,
            face_count=self.face_count,
            confidence=self.confidence,
            gaze_direction=self.gaze_direction,
            mobile_detected=self.mobile_detected,
            violation_type=self.violation_type,
        )


class Message(BaseModel):
    """A sentence of a moderator to the taker; another `id` is another message."""

    id: UUID
    sentence: str
    at: datetime


class HeartbeatTaken(BaseModel):
    """When to send the next one, and how the session stands."""

    next_in_s: float
    violations_count: int
    threshold: int
    flagged_for_review: bool
    message: Message | None = Field(default=None, description="What a moderator said last: to be shown to the taker.")

    @classmethod
    def of(cls, answer: HeartbeatAnswer) -> "HeartbeatTaken":
        """From the book's answer."""
        said = answer.message
        return cls(
            next_in_s=answer.next_in_s,
            violations_count=answer.violations_count,
            threshold=answer.threshold,
            flagged_for_review=answer.flagged_for_review,
            message=None if said is None else Message.model_validate(asdict(said)),
        )
