"""Pictures of one face that comes with scikit-image (NASA, public domain), whole, twice, turned away, and none."""

import cv2
import numpy as np
from skimage import data

from proctor_core.domain.observation import Frame, Picture


def astronaut() -> Picture:
    """RGB uint8 (512, 512, 3), one face."""
    return np.ascontiguousarray(data.astronaut())


def closer() -> Picture:
    """Head and shoulders, RGB uint8 (480, 640, 3)."""
    return _fit(astronaut()[20:260, 60:380], 640, 480)


def half_covered() -> Picture:
    """As `closer`, with something plain before the face up to the eyes."""
    picture = closer()
    picture[163:338, 218:440] = (190, 150, 130)
    return picture


def two_astronauts() -> Picture:
    """Two heads side by side, RGB uint8 (480, 640, 3)."""
    half = _fit(astronaut()[20:260, 140:300], 320, 480)
    return np.ascontiguousarray(np.hstack([half, half]))


def black() -> Picture:
    """RGB uint8 (480, 640, 3), as a covered lens."""
    return np.zeros((480, 640, 3), dtype=np.uint8)


def textured() -> Picture:
    """Nobody, but something to see: coffee, RGB uint8."""
    return np.ascontiguousarray(data.coffee())


def frame(picture: Picture, t_s: float = 0.0, source_time_s: float | None = None) -> Frame:
    """A frame at a time."""
    return Frame(picture=picture, captured_s=t_s, sequence=round(t_s * 10), source_time_s=source_time_s)


def _fit(picture: Picture, width: int, height: int) -> Picture:
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
