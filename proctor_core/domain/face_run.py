"""What one heartbeat says about the face: it extends the session's newest run or begins a new one."""

from dataclasses import dataclass
from datetime import datetime

from proctor_core.domain.violation import SignalKind, ViolationType


@dataclass(frozen=True, slots=True)
class FaceRunState:
    """The state between two heartbeats; None says "could not be measured".

    Attributes:
        started_at, ended_at: the stretch of time that this state covers, from the heartbeat before to this one.
        samples: observations in it; the numbers are their means, `gaze_direction` the newest word.
        violation_type, signal: what was open at its end.
    """

    started_at: datetime
    ended_at: datetime
    samples: int
    face_count: int | None = None
    confidence: float | None = None
    gaze_direction: str | None = None
    yaw_deg: float | None = None
    pitch_deg: float | None = None
    roll_deg: float | None = None
    mobile_detected: bool | None = None
    violation_type: ViolationType | None = None
    signal: SignalKind | None = None

    @property
    def face_detected(self) -> bool | None:
        """Whether there was a face at all."""
        return None if self.face_count is None else self.face_count > 0
