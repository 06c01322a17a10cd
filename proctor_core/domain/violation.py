"""What the machine alleges (violations) and what it reports without accusing (signals)."""

from dataclasses import dataclass
from enum import StrEnum

from proctor_core.domain.reason import Words

SERVER = "server"
"""As a row's source: the server's own monitor saw it."""
CLIENT = "client"
"""As a row's source: the taker's client saw it, and not the server or a recording."""


class ViolationType(StrEnum):
    """The five allegations the checks can make."""

    NO_FACE = "no_face"
    MULTIPLE_FACES = "multiple_faces"
    LOOKING_AWAY = "looking_away"
    MOBILE_DETECTED = "mobile_detected"
    LOW_CONFIDENCE = "low_confidence"


class IncidentType(StrEnum):
    """What a moderator can say happened: what the checks allege, and what people alone see.

    A type of its own, so that no rule, client or recording can report the last one.
    """

    NO_FACE = ViolationType.NO_FACE.value
    MULTIPLE_FACES = ViolationType.MULTIPLE_FACES.value
    LOOKING_AWAY = ViolationType.LOOKING_AWAY.value
    MOBILE_DETECTED = ViolationType.MOBILE_DETECTED.value
    LOW_CONFIDENCE = ViolationType.LOW_CONFIDENCE.value
    IDENTITY_MISMATCH = "identity_mismatch"
    """Another person than on the reference picture: both are looked at side by side, nothing matches faces."""


class SignalKind(StrEnum):
    """Technical states of camera, light or network: never a violation."""

    CAMERA_LOST = "camera_lost"
    CAMERA_COVERED = "camera_covered"
    FROZEN = "frozen"
    STILL_PICTURE = "still_picture"
    TOO_DARK = "too_dark"
    NETWORK_GAP = "network_gap"
    PAGE_HIDDEN = "page_hidden"


class SnapshotKind(StrEnum):
    """Where in a violation's interval a picture was taken."""

    START = "start"
    PEAK = "peak"
    END = "end"


@dataclass(frozen=True, slots=True)
class AllegedViolation:
    """An interval of one type, as the rules judged it; the database's `Violation` is its record.

    Attributes:
        onset_s: seconds since the session's start, back-dated to the first positive observation of the window.
        offset_s: first second at which the condition was gone; None while it is open.
        peak_s: time of the observation with the strongest evidence.
        confidence: 0 to 1, share of positive looks weighted by the detector's own confidence.
        looks: observations in the interval; positive: those among them that met the condition.
        measured: the value that the reason quotes (degrees, faces, score), at the peak; limit: the policy's limit for it.
    """

    type: ViolationType
    onset_s: float
    offset_s: float | None
    peak_s: float
    confidence: float
    looks: int
    positive: int
    measured: float | None
    limit: float | None
    reason: Words

    @property
    def duration_s(self) -> float:
        """Length in seconds; 0 while it is open."""
        return 0.0 if self.offset_s is None else self.offset_s - self.onset_s


@dataclass(frozen=True, slots=True)
class RaisedSignal:
    """A technical state over an interval; `offset_s` is None while it lasts."""

    kind: SignalKind
    onset_s: float
    offset_s: float | None
    reason: Words
