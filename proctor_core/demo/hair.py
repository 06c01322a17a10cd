"""Hair as a shell around the head, cut at a hairline; the far half is drawn before the head, the near half after it."""

from dataclasses import dataclass

import cv2
import numpy as np

from proctor_core.demo.colours import ramp, shaded
from proctor_core.demo.easel import Easel
from proctor_core.demo.haircuts import CUTS, Cut
from proctor_core.demo.head_shape import Points
from proctor_core.demo.people import HairStyle
from proctor_core.demo.turning import light_on

_COLUMNS, _ROWS = 56, 13


@dataclass(frozen=True, slots=True, eq=False)
class HairShell:
    """The turned shell of one person at one instant: a grid of points (R, C, 3)."""

    easel: Easel
    grid: Points

    @classmethod
    def of(cls, easel: Easel) -> "HairShell":
        """Grows the person's cut on the turned head."""
        shell = _shell(easel)
        rigid = shell.copy()
        rigid[..., 1] = np.minimum(shell[..., 1], _HANGS_FROM)
        turned = easel.projection.turned(rigid)
        # Below the ears hair hangs straight down, however the head is held.
        turned[..., 1] += shell[..., 1] - rigid[..., 1]
        return cls(easel, turned)

    def draw(self, *, near: bool) -> None:
        """Draws the cells of the near or the far half."""
        depth = (self.grid[:-1, :-1, 2] + self.grid[1:, 1:, 2]) / 2
        chosen = depth >= _NEAR_Z if near else depth < 0.05
        cells = _cells(self.easel.projection.flat(self.grid))[chosen]
        if not len(cells):
            return
        order = np.argsort(depth[chosen])
        canvas, hair = self.easel.canvas, self.easel.person.hair
        stencil = canvas.stencil(cells, rounding=0.02 * self.easel.unit)
        dark = 0.6 if near else 0.42
        colours = ramp(shaded(hair, dark), shaded(hair, 1.22 if near else 0.85))
        canvas.shade_cells(stencil, cells[order], self._levels()[chosen][order], 0.05 * self.easel.unit, colours)
        if near:
            self._draw_strands(chosen)

    def _levels(self) -> Points:
        """Light of each cell, with the band of shine that hair has below the crown."""
        light = light_on(self.grid)
        share = np.linspace(0, 1, _ROWS - 1)[:, None]
        shine = np.exp(-(((share - 0.42) / 0.13) ** 2)) * light**2
        return np.clip(30 + 150 * light + 75 * shine, 0, 255)

    def _draw_strands(self, chosen: np.ndarray) -> None:
        """A few lines from the crown to the tips, so that hair is not a helmet."""
        flat, hair = self.easel.projection.flat(self.grid), self.easel.person.hair
        for column in range(1, _COLUMNS - 1, 2):
            rows = np.flatnonzero(chosen[:, min(column, chosen.shape[1] - 1)])
            if len(rows) < 4:
                continue
            strand = flat[rows[1] : rows[-1], column]
            factor = 0.84 if (column // 2) % 2 else 1.12
            self.easel.canvas.stroke(strand, shaded(hair, factor), 0.007 * self.easel.unit)


_NEAR_Z = 0.0
_HANGS_FROM = 0.05
_PARTING_AZIMUTH = 0.45


def _shell(easel: Easel) -> Points:
    cut = CUTS[easel.person.hair_style]
    azimuth = np.linspace(-np.pi, np.pi, _COLUMNS)
    tip = np.interp(np.degrees(np.abs(azimuth)), cut.azimuths_deg, cut.hairline)
    front = np.clip(1 - np.abs(azimuth) / np.radians(65), 0, 1) ** 0.5
    swept = np.clip((_PARTING_AZIMUTH - azimuth) / 1.0, -0.35, 1.0)
    tip = tip + front * (cut.parting * swept + cut.tufts * np.abs(np.sin(azimuth * 5.5 + 0.9)) ** 0.7)
    share = np.linspace(0, 1, _ROWS)[:, None] ** 1.25
    y = -1.5 + (tip[None] + 1.5) * share
    ring = np.minimum(y, _HANGS_FROM)
    points = easel.shape.ring_points(ring, np.broadcast_to(azimuth, ring.shape))
    points[..., 1] = y
    hanging = np.clip((y - _HANGS_FROM) / 1.2, 0, 1)[..., None]
    points *= 1 + np.concatenate([cut.flare * hanging, 0 * hanging, cut.flare * hanging], axis=-1)
    return _inflated(points, cut, azimuth, share)


def _inflated(points: Points, cut: Cut, azimuth: Points, share: Points) -> Points:
    """The shell stands off the skull; thin at the hairline of the forehead, rough for curls."""
    middle = np.array([0.0, -0.35, -0.1])
    edge = 1 - 0.6 * np.clip((share - 0.6) / 0.4, 0, 1) * (np.abs(azimuth) < 1.2)
    wave = cut.waves * np.sin(azimuth * 11 + 7 * share) * np.cos(share * 17)
    stand = (cut.volume * edge + wave)[..., None] * np.array([1.0, 1.0, 0.8])
    offset = points - middle
    offset[..., 1] = np.minimum(offset[..., 1], 0.0)
    return points + offset * stand


def _cells(flat: Points) -> Points:
    """Corners of each cell of a grid (R, C, 2) as (R - 1, C - 1, 4, 2)."""
    return np.stack([flat[:-1, :-1], flat[:-1, 1:], flat[1:, 1:], flat[1:, :-1]], axis=2)


def draw_bun(easel: Easel) -> None:
    """The knot of a bun, behind the crown."""
    if easel.person.hair_style is not HairStyle.BUN:
        return
    centre = easel.space(np.array([[0.0, -1.62, -0.75]]))[0]
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    disc = np.stack([np.cos(angle), 0.86 * np.sin(angle)], axis=1) * 0.48 * easel.unit
    hair = easel.person.hair
    easel.canvas.fill(centre + disc, shaded(hair, 0.8))
    light = centre + disc * 0.55 - 0.1 * easel.unit
    easel.canvas.tint(light, shaded(hair, 1.35), 0.6, 0.1 * easel.unit)


def head_hull(flat: Points) -> Points:
    """The outline of a nearly convex solid: the hull of its points (..., 2)."""
    return cv2.convexHull(flat.reshape(-1, 2).astype(np.float32))[:, 0].astype(np.float64)
