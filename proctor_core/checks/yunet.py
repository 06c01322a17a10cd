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
LONG_SIDE = 416
"""Pixels of its input; 640 costs 2.3 times as much and counted no more faces in the evaluation's pictures."""
_SUPPRESSION = 0.3
_CANDIDATES = 100


class YuNet:
    """One detector, 2 to 4 ms. Not for two threads at once: it keeps the input size."""

    def __init__(self, model: Path) -> None:
        try:
            self._detector = cv2.FaceDetectorYN.create(str(model), "", (320, 240), FLOOR, _SUPPRESSION, _CANDIDATES)
        except cv2.error as error:
            raise ModelUnavailable(f"expected YuNet at {model}, OpenCV says: {error}") from error

    def find(self, picture: WorkingPicture) -> tuple[Found, ...]:
        """Faces, best score first."""
        scale = min(1.0, LONG_SIDE / max(picture.width, picture.height))
        width, height = round(picture.width * scale), round(picture.height * scale)
        small = cv2.resize(picture.bgr, (width, height), interpolation=cv2.INTER_AREA) if scale < 1 else picture.bgr
        self._detector.setInputSize((width, height))
        rows: Any = self._detector.detect(small)[1]  # None when nothing was found, whatever the stub says
        if rows is None:
            return ()
        found = [
            Found(
                box=Box(
                    left=float(row[0]) / width,
                    top=float(row[1]) / height,
                    width=float(row[2]) / width,
                    height=float(row[3]) / height,
                ),
                score=float(row[14]),
                points=np.asarray(row[4:14], dtype=np.float64).reshape(5, 2) / scale,
            )
            for row in np.asarray(rows)
        ]
        return tuple(sorted(found, key=lambda f: -f.score))
