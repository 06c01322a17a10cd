"""Windows and masks of the canvas, and the fixed-point coordinates in which OpenCV draws between pixels."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.demo.head_shape import Points
from proctor_core.domain.observation import Picture

WIDTH, HEIGHT = 640, 480
OVERSAMPLING = 2
COARSE = 4
"""Soft shades are drawn at a quarter of the canvas: nobody sees it, and a blur costs a sixteenth."""
SHIFT = 4
"""Bits behind the point in OpenCV's coordinates: small motions don't jump from pixel to pixel."""


def as_picture(matrix: npt.NDArray[Any]) -> Picture:
    """What OpenCV returns, under its real type."""
    return np.asarray(matrix, dtype=np.uint8)


def fixed_point(points: Points, scale: float = 1.0) -> npt.NDArray[np.int32]:
    """Points times `scale` as OpenCV's fixed-point coordinates."""
    return np.rint(points * (scale * (1 << SHIFT)) - 0.5).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the canvas in canvas pixels, `right` and `bottom` excluded."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def empty(self) -> bool:
        """Nothing of it is on the canvas."""
        return self.right <= self.left or self.bottom <= self.top

    def within(self, other: "Window") -> "Window":
        """What two windows share."""
        return Window(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Stencil:
    """A mask, 0 to 255, over a window of the canvas."""

    window: Window
    mask: Picture

    @property
    def inside(self) -> Picture:
        """255 where more than half is covered, else 0."""
        return as_picture(cv2.threshold(self.mask, 127, 255, cv2.THRESH_BINARY)[1])

    def cut(self, window: Window) -> Picture:
        """The mask over a smaller window inside its own."""
        top, left = window.top - self.window.top, window.left - self.window.left
        return self.mask[top : top + window.bottom - window.top, left : left + window.right - window.left]


def rounded(mask: Picture, sigma: float) -> Picture:
    """A mask without corners: blurred by `sigma` canvas pixels, then steep again."""
    soft = blurred(mask, sigma)
    steep = max(1.0, min(2.0, sigma))
    levels = np.clip((np.arange(256) - 127.5) * steep + 127.5, 0, 255).astype(np.uint8)
    return as_picture(cv2.LUT(soft, levels))


def blurred(values: Picture, sigma: float) -> Picture:
    """About a Gaussian of `sigma` pixels: two boxes, whose cost does not grow with it."""
    side = 2 * round((np.sqrt(6 * sigma**2 + 1) - 1) / 2) + 1
    if side == 1:
        return values
    return as_picture(cv2.blur(cv2.blur(values, (side, side)), (side, side)))
