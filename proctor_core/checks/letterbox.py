"""A picture made to fit a network's input, and a network's box brought back into the picture."""

import cv2
import numpy as np

from proctor_core.domain.observation import Box, Picture


def fitted(bgr: Picture, side: int) -> Picture:
    """The picture scaled so that its long side has `side` pixels; the input holds it at the top left."""
    height, width = bgr.shape[:2]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(bgr, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def box_within(corners: tuple[float, float, float, float], across: float, down: float) -> Box:
    """The part of left, top, right, bottom (pixels of the input) that lies in the `across` by `down` pixels of the picture."""
    left, top = max(0.0, corners[0]), max(0.0, corners[1])
    right, bottom = min(across, corners[2]), min(down, corners[3])
    return Box(
        left=left / across,
        top=top / down,
        width=max(0.0, right - left) / across,
        height=max(0.0, bottom - top) / down,
    )
