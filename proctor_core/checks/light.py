"""Light and focus of a picture, and whether it shows anything at all.

The numbers go into `Observation.light`; `rules/signals.py` makes `too_dark` and `camera_covered` of them.
"""

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.domain.observation import Light, Picture

FEATURELESS_CONTRAST = 6.0
"""Standard deviation of luma below which nothing can be seen, so that no detector is asked. Raising it blinds dark rooms."""


def measure_light(luma: Picture) -> Light:
    """Brightness, contrast and sharpness of a luma picture (h, w), uint8.

    Sharpness is the variance of the Laplacian: Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000.
    """
    small = cv2.resize(luma, (160, 120), interpolation=cv2.INTER_AREA)
    mean, deviation = cv2.meanStdDev(small)
    edges = cv2.Laplacian(small, cv2.CV_32F)
    return Light(brightness=_number(mean), contrast=_number(deviation), sharpness=float(np.var(_array(edges))))


def is_featureless(light: Light) -> bool:
    """Whether the picture is black, white or one colour."""
    return light.contrast < FEATURELESS_CONTRAST


def _number(matrix: Any) -> float:
    return float(_array(matrix).ravel()[0])


def _array(matrix: Any) -> npt.NDArray[np.float64]:
    return np.asarray(matrix, dtype=np.float64)
