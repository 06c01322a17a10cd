"""Beard and glasses: what a face wears."""

import numpy as np

from proctor_core.demo.colours import blended, shaded
from proctor_core.demo.easel import Easel
from proctor_core.demo.features import EYE_X
from proctor_core.demo.head_shape import Points, smooth_curve
from proctor_core.demo.people import Beard, Glasses
from proctor_core.demo.stencil import Stencil

_BEARD_STRENGTH = {Beard.NONE: 0.0, Beard.STUBBLE: 0.3, Beard.FULL: 0.9}


def draw_beard(easel: Easel, skin: Stencil) -> None:
    """Cheeks, chin and upper lip, with the mouth left free."""
    strength = _BEARD_STRENGTH[easel.person.beard]
    if strength == 0:
        return
    colour = blended(shaded(easel.person.hair, 0.9), easel.person.skin, 0.1)
    soft = 0.035 * easel.unit
    for side in (-1, 1):
        jaw = np.array([(0.985, 0.1), (0.9, 0.5), (0.7, 0.82), (0.42, 0.86), (0.3, 1.12), (0.0, 1.14), (0.0, 1.6), (0.5, 1.6),
                        (0.84, 1.1), (0.99, 0.6)])  # fmt: skip
        easel.canvas.tint(_on_skin(easel, jaw * np.array([side, 1.0])), colour, strength, soft, skin)
        lip = np.array([(0.0, 0.74), (0.24, 0.76), (0.42, 0.86), (0.4, 1.0), (0.33, 0.9), (0.1, 0.82), (0.0, 0.83)])
        easel.canvas.tint(_on_skin(easel, lip * np.array([side, 1.0])), colour, strength * 0.9, soft * 0.6, skin)


def _on_skin(easel: Easel, outline: Points) -> Points:
    width = easel.shape.half_width(outline[:, 1])
    outline = outline.copy()
    outline[:, 0] = np.clip(outline[:, 0], -width, width)
    return easel.face(outline, 0.01)


def draw_glasses(easel: Easel) -> None:
    """Two rims, a bridge and the arms to the ears."""
    if easel.person.glasses is Glasses.NONE:
        return
    canvas, frame = easel.canvas, (52, 46, 50)
    for side in (-1, 1):
        rim = _rim(easel.person.glasses) * np.array([side, 1.0, 1.0])
        canvas.tint(easel.space(rim), (232, 240, 248), 0.05, 0.0)
        canvas.stroke(easel.space(rim), frame, 0.028 * easel.unit, closed=True)
        hinge = np.array([(side * 0.76, -0.06, 0.82), (side * 1.0, -0.05, 0.5), (side * 1.06, -0.02, 0.0)])
        if easel.projection.facing(np.array([side * 0.9, 0.0, 0.45])) > 0:
            canvas.stroke(easel.space(hinge), frame, 0.035 * easel.unit)
    bridge = np.array([(-0.12, -0.03, 1.0), (0.0, -0.07, 1.05), (0.12, -0.03, 1.0)])
    canvas.stroke(easel.space(smooth_curve(bridge, 9, closed=False)), frame, 0.035 * easel.unit)


def _rim(kind: Glasses) -> Points:
    angle = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    power = 1.0 if kind is Glasses.ROUND else 0.45
    x = EYE_X + 0.02 + 0.31 * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power
    y = 0.05 + 0.3 * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power
    return np.stack([x, y * (1.0 if kind is Glasses.ROUND else 0.86), 1.02 - 0.25 * (x - 0.1)], axis=1)
