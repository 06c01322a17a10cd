"""Under which circumstances a clip was filmed, as measured in it: light, height of the face, pictures per second."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from proctor_core.domain.observation import NotMeasurable, Observation

LIGHT_BANDS = (60.0, 90.0, 130.0)
"""Mean luma, 0 to 255."""
FACE_BANDS = (0.2, 0.35, 0.5)
"""Height of the largest face in parts of the picture's."""
RATE_BANDS = (9.0, 20.0, 28.0)
"""Pictures per second of the file."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Medians over a clip; None: not measurable.

    Attributes:
        light: mean luma, 0 to 255.
        face_height: of the largest face, in parts of the picture's height.
        frames_hz: pictures per second of the file.
    """

    light: float | None
    face_height: float | None
    frames_hz: float | None


def circumstances_of(observations: Sequence[Observation], frames_hz: float | None) -> Circumstances:
    """What the looks say."""
    faces = (o.faces for o in observations if not isinstance(o.faces, NotMeasurable))
    heights = [seen[0].box.height for seen in faces if seen]
    lights = [o.light.brightness for o in observations]
    return Circumstances(median(lights) if lights else None, median(heights) if heights else None, frames_hz)


def band_of(value: float | None, bands: Sequence[float]) -> str:
    """In words: "under 60", "60 to 90", "130 and more", "not measurable"."""
    if value is None:
        return "not measurable"
    above = [limit for limit in bands if value >= limit]
    if not above:
        return f"under {bands[0]:g}"
    return f"{above[-1]:g} and more" if len(above) == len(bands) else f"{above[-1]:g} to {bands[len(above)]:g}"
