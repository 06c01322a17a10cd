"""The paper that everything is drawn on: pixels at twice the size of the finished picture."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from proctor_core.demo.head_shape import Points
from proctor_core.demo.people import Colour
from proctor_core.demo.soft_shade import SoftShade
from proctor_core.demo.stencil import (
    COARSE,
    HEIGHT,
    OVERSAMPLING,
    SHIFT,
    WIDTH,
    Stencil,
    Window,
    as_picture,
    fixed_point,
    rounded,
)
from proctor_core.domain.observation import Picture


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
        return as_picture(cv2.resize(self.pixels, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA))

    def fill(self, outline: Points, colour: Colour) -> None:
        """An area of one colour."""
        cv2.fillPoly(self.pixels, [_on_canvas(outline)], colour, cv2.LINE_AA, SHIFT)

    def stroke(self, points: Points, colour: Colour, width: float, *, closed: bool = False) -> None:
        """A line; `width` in picture pixels."""
        thickness = max(1, round(width * OVERSAMPLING))
        cv2.polylines(self.pixels, [_on_canvas(points)], closed, colour, thickness, cv2.LINE_AA, SHIFT)

    def window(self, points: Points, margin: float) -> Window:
        """The part of the canvas around `points`."""
        low = np.floor((points.reshape(-1, 2).min(axis=0) - margin) * OVERSAMPLING / COARSE).astype(int) * COARSE
        high = np.ceil((points.reshape(-1, 2).max(axis=0) + margin) * OVERSAMPLING / COARSE).astype(int) * COARSE
        height, width = self.pixels.shape[:2]
        (left, right), (top, bottom) = np.clip((low[0], high[0]), 0, width), np.clip((low[1], high[1]), 0, height)
        return Window(int(left), int(top), int(right), int(bottom))

    def tint(self, outline: Points, colour: Colour, strength: float, blur: float, clip: Stencil | None = None) -> None:
        """A soft area: `strength` 0 to 1, `blur` in picture pixels; nothing is painted outside `clip`."""
        window = self.window(outline, blur * 2.5)
        if clip is not None:
            window = window.within(clip.window)
        if window.empty:
            return
        soft = SoftShade(window)
        soft.fill(outline, 255 * strength)
        soft.blur(blur)
        mask = soft.grown()
        if clip is not None:
            mask = as_picture(cv2.multiply(mask, clip.cut(window), scale=1 / 255))
        self._blend(window, _plain(mask.shape, colour), mask)

    def shade_cells(self, stencil: Stencil, cells: Points, levels: Points, blur: float, colours: Picture) -> None:
        """Cells (N, 4, 2) of a lit surface, the farthest first, with levels 0 to 255, as a smooth ramp of colours."""
        if stencil.window.empty:
            return
        shade = SoftShade(stencil.window, 115)
        shade.cells(cells, levels)
        shade.blur(blur)
        self.paste(shade.coloured(colours), stencil)

    def paste(self, layer: Picture, stencil: Stencil) -> None:
        """A painted layer of the stencil's size where the stencil is; the canvas' double size alone smooths its edge."""
        window = stencil.window
        if not window.empty:
            below = self.pixels[window.top : window.bottom, window.left : window.right]
            cv2.copyTo(layer, stencil.inside, below)

    def _blend(self, window: Window, layer: Picture, mask: Picture) -> None:
        weight = mask.astype(np.float32) * np.float32(1 / 255)
        below = self.pixels[window.top : window.bottom, window.left : window.right]
        below[:] = cv2.blendLinear(below, layer, 1 - weight, weight)

    def stencil(self, outlines: Sequence[Points] | Points, *, rounding: float = 0.0) -> Stencil:
        """The union of convex areas; `rounding` takes its corners off, in picture pixels."""
        window = self.window(np.concatenate(list(outlines)), 4 + 3 * rounding)
        if window.empty:
            return Stencil(window, np.zeros((0, 0), dtype=np.uint8))
        mask = np.zeros((window.bottom - window.top, window.right - window.left), dtype=np.uint8)
        origin = np.array([window.left, window.top]) / OVERSAMPLING
        line = cv2.LINE_8 if rounding else cv2.LINE_AA
        for outline in _all_on_canvas(outlines, origin):
            cv2.fillConvexPoly(mask, outline, 255, line, SHIFT)
        return Stencil(window, rounded(mask, rounding * OVERSAMPLING) if rounding else mask)


def _plain(shape: tuple[int, ...], colour: Colour) -> Picture:
    """A layer of one colour; row by row, which numpy copies five times as fast as pixel by pixel."""
    layer = np.empty((*shape, 3), dtype=np.uint8)
    layer.reshape(shape[0], -1)[:] = np.tile(np.asarray(colour, dtype=np.uint8), shape[1])
    return layer


def _all_on_canvas(outlines: Sequence[Points] | Points, origin: Points) -> Sequence[npt.NDArray[np.int32]]:
    if isinstance(outlines, np.ndarray):
        return list(_on_canvas(outlines - origin))
    return [_on_canvas(outline - origin) for outline in outlines]


def _on_canvas(points: Points) -> npt.NDArray[np.int32]:
    return fixed_point(points, OVERSAMPLING)
