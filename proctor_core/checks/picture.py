"""One frame made ready for every detector: scaled and colour-converted once.

First step of `observer.Observer.observe`; detectors take a `WorkingPicture`, never the frame itself.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from proctor_core.domain.observation import Picture

WORKING_LONG_SIDE = 640
"""Pixels; a larger frame is scaled down to it. More finds smaller faces and costs in proportion to the area."""


@dataclass(frozen=True, slots=True, eq=False)
class WorkingPicture:
    """The same picture in the orders the detectors want; uint8, long side at most `WORKING_LONG_SIDE`.

    Attributes:
        rgb: (h, w, 3), contiguous.
        bgr: (h, w, 3), contiguous.
        luma: (h, w).
    """

    rgb: Picture
    bgr: Picture
    luma: Picture

    @property
    def width(self) -> int:
        """Pixels."""
        return self.rgb.shape[1]

    @property
    def height(self) -> int:
        """Pixels."""
        return self.rgb.shape[0]


def prepare(picture: Picture) -> WorkingPicture:
    """Scale and convert an RGB uint8 (H, W, 3) picture."""
    height, width = picture.shape[:2]
    scale = WORKING_LONG_SIDE / max(height, width)
    rgb = np.ascontiguousarray(picture)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return WorkingPicture(
        rgb=_bytes(rgb),
        bgr=_bytes(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)),
        luma=_bytes(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)),
    )


def _bytes(picture: object) -> Picture:
    return np.asarray(picture, dtype=np.uint8)
