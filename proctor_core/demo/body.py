"""Neck, shoulders and clothes; they stay where they are while the head turns."""

import numpy as np

from proctor_core.demo.colours import blended, shaded
from proctor_core.demo.easel import Easel
from proctor_core.demo.head_shape import Points, smooth_curve
from proctor_core.demo.people import Clothing

_FAR_DOWN = 5.5


def draw_neck(easel: Easel) -> None:
    """From under the jaw into the neckline, with the chin's shadow on it."""
    skin, canvas = easel.person.skin, easel.canvas
    top = easel.space(np.array([(-0.5, 0.8, -0.35), (0.5, 0.8, -0.35)]))
    neck = np.concatenate([top, easel.body(_NECKLINES[easel.person.clothing])])
    canvas.fill(neck, shaded(skin, 0.9))
    stencil = canvas.stencil([neck])
    chin = easel.space(
        np.array(
            [(-0.8, 0.9, 0.1), (-0.4, 1.5, 0.5), (0.0, 1.66, 0.7), (0.4, 1.5, 0.5), (0.8, 0.9, 0.1), (0.0, 0.8, 0.0)]
        )
    )
    canvas.tint(chin + np.array([0.06, 0.2]) * easel.unit, shaded(skin, 0.55), 0.75, 0.11 * easel.unit, stencil)
    right = easel.body(np.array([(0.3, 1.2), (0.8, 1.2), (0.8, 2.3), (0.5, 2.2)]))
    canvas.tint(right, shaded(skin, 0.62), 0.5, 0.12 * easel.unit, stencil)


def draw_body(easel: Easel) -> None:
    """Shoulders in the person's clothes."""
    canvas, cloth = easel.canvas, easel.person.cloth
    outline = easel.body(_torso(easel))
    canvas.fill(outline, cloth)
    stencil = canvas.stencil([outline])
    shade = easel.body(np.array([(0.9, 1.6), (3.2, 2.0), (3.2, _FAR_DOWN), (1.4, _FAR_DOWN)]))
    canvas.tint(shade, shaded(cloth, 0.68), 0.6, 0.45 * easel.unit, stencil)
    light = easel.body(np.array([(-2.0, 2.3), (-0.9, 2.0), (-0.9, 2.6), (-2.1, 3.2)]))
    canvas.tint(light, shaded(cloth, 1.2), 0.55, 0.2 * easel.unit, stencil)
    for side in (-1, 1):
        fold = easel.body(np.array([(side * 1.45, 3.0), (side * 1.32, 3.6), (side * 1.36, 4.4)]))
        canvas.stroke(smooth_curve(fold, 16, closed=False), shaded(cloth, 0.74), 0.02 * easel.unit)


def draw_collar(easel: Easel) -> None:
    """What lies on the neck: hems, flaps, a hood."""
    _COLLARS[easel.person.clothing](easel)


def _torso(easel: Easel) -> Points:
    broad = 1.9 * easel.person.build.jaw
    half = [
        (0.5, 1.98),
        (0.85, 2.06),
        (broad * 0.82, 2.36),
        (broad, 2.8),
        (broad * 1.1, 3.6),
        (broad * 1.16, _FAR_DOWN),
    ]
    left = [(-x, y) for x, y in half]
    curve = smooth_curve(np.array(left[::-1] + half), 60, closed=False)
    return np.concatenate([curve, [(broad * 1.2, _FAR_DOWN), (-broad * 1.2, _FAR_DOWN)]])


def _hem(easel: Easel, width: float) -> None:
    """The edge of the cloth along the neckline."""
    edge = easel.body(_NECKLINES[easel.person.clothing])
    easel.canvas.stroke(edge, shaded(easel.person.cloth, 0.84), width * easel.unit)


def _crew_neck(easel: Easel) -> None:
    _hem(easel, 0.1)


def _v_neck(easel: Easel) -> None:
    _hem(easel, 0.085)


def _round_neckline(depth: float) -> Points:
    half = 0.62
    points = [(half, 1.9), (half * 0.82, 2.03 + depth * 0.5), (0.0, 2.03 + depth), (-half * 0.82, 2.03 + depth * 0.5),
              (-half, 1.9)]  # fmt: skip
    return smooth_curve(np.array(points), 30, closed=False)


def _shirt(easel: Easel) -> None:
    canvas, cloth = easel.canvas, easel.person.cloth
    for side in (-1, 1):
        flap = np.array([(0.54, 1.72), (0.74, 1.9), (0.62, 2.62), (0.02, 2.72), (0.34, 2.3)]) * np.array([side, 1.0])
        canvas.tint(easel.body(flap) + np.array([0.0, 0.06]) * easel.unit, shaded(cloth, 0.6), 0.6, 0.05 * easel.unit)
        canvas.fill(easel.body(flap), shaded(cloth, 1.08 if side < 0 else 0.98))
    canvas.stroke(easel.body(np.array([(0.0, 2.72), (0.03, _FAR_DOWN)])), shaded(cloth, 0.76), 0.02 * easel.unit)
    for y in (3.0, 3.5):
        canvas.stroke(
            easel.body(np.array([(0.1, y), (0.101, y)])), blended(cloth, (255, 255, 255), 0.6), 0.07 * easel.unit
        )


def _hoodie(easel: Easel) -> None:
    canvas, cloth = easel.canvas, easel.person.cloth
    for side in (-1, 1):
        hood = np.array([(0.42, 1.7), (0.86, 1.68), (1.12, 2.1), (0.66, 2.6), (0.06, 2.85), (0.38, 2.3)]) * np.array(
            [side, 1.0]
        )
        curve = easel.body(smooth_curve(hood, 40))
        canvas.fill(curve, shaded(cloth, 0.88 if side < 0 else 0.76))
        canvas.stroke(easel.body(hood[[0, 5, 4]]), shaded(cloth, 0.6), 0.03 * easel.unit)
        cord = np.array([(0.2, 2.72), (0.24, 3.1), (0.22, 3.5)]) * np.array([side, 1.0])
        canvas.stroke(easel.body(cord), blended(cloth, (245, 245, 240), 0.75), 0.045 * easel.unit)


_NECKLINES: dict[Clothing, Points] = {
    Clothing.CREW_NECK: _round_neckline(0.3),
    Clothing.V_NECK: np.array([(0.62, 1.9), (0.42, 2.26), (0.0, 2.86), (-0.42, 2.26), (-0.62, 1.9)]),
    Clothing.SHIRT: np.array([(0.58, 1.86), (0.4, 2.3), (0.0, 2.74), (-0.4, 2.3), (-0.58, 1.86)]),
    Clothing.HOODIE: _round_neckline(0.42),
}
_COLLARS = {
    Clothing.CREW_NECK: _crew_neck,
    Clothing.V_NECK: _v_neck,
    Clothing.SHIRT: _shirt,
    Clothing.HOODIE: _hoodie,
}
