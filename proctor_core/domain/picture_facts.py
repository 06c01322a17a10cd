"""What was measured of a picture itself, so that it can be counted under which conditions a check is right."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """Light and pace when a picture was taken; they say nothing about who is in it. None: not measured.

    Attributes:
        brightness: mean luma, 0 to 255, of the look that the picture belongs to.
        overexposed: share of the picture that is burnt out, 0 to 1: a window or lamp in view, or glare.
        frames_per_s: at which the camera sent during the last seconds.
    """

    brightness: float | None = None
    overexposed: float | None = None
    frames_per_s: float | None = None


UNMEASURED = PictureFacts()
