"""The paper that everything is drawn on: pixels at twice the size, soft shades and ramps of colour."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from proctor_core.demo.head_shape import Points
from proctor_core.demo.people import Colour
from proctor_core.domain.observation import Picture

WIDTH, HEIGHT = 640, 480
OVERSAMPLING = 2
_SHIFT = 4
_SOFT = 4
"""Soft shades are drawn at a quarter of the canvas: nobody sees it, and a blur costs a sixteenth."""


def shaded(colour: Colour, factor: float) -> Colour:
    """Darker (factor < 1) or lighter colour; shadows go a little to the blue, lights to the yellow."""
    warm = (1.0, 1.0, 1.0) if factor >= 1 else (1.0, 0.97, 0.99)
    r, g, b = (int(np.clip(c * factor * w, 0, 255)) for c, w in zip(colour, warm, strict=True))
    return r, g, b


def blended(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the one."""
    r, g, b = (int(round(a + (c - a) * share)) for a, c in zip(one, other, strict=True))
    return r, g, b


def ramp(dark: Colour, light: Colour) -> Picture:
    """A look-up table (1, 256, 3) from the dark to the light colour."""
    steps = np.linspace(0, 1, 256)[:, None]
    return (np.asarray(dark) * (1 - steps) + np.asarray(light) * steps).round().astype(np.uint8)[None]


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


class Canvas:
    """RGB pixels, OVERSAMPLING times the picture; coordinates are those of the finished picture."""

    def __init__(self, pixels: Picture) -> None:
        self.pixels = pixels

    @classmethod
    def blank(cls, colour: Colour) -> "Canvas":
        """A canvas of one colour."""
        shape = (HEIGHT * OVERSAMPLING, WIDTH * OVERSAMPLING, 3)
        return cls(np.full(shape, colour, dtype=np.uint8))

    def finished(self) -> Picture:
        """The picture at its real size, (480, 640, 3)."""
        return cv2.resize(self.pixels, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)

    def fill(self, outline: Points, colour: Colour) -> None:
        """An area of one colour."""
        cv2.fillPoly(self.pixels, [_fixed(outline, OVERSAMPLING)], colour, cv2.LINE_AA, _SHIFT)

    def stroke(self, points: Points, colour: Colour, width: float, *, closed: bool = False) -> None:
        """A line; `width` in picture pixels."""
        thickness = max(1, round(width * OVERSAMPLING))
        cv2.polylines(self.pixels, [_fixed(points, OVERSAMPLING)], closed, colour, thickness, cv2.LINE_AA, _SHIFT)

    def window(self, points: Points, margin: float) -> Window:
        """The part of the canvas around `points`."""
        low = np.floor((points.reshape(-1, 2).min(axis=0) - margin) * OVERSAMPLING / _SOFT).astype(int) * _SOFT
        high = np.ceil((points.reshape(-1, 2).max(axis=0) + margin) * OVERSAMPLING / _SOFT).astype(int) * _SOFT
        height, width = self.pixels.shape[:2]
        return Window(max(0, low[0]), max(0, low[1]), min(width, high[0]), min(height, high[1]))

    def tint(self, outline: Points, colour: Colour, strength: float, blur: float, clip: Picture | None = None) -> None:
        """A soft area: `strength` 0 to 1, `blur` in picture pixels; `clip` is a mask (0 to 255) of the whole canvas."""
        window = self.window(outline, blur * 2.5)
        if window.empty:
            return
        soft = SoftShade(window)
        soft.fill(outline, 255 * strength)
        soft.blur(blur)
        mask = soft.grown()
        if clip is not None:
            mask = cv2.multiply(mask, _cut(clip, window), scale=1 / 255)
        self._blend(window, np.full((*mask.shape, 3), colour, dtype=np.uint8), mask)

    def paste(self, window: Window, layer: Picture, mask: Picture) -> None:
        """A painted layer of the window's size through the mask of the whole canvas."""
        self._blend(window, layer, _cut(mask, window))

    def _blend(self, window: Window, layer: Picture, mask: Picture) -> None:
        weight = mask.astype(np.float32) * np.float32(1 / 255)
        below = _cut(self.pixels, window)
        below[:] = cv2.blendLinear(below, layer, 1 - weight, weight)

    def mask_of(self, outlines: Iterable[Points], *, smooth: float = 0.0) -> Picture:
        """A mask (0 to 255) of the union of areas; `smooth` rounds its corners, in picture pixels."""
        mask = np.zeros(self.pixels.shape[:2], dtype=np.uint8)
        for outline in outlines:
            cv2.fillConvexPoly(mask, _fixed(outline, OVERSAMPLING), 255, cv2.LINE_8, _SHIFT)
        return _rounded(mask, smooth * OVERSAMPLING) if smooth else mask


class SoftShade:
    """One channel over a window of the canvas at a coarse scale: lights and shadows before they become colour."""

    def __init__(self, window: Window, level: int = 0) -> None:
        self.window = window
        shape = ((window.bottom - window.top) // _SOFT, (window.right - window.left) // _SOFT)
        self.values = np.full(shape, level, dtype=np.uint8)

    def _place(self, outline: Points) -> Points:
        origin = np.array([self.window.left, self.window.top])
        return (outline * OVERSAMPLING - origin) / _SOFT

    def fill(self, outline: Points, level: float) -> None:
        """Sets an area (convex or not) to a level, 0 to 255."""
        cv2.fillPoly(self.values, [_fixed(self._place(outline), 1)], int(level), cv2.LINE_AA, _SHIFT)

    def cells(self, outlines: Points, levels: Points) -> None:
        """Sets many convex cells (N, 4, 2) to their levels (N,)."""
        placed = _fixed(self._place(outlines), 1)
        for cell, level in zip(placed, levels.astype(int).tolist(), strict=True):
            cv2.fillConvexPoly(self.values, cell, level, cv2.LINE_8, _SHIFT)

    def add(self, outline: Points, amount: float, blur: float) -> None:
        """Lightens (amount > 0) or darkens a soft area."""
        layer = SoftShade(self.window)
        layer.fill(outline, abs(amount))
        layer.blur(blur)
        change = cv2.add if amount > 0 else cv2.subtract
        self.values = change(self.values, layer.values)

    def blur(self, radius: float) -> None:
        """Gaussian, `radius` in picture pixels."""
        sigma = radius * OVERSAMPLING / _SOFT
        if sigma > 0.2:
            self.values = cv2.GaussianBlur(self.values, (0, 0), sigma)

    def grown(self) -> Picture:
        """The shade at the canvas' scale."""
        size = (self.window.right - self.window.left, self.window.bottom - self.window.top)
        return cv2.resize(self.values, size, interpolation=cv2.INTER_LINEAR)

    def coloured(self, colours: Picture) -> Picture:
        """The shade through a ramp of colours: a layer for `Canvas.paste`."""
        return cv2.LUT(cv2.merge([self.grown()] * 3), colours)


def _cut(pixels: Picture, window: Window) -> Picture:
    return pixels[window.top : window.bottom, window.left : window.right]


def _fixed(points: Points, scale: float) -> np.ndarray:
    return np.round((points * scale - 0.5 * (scale == OVERSAMPLING)) * (1 << _SHIFT)).astype(np.int32)


def _rounded(mask: Picture, sigma: float) -> Picture:
    soft = cv2.GaussianBlur(mask, (0, 0), sigma).astype(np.float32)
    return np.clip((soft - 127.5) * min(2.0, sigma) + 127.5, 0, 255).astype(np.uint8)
