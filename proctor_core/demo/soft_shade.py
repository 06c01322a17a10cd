"""Lights and shadows as one coarse channel, before they become colour."""

import cv2
import numpy as np

from proctor_core.demo.head_shape import Points
from proctor_core.demo.stencil import COARSE, OVERSAMPLING, SHIFT, Window, as_picture, fixed_point
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
        """Gaussian, `radius` in picture pixels."""
        sigma = radius * OVERSAMPLING / COARSE
        if sigma > 0.2:
            self.values = as_picture(cv2.GaussianBlur(self.values, (0, 0), sigma))

    def grown(self) -> Picture:
        """The shade at the canvas' scale."""
        size = (self.window.right - self.window.left, self.window.bottom - self.window.top)
        return as_picture(cv2.resize(self.values, size, interpolation=cv2.INTER_LINEAR))

    def coloured(self, colours: Picture) -> Picture:
        """The shade through a ramp of colours: a layer for `Canvas.paste`."""
        return as_picture(cv2.LUT(cv2.merge([self.grown()] * 3), colours))
