"""What a hand holds or hides: a phone beside the face, a sheet of paper before it."""

from dataclasses import dataclass

import numpy as np

from proctor_core.demo.colours import blended, shaded
from proctor_core.demo.easel import Easel
from proctor_core.demo.head_shape import Points, smooth_curve
from proctor_core.demo.people import Colour

_CASE: Colour = (20, 21, 25)


@dataclass(frozen=True, slots=True)
class _Grip:
    """A place on the picture with its own axes: `scale` pixels per unit, turned by `tilt_deg`."""

    origin: Points
    scale: float
    tilt_deg: float

    def place(self, points: Points) -> Points:
        """Points of the prop, in heads, as pixels."""
        a = np.radians(self.tilt_deg)
        turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
        return self.origin + points @ turn * self.scale


def draw_phone(easel: Easel) -> None:
    """A phone held up beside the face, its back to the camera; slides in from below."""
    up = easel.stance.phone
    if up <= 0:
        return
    origin = easel.body(np.array([(1.62, 1.7 + 4.4 * (1 - up))]))[0]
    grip = _Grip(origin, 1.4 * easel.unit, 8.0)
    _draw_forearm(easel, grip)
    _draw_palm(easel, grip)
    _draw_slab(easel, grip)
    _draw_fingers(easel, grip)


def _rounded_box(left: float, top: float, right: float, bottom: float, radius: float) -> Points:
    corners = [(right - radius, top + radius, -90), (right - radius, bottom - radius, 0),
               (left + radius, bottom - radius, 90), (left + radius, top + radius, 180)]  # fmt: skip
    arcs = []
    for x, y, start in corners:
        angle = np.radians(start + np.linspace(0, 90, 8))
        arcs.append(np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1))
    return np.concatenate(arcs)


def _disc(x: float, y: float, radius: float) -> Points:
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    return np.stack([x + radius * np.cos(angle), y + radius * np.sin(angle)], axis=1)


def _draw_slab(easel: Easel, grip: _Grip) -> None:
    """The phone: a dark slab with a bright edge, a camera island with lenses and a sheen."""
    canvas = easel.canvas
    canvas.tint(grip.place(_rounded_box(-0.42, -0.9, 0.5, 0.98, 0.12)), (30, 26, 28), 0.35, 0.08 * easel.unit)
    canvas.fill(grip.place(_rounded_box(-0.47, -0.96, 0.47, 0.96, 0.14)), (150, 154, 162))
    canvas.fill(grip.place(_rounded_box(-0.44, -0.93, 0.44, 0.93, 0.12)), _CASE)
    sheen = np.array([(-0.44, -0.2), (0.44, -0.93), (0.44, -0.35), (-0.44, 0.45)])
    canvas.tint(grip.place(sheen), (92, 98, 112), 0.5, 0.03 * easel.unit)
    canvas.fill(grip.place(_rounded_box(-0.38, -0.87, 0.08, -0.4, 0.1)), (20, 21, 25))
    for x, y in ((-0.26, -0.75), (-0.26, -0.52), (-0.05, -0.64)):
        canvas.fill(grip.place(_disc(x, y, 0.092)), (120, 124, 132))
        canvas.fill(grip.place(_disc(x, y, 0.074)), (12, 13, 18))
        canvas.fill(grip.place(_disc(x - 0.02, y - 0.02, 0.022)), (120, 140, 180))
    canvas.fill(grip.place(_disc(-0.03, -0.8, 0.03)), (244, 240, 220))


def _draw_forearm(easel: Easel, grip: _Grip) -> None:
    sleeve = np.array([(-0.5, 1.75), (0.45, 1.7), (1.0, 5.0), (-0.5, 5.0)])
    arm = np.array([(-0.36, 0.9), (0.36, 0.9), (0.42, 2.0), (-0.4, 2.0)])
    easel.canvas.fill(grip.place(arm), shaded(easel.person.skin, 0.86))
    easel.canvas.fill(grip.place(sleeve), shaded(easel.person.cloth, 0.9))
    easel.canvas.tint(
        grip.place(sleeve[[1, 2]].repeat(2, axis=0)), shaded(easel.person.cloth, 0.6), 0.5, 0.1 * easel.unit
    )


def _draw_palm(easel: Easel, grip: _Grip) -> None:
    palm = smooth_curve(np.array([(-0.58, 0.2), (0.5, 0.1), (0.62, 0.7), (0.4, 1.2), (-0.4, 1.25), (-0.62, 0.8)]), 40)
    easel.canvas.fill(grip.place(palm), shaded(easel.person.skin, 0.84))


def _draw_fingers(easel: Easel, grip: _Grip) -> None:
    """Four fingertips around one edge, the thumb along the other."""
    for index in range(4):
        y = 0.06 + 0.2 * index
        _draw_finger(easel, grip, np.array([(0.66, y + 0.1), (0.5, y - 0.02), (0.24 + 0.03 * index, y - 0.01)]), 0.17)
    _draw_finger(easel, grip, np.array([(-0.5, 0.95), (-0.57, 0.5), (-0.5, 0.06)]), 0.2)


def _draw_finger(easel: Easel, grip: _Grip, bones: Points, width: float) -> None:
    canvas, skin = easel.canvas, easel.person.skin
    line = grip.place(smooth_curve(bones, 12, closed=False))
    canvas.stroke(line + np.array([0.0, 0.02 * grip.scale]), shaded(skin, 0.64), (width + 0.02) * grip.scale)
    canvas.stroke(line, shaded(skin, 0.98), width * grip.scale)
    nail = line[-1]
    canvas.tint(nail + _disc(0, 0, 0.045) * grip.scale, blended(skin, (255, 214, 206), 0.5), 0.8, 0.01 * easel.unit)


def draw_paper(easel: Easel) -> None:
    """A printed sheet held before the lower face; comes from below."""
    up = easel.stance.paper
    if up <= 0:
        return
    origin = easel.body(np.array([(0.0, PAPER_EDGE + 4.0 * (1 - up))]))[0]
    grip = _Grip(origin, easel.unit, -3.0)
    canvas = easel.canvas
    sheet = np.array([(-1.5, 0.0), (1.5, 0.0), (1.56, 4.4), (-1.56, 4.4)])
    canvas.tint(grip.place(sheet) - np.array([0.0, 0.05]) * easel.unit, (60, 52, 54), 0.35, 0.07 * easel.unit)
    canvas.fill(grip.place(sheet), (246, 244, 238))
    canvas.tint(
        grip.place(np.array([(0.6, 0.0), (1.5, 0.0), (1.56, 4.4), (0.7, 4.4)])), (206, 204, 204), 0.6, 0.3 * easel.unit
    )
    for row in range(9):
        end = 1.2 if row % 4 != 3 else 0.3
        y = 0.36 + 0.27 * row
        canvas.stroke(grip.place(np.array([(-1.2, y), (end, y)])), (172, 172, 178), 0.05 * easel.unit)
    for side in (-1, 1):
        for index in range(3):
            y = 1.5 + 0.26 * index
            _draw_finger(
                easel, grip, np.array([(1.75, y + 0.1), (1.52, y - 0.02), (1.2, y)]) * np.array([side, 1.0]), 0.24
            )


PAPER_EDGE = 0.3
"""Height of the sheet's upper edge when it is up, in heads below the eyes."""
