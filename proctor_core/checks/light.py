"""Light and focus of a picture, and whether it shows anything at all.

The numbers go into `Observation.light`; `rules/signals.py` makes `too_dark` and `camera_covered` of them.
"""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.domain.observation import Light, Picture
from proctor_core.domain.picture_facts import PictureFacts

FEATURELESS_CONTRAST = 6.0
"""Standard deviation of luma below which nothing can be seen, so that no detector is asked. Raising it blinds dark rooms."""

BURNT_OUT_LUMA = 250
"""Of 255; from here on nothing is left of what was there, also after JPEG's rounding. Raising it finds less."""


def measure_light(luma: Picture) -> Light:
    """Brightness, contrast and sharpness of a luma picture (h, w), uint8.

    Sharpness is the variance of the Laplacian: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000.
    """
    small = cv2.resize(luma, (160, 120), interpolation=cv2.INTER_AREA)
    mean, deviation = cv2.meanStdDev(small)
    edges = cv2.Laplacian(small, cv2.CV_32F)
    return Light(brightness=_number(mean), contrast=_number(deviation), sharpness=float(np.var(_array(edges))))


def picture_facts(picture: Picture, light: Light | None, frames_per_s: float | None = None) -> PictureFacts:
    """Of an RGB picture (h, w, 3), uint8, and the light of its look, None: not looked at; rounded to what is told of it."""
    return PictureFacts(
        brightness=None if light is None else round(light.brightness, 1),
        overexposed=round(overexposed_share(picture), 4),
        frames_per_s=None if frames_per_s is None else round(frames_per_s, 1),
    )


def overexposed_share(picture: Picture) -> float:
    """Share of an RGB picture (h, w, 3), uint8, that is burnt out, 0 to 1; takes 0.3 ms for 640x480."""
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return int(np.count_nonzero(np.asarray(luma) >= BURNT_OUT_LUMA)) / luma.size


def is_featureless(light: Light) -> bool:
    """Whether the picture is black, white or one colour."""
    return light.contrast < FEATURELESS_CONTRAST


def _number(matrix: Any) -> float:
    return float(_array(matrix).ravel()[0])


def _array(matrix: Any) -> npt.NDArray[np.float64]:
    return np.asarray(matrix, dtype=np.float64)
