"""Lights and shadows as one coarse channel, before they become colour."""

import cv2
import numpy as np

from proctor_core.demo.head_shape import Points
from proctor_core.demo.stencil import COARSE, OVERSAMPLING, SHIFT, Window, as_picture, blurred, fixed_point
from proctor_core.domain.observation import Picture


class SoftShade:
    """One channel over a window of the canvas at a coarse scale: lights and shadows before they become colour."""

    def __init__(self, window: Window, level: int = 0) -> None:
        self.window = window
        shape = ((window.bottom - window.top) // COARSE, (window.right - window.left) // COARSE)
        self.values = np.full(shape, level, dtype=np.uint8)

    def _place(self, outline: Points) -> Points:
        origin = np.array([self.window.left, self.window.top])
        return (outline * OVERSAMPLING - origin) / COARSE

    def fill(self, outline: Points, level: float) -> None:
        """Sets an area (convex or not) to a level, 0 to 255."""
        cv2.fillPoly(self.values, [fixed_point(self._place(outline))], int(level), cv2.LINE_AA, SHIFT)

    def cells(self, outlines: Points, levels: Points) -> None:
        """Sets many convex cells (N, 4, 2) to their levels (N,)."""
        placed = fixed_point(self._place(outlines))
        for cell, level in zip(placed, levels.astype(int).tolist(), strict=True):
            cv2.fillConvexPoly(self.values, cell, level, cv2.LINE_8, SHIFT)

    def blur(self, radius: float) -> None:
        """Softens by `radius` picture pixels."""
        self.values = blurred(self.values, radius * OVERSAMPLING / COARSE)

    def grown(self) -> Picture:
        """The shade at the canvas' scale."""
        return self._grown(self.values)

    def coloured(self, colours: Picture) -> Picture:
        """The shade through a ramp of colours: a layer for `Canvas.paste`."""
        return self._grown(as_picture(cv2.LUT(cv2.merge([self.values] * 3), colours)))

    def _grown(self, coarse: Picture) -> Picture:
        size = (self.window.right - self.window.left, self.window.bottom - self.window.top)
        return as_picture(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR))
