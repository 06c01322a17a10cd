"""YuNet (OpenCV FaceDetectorYN): the second opinion, and the best counter of faces.

Source: Wu et al., "YuNet: A Tiny Millisecond-level Face Detector", 2023. It loses heads in profile that BlazeFace still sees.
"""

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from proctor_core.checks.found import Found
from proctor_core.checks.picture import WorkingPicture
from proctor_core.domain.observation import Box
from proctor_core.errors import ModelUnavailable

FLOOR = 0.3
"""Lowest score that is reported; the rules decide higher up."""
_SUPPRESSION = 0.3
_CANDIDATES = 100


class YuNet:
    """One detector, about 4 ms at 640x480. Not for two threads at once: it keeps the input size."""

    def __init__(self, model: Path) -> None:
        try:
            self._detector = cv2.FaceDetectorYN.create(str(model), "", (320, 240), FLOOR, _SUPPRESSION, _CANDIDATES)
        except cv2.error as error:
            raise ModelUnavailable(f"expected YuNet at {model}, OpenCV says: {error}") from error

    def find(self, picture: WorkingPicture) -> tuple[Found, ...]:
        """Faces, best score first."""
        self._detector.setInputSize((picture.width, picture.height))
        rows: Any = self._detector.detect(picture.bgr)[1]  # None when nothing was found, whatever the stub says
        if rows is None:
            return ()
        found = [
            Found(
                box=Box(
                    left=float(row[0]) / picture.width,
                    top=float(row[1]) / picture.height,
                    width=float(row[2]) / picture.width,
                    height=float(row[3]) / picture.height,
                ),
                score=float(row[14]),
            )
            for row in np.asarray(rows)
        ]
        return tuple(sorted(found, key=lambda f: -f.score))
