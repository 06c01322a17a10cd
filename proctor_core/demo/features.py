"""Eyes, brows, nose and mouth, drawn on the turned face; called by `portrait` after the skin."""

import numpy as np

from proctor_core.demo.colours import blended, shaded
from proctor_core.demo.easel import Easel
from proctor_core.demo.head_shape import Points, smooth_curve
from proctor_core.demo.people import Colour

EYE_X, EYE_HALF_WIDTH = 0.42, 0.21
_IRIS_RADIUS = 0.103
_EYE_Z, _EYE_SLOPE = 0.8, 0.3
"""Depth of the eye's middle and how much further back its outer corner lies, per head."""


def draw_features(easel: Easel) -> None:
    """All of them, from the back to the front."""
    far_first = sorted((-1, 1), key=lambda side: easel.projection.facing(np.array([side, 0.0, 0.0])))
    for side in far_first:
        _draw_eye(easel, side)
        _draw_brow(easel, side)
    _draw_mouth(easel)
    _draw_nose(easel)


def _draw_eye(easel: Easel, side: int) -> None:
    canvas, skin = easel.canvas, easel.person.skin
    upper, lower = _lids(easel, side)
    outline = np.concatenate([upper, lower[::-1]])
    canvas.tint(easel.space(_around_eye(easel, side)), shaded(skin, 0.72), 0.4, 0.09 * easel.unit)
    if easel.stance.eyes_open > 0.15:
        _draw_eyeball(easel, side, outline, upper)
    lash = blended(shaded(skin, 0.22), (28, 22, 24), 0.6)
    canvas.stroke(easel.space(upper), lash, 0.032 * easel.unit)
    canvas.stroke(easel.space(lower), shaded(skin, 0.62), 0.012 * easel.unit)
    crease = upper + np.array([0.0, -0.055, 0.0])
    canvas.stroke(easel.space(crease[3:-3]), shaded(skin, 0.7), 0.012 * easel.unit)


def _lids(easel: Easel, side: int) -> tuple[Points, Points]:
    """Upper and lower lid from the inner to the outer corner, (17, 3) each."""
    along = np.linspace(-1, 1, 17)
    half = EYE_HALF_WIDTH * (0.9 + 0.1 * easel.person.build.eyes)
    x = EYE_X + half * along
    arch = (1 - along**2) ** 0.75
    tilt = -0.018 * along
    z = _EYE_Z - _EYE_SLOPE * (x - EYE_X) + 0.05 * arch
    height = 0.112 * easel.person.build.eyes
    lid_y = 0.06 - (0.06 + height) * easel.stance.eyes_open
    upper = np.stack([side * x, tilt + lid_y * arch, z], axis=1)
    lower = np.stack([side * x, tilt + 0.068 * arch, z], axis=1)
    return upper, lower


def _around_eye(easel: Easel, side: int) -> Points:
    angle = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    x, y = EYE_X + 0.27 * np.cos(angle), -0.06 + 0.17 * np.sin(angle)
    return np.stack([side * x, y, _EYE_Z - _EYE_SLOPE * (x - EYE_X)], axis=1)


def _draw_eyeball(easel: Easel, side: int, outline: Points, upper: Points) -> None:
    canvas = easel.canvas
    shape = easel.space(outline)
    stencil = canvas.stencil([shape])
    canvas.fill(shape, (243, 240, 238))
    iris = easel.person.iris
    for radius, colour in ((1.0, shaded(iris, 0.55)), (0.86, shaded(iris, 1.12)), (0.5, (20, 16, 18))):
        canvas.tint(_iris_disc(easel, side, radius), colour, 1.0, 0.0, stencil)
    shadow = np.concatenate([upper, upper[::-1] + np.array([0.0, 0.045, 0.0])])
    canvas.tint(easel.space(shadow), (60, 48, 52), 0.45, 0.02 * easel.unit, stencil)
    glint = _iris_disc(easel, side, 0.24) + np.array([-0.035, -0.04]) * easel.unit
    canvas.tint(glint, (255, 255, 255), 0.95, 0.0, stencil)


def _iris_disc(easel: Easel, side: int, part: float) -> Points:
    """The iris' edge, or a part of it, moved by the gaze."""
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    stance = easel.stance
    x = side * EYE_X + stance.gaze_x * 2 * EYE_HALF_WIDTH + _IRIS_RADIUS * part * np.cos(angle)
    y = stance.gaze_y * 2 * EYE_HALF_WIDTH - 0.012 + _IRIS_RADIUS * part * np.sin(angle)
    z = _EYE_Z + 0.05 - _EYE_SLOPE * (np.abs(x) - EYE_X)
    return easel.space(np.stack([x, y, z], axis=1))


def _draw_brow(easel: Easel, side: int) -> None:
    thick = 0.05 * easel.person.build.brows
    top = [(0.19, -0.31), (0.34, -0.35), (0.52, -0.345), (0.68, -0.25)]
    bottom = [(0.69, -0.24), (0.52, -0.345 + 1.3 * thick), (0.34, -0.35 + 1.9 * thick), (0.18, -0.31 + 1.6 * thick)]
    outline = smooth_curve(np.array(top + bottom), 40) * np.array([side, 1.0])
    colour = blended(shaded(easel.person.hair, 0.8), easel.person.skin, 0.18)
    easel.canvas.tint(easel.face(outline, 0.02), colour, 0.95, 0.011 * easel.unit)


def _draw_nose(easel: Easel) -> None:
    wide = 0.185 * easel.person.build.nose
    _draw_bridge(easel, wide)
    _draw_nose_body(easel, wide)
    yaw_deg = easel.stance.turn.yaw_deg
    for side in (-1, 1):
        # The far wing hides behind the tip.
        if side * yaw_deg < _FAR_WING_DEG:
            _draw_wing(easel, side, wide)
    shine = np.stack([-0.03 + 0.05 * np.cos(_ROUND), 0.41 + 0.045 * np.sin(_ROUND), 1.24 + 0 * _ROUND], axis=1)
    strength = 0.5 * float(np.clip(1 - abs(yaw_deg) / 35, 0, 1))
    easel.canvas.tint(easel.space(shine), shaded(easel.person.skin, 1.22), strength, 0.025 * easel.unit)


def _draw_wing(easel: Easel, side: int, wide: float) -> None:
    canvas, skin = easel.canvas, easel.person.skin
    wing = np.array([(side * (wide - 0.03), 0.36, 1.0), (side * wide, 0.46, 1.0), (side * (wide - 0.05), 0.55, 1.02)])
    canvas.stroke(easel.space(smooth_curve(wing, 9, closed=False)), shaded(skin, 0.68), 0.018 * easel.unit)
    x = side * 0.09 * easel.person.build.nose + 0.045 * np.cos(_ROUND)
    hole = np.stack([x, 0.54 + 0.02 * np.sin(_ROUND), 1.1 + 0 * _ROUND], axis=1)
    canvas.tint(easel.space(hole), shaded(skin, 0.38), 0.9, 0.008 * easel.unit)


_FAR_WING_DEG = 24.0
_ROUND = np.linspace(0, 2 * np.pi, 14, endpoint=False)


def _draw_bridge(easel: Easel, wide: float) -> None:
    """Shade on both sides of the ridge, deeper away from the lamp; under the nose its shadow."""
    canvas, skin = easel.canvas, easel.person.skin
    for side, depth in ((-1, 0.3), (1, 0.62)):
        plane = np.array(
            [(side * 0.06, -0.16, 0.95), (side * 0.05, 0.1, 1.0), (side * 0.07, 0.44, 1.22), (side * wide, 0.5, 1.0),
             (side * 0.15, 0.1, 0.86)]
        )  # fmt: skip
        canvas.tint(easel.space(plane), shaded(skin, 0.7), depth, 0.035 * easel.unit)
    under = np.array([(-wide, 0.53, 1.0), (0.0, 0.6, 1.1), (wide, 0.53, 1.0), (0.14, 0.64, 0.98), (-0.1, 0.64, 0.98)])
    canvas.tint(easel.space(under), shaded(skin, 0.6), 0.5, 0.03 * easel.unit)


def _draw_nose_body(easel: Easel, wide: float) -> None:
    """The nose stands before the far cheek once the head is turned; seen from the front its shades are enough."""
    yaw_deg = easel.stance.turn.yaw_deg
    strength = float(np.clip((abs(yaw_deg) - 8) / 20, 0, 1))
    if strength == 0:
        return
    side = float(np.sign(yaw_deg))
    profile = np.array(
        [(0.0, 0.02, 0.96), (0.02 * side, 0.2, 1.06), (0.04 * side, 0.36, 1.2), (0.06 * side, 0.46, 1.27),
         (0.05 * side, 0.54, 1.22), (0.04 * side, 0.585, 1.06), (-0.08 * side, 0.56, 1.04), (-wide * side, 0.5, 1.0),
         (-0.1 * side, 0.3, 1.0)]
    )  # fmt: skip
    outline = easel.space(smooth_curve(profile, 36))
    shadow = outline + np.array([0.025 * side, 0.01]) * easel.unit
    easel.canvas.tint(shadow, shaded(easel.person.skin, 0.6), 0.6 * strength, 0.015 * easel.unit)
    easel.canvas.tint(outline, shaded(easel.person.skin, 0.96), strength, 0.006 * easel.unit)


def _lip_colour(skin: Colour) -> Colour:
    return blended(shaded(skin, 0.86), (176, 70, 74), 0.42)


def _draw_mouth(easel: Easel) -> None:
    canvas, skin = easel.canvas, easel.person.skin
    gap = 0.16 * easel.stance.mouth_open
    lip = _lip_colour(skin)
    if gap > 0.01:
        inside = np.array([(-_CORNER + 0.06, _LINE), (0.0, _LINE), (_CORNER - 0.06, _LINE), (0.0, _LINE + gap + 0.04)])
        canvas.fill(easel.face(smooth_curve(inside, 30), 0.03), (88, 38, 42))
    full = 0.062 * easel.person.build.lips
    canvas.tint(easel.face(smooth_curve(_lower_lip(full, gap), 40), 0.04), shaded(lip, 1.1), 0.95, 0.01 * easel.unit)
    canvas.tint(easel.face(smooth_curve(_upper_lip(full), 40), 0.05), shaded(lip, 0.88), 0.95, 0.008 * easel.unit)
    line = smooth_curve(_mouth_line(), 24, closed=False)
    canvas.stroke(easel.face(line, 0.05), shaded(lip, 0.55), 0.015 * easel.unit)
    for side in (-1, 1):
        dimple = np.array([(side * (_CORNER + 0.0), _LINE - 0.075), (side * (_CORNER + 0.035), _LINE - 0.02)])
        canvas.tint(easel.face(_thick(dimple)), shaded(skin, 0.62), 0.5, 0.02 * easel.unit)
    under = np.array([(-0.17, 1.1 + gap), (0.17, 1.1 + gap), (0.12, 1.15 + gap), (-0.12, 1.15 + gap)])
    canvas.tint(easel.face(under, 0.02), shaded(skin, 0.68), 0.45, 0.04 * easel.unit)


_CORNER, _LINE, _SMILE = 0.34, 0.92, 0.05
"""Half the mouth's width, its height, and how much higher its corners are: a friendly rest."""


def _upper_lip(full: float) -> Points:
    half = [
        (0.0, _LINE - full * 1.0),
        (0.055, _LINE - full * 1.3),
        (0.17, _LINE - full * 1.05),
        (_CORNER, _LINE - _SMILE),
    ]
    below = [(0.19, _LINE - 0.012), (0.0, _LINE + 0.012)]
    left = [(-x, y) for x, y in half[1:]]
    return np.array([*left[::-1], *half, below[0], below[1], (-0.19, _LINE - 0.012)])


def _lower_lip(full: float, gap: float) -> Points:
    edge = _LINE + full * 1.3 + gap
    return np.array(
        [(-_CORNER + 0.03, _LINE - _SMILE * 0.75), (-0.19, _LINE - 0.005), (0.0, _LINE + 0.015 + gap), (0.19, _LINE - 0.005),
         (_CORNER - 0.03, _LINE - _SMILE * 0.75), (0.2, edge), (0.0, edge + full * 0.55), (-0.2, edge)]
    )  # fmt: skip


def _mouth_line() -> Points:
    half = [(0.0, _LINE + 0.012), (0.19, _LINE - 0.008), (_CORNER + 0.015, _LINE - _SMILE - 0.012)]
    return np.array([(-x, y) for x, y in half[:0:-1]] + half)


def _thick(points: Points) -> Points:
    """A short stroke as an area."""
    return np.concatenate([points, points[::-1] + np.array([0.02, 0.0])])
