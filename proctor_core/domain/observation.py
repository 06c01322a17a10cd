"""All check results of one frame at one instant: what the rules read and what is kept for re-scoring."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from proctor_core.domain.allowance import NOTHING_ALLOWED, Allowed

Picture = npt.NDArray[np.uint8]
"""RGB, uint8, shape (H, W, 3)."""


class Unmeasured(StrEnum):
    """Why a check has no value; never 0 or None for "don't know"."""

    NO_FACE = "no_face"
    TOO_DARK = "too_dark"
    COVERED = "covered"
    EYES_CLOSED = "eyes_closed"
    MODEL_MISSING = "model_missing"
    NOT_DUE = "not_due"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NotMeasurable:
    """A check that could not say."""

    reason: Unmeasured


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One camera image.

    Attributes:
        picture: RGB uint8 (H, W, 3).
        captured_s: seconds since the session's start.
        sequence: counts up by one for each frame received.
        source_time_s: the source's own time stamp (RTP, container), in seconds; equal stamps mean that no new image came.
    """

    picture: Picture
    captured_s: float
    sequence: int
    source_time_s: float | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in parts of the picture: 0 to 1 from the left and top edge."""

    left: float
    top: float
    width: float
    height: float


def overlap(one: Box, other: Box) -> float:
    """Intersection over the smaller rectangle, 0 to 1: a face inside another detector's larger box is the same face."""
    width = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    height = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    smaller = min(one.width * one.height, other.width * other.height)
    return (width * height) / smaller if smaller > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Face:
    """One face as the fused detectors see it.

    Attributes:
        confidence: best score among the detectors that found it, 0 to 1.
        detector_score: MediaPipe FaceDetector's own, 0 where it found none here. It falls where a face is half covered or turned
            to profile, which the second detector still finds with ease; so it tells how recognisable the face is.
    """

    box: Box
    confidence: float
    detector_score: float


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Degrees; yaw > 0 turns to the picture's right, pitch > 0 looks down, roll > 0 tilts clockwise as seen."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class Gaze:
    """Iris offset from the middle of the eye, in parts of the eye's width; x > 0 is the picture's right, y > 0 is down."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PhoneLook:
    """Best phone score, 0 to 1, and about where; `box` is None when nothing scored above the detector's floor."""

    score: float
    box: Box | None


@dataclass(frozen=True, slots=True)
class Light:
    """Brightness 0 to 255 (mean luma), contrast (standard deviation of luma), sharpness (variance of the Laplacian)."""

    brightness: float
    contrast: float
    sharpness: float


@dataclass(frozen=True, slots=True)
class Observation:
    """All check results of one frame. `faces` is ordered by size, largest (the taker) first.

    Attributes:
        face_confidence: best score that any detector gives "a face is here", 0 to 1, also when below the limit for `faces`.
        second_opinion: a detector other than the first sees a face or a person: 0 to 1; NotMeasurable when its model is missing.
        person: best score of "a person is here, from any side", 0 to 1; measured together with the phone.
        motion: mean absolute luma difference to the observation before, 0 to 255; None for the first.
        allowed: what the question on the screen allowed at this look; nothing of logs from before questions could.
        scene_kept: share of the scene of the observation before that is still there, 0 to 1 (`checks.scene`); None for the first,
            where too little can be compared, and in logs of version 0.1.
    """

    t_s: float
    sequence: int
    light: Light
    faces: tuple[Face, ...] | NotMeasurable
    face_confidence: float | NotMeasurable
    second_opinion: float | NotMeasurable
    head_pose: HeadPose | NotMeasurable
    gaze: Gaze | NotMeasurable
    eyes_open: float | NotMeasurable
    phone: PhoneLook | NotMeasurable
    motion: float | None = None
    is_new_image: bool = True
    person: float | NotMeasurable = NotMeasurable(Unmeasured.NOT_DUE)
    scene_kept: float | None = None
    allowed: Allowed = NOTHING_ALLOWED

    @property
    def taker_score(self) -> float | None:
        """How recognisable the taker's face is: the largest face's `detector_score`, None without a face."""
        return self.faces[0].detector_score if not isinstance(self.faces, NotMeasurable) and self.faces else None

    @property
    def face_count(self) -> int | None:
        """Number of faces, or None when it could not be measured."""
        return None if isinstance(self.faces, NotMeasurable) else len(self.faces)

    @property
    def only_face(self) -> Face | None:
        """The face, when there is exactly one."""
        return self.faces[0] if not isinstance(self.faces, NotMeasurable) and len(self.faces) == 1 else None
