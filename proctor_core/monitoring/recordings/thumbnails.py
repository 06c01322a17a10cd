"""Small pictures of a recording side by side in one JPEG, so that a person sees at a glance what it shows."""

from pathlib import Path

import cv2
import numpy as np

from proctor_core.domain.observation import Picture
from proctor_core.domain.recording import THUMBNAIL_PX, thumbnail_times
from proctor_core.monitoring.monitors.evidence import encode_jpeg

MISSING_S = 3.0
"""A picture that comes so much later shows nothing of that time."""


class Thumbnails:
    """One strip, however long the recording is; what was not reached, and where no picture was, stays black."""

    def __init__(self, duration_s: float) -> None:
        self._due = list(thumbnail_times(duration_s))
        width, height = THUMBNAIL_PX
        self._strip = np.zeros((height, width * len(self._due), 3), dtype=np.uint8)
        self._taken = 0

    def look(self, t_s: float, picture: Picture) -> None:
        """Take the picture into every place whose time has come."""
        while self._taken < len(self._due) and t_s >= self._due[self._taken]:
            if t_s - self._due[self._taken] <= MISSING_S:
                self._place(picture)
            self._taken += 1

    def write(self, path: Path) -> None:
        """Write the JPEG."""
        path.write_bytes(encode_jpeg(self._strip))

    def _place(self, picture: Picture) -> None:
        width, height = THUMBNAIL_PX
        scale = min(width / picture.shape[1], height / picture.shape[0])
        size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        left, top = self._taken * width + (width - size[0]) // 2, (height - size[1]) // 2
        self._strip[top : top + size[1], left : left + size[0]] = small
