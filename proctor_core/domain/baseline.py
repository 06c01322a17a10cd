"""The taker's own resting pose and gaze, learned at enrolment; looking away is measured against it, not against zero."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Baseline:
    """Medians over the enrolment's looks; degrees and parts of the eye's width, as in `observation`.

    Attributes:
        looks: how many observations it was learned from.
        face_width: the face's share of the picture's width; another person or distance shows here first.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    gaze_x: float
    gaze_y: float
    face_width: float
    looks: int
