"""What a client of the API says every few seconds about what it sees."""

from dataclasses import dataclass

from proctor_core.domain.live_message import LiveMessage
from proctor_core.domain.violation import ViolationType


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """One heartbeat; None says "could not be measured".

    Attributes:
        sequence: counts up by one for each heartbeat of a session; a number that is known already changes nothing.
        confidence: 0 to 1.
        gaze_direction: one word, such as ahead, left, right, up, down.
    """

    sequence: int
    face_count: int | None = None
    confidence: float | None = None
    gaze_direction: str | None = None
    mobile_detected: bool | None = None
    violation_type: ViolationType | None = None


@dataclass(frozen=True, slots=True)
class HeartbeatAnswer:
    """What the client hears: when to send the next one, how the session stands, and what a moderator said last."""

    next_in_s: float
    violations_count: int
    threshold: int
    flagged_for_review: bool
    message: LiveMessage | None = None
