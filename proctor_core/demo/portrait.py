"""Draws one person in one stance on a canvas: body, neck, head, features, hair, beard, glasses, in that order of depth."""

import numpy as np

from proctor_core.demo.body import draw_body, draw_collar, draw_neck
from proctor_core.demo.canvas import Canvas
from proctor_core.demo.colours import blended, ramp, shaded
from proctor_core.demo.easel import Easel
from proctor_core.demo.face_extras import draw_beard, draw_glasses
from proctor_core.demo.features import draw_features
from proctor_core.demo.hair import HairShell, draw_bun, head_hull
from proctor_core.demo.head_shape import CHIN_Y, CROWN_Y
from proctor_core.demo.people import Person
from proctor_core.demo.props import draw_paper, draw_phone
from proctor_core.demo.stance import Stance
from proctor_core.demo.stencil import Stencil
from proctor_core.demo.turning import light_on

_HEIGHTS = (CROWN_Y + CHIN_Y) / 2 - (CHIN_Y - CROWN_Y) / 2 * np.cos(np.linspace(0, np.pi, 19))[:, None]
_AZIMUTHS = np.linspace(-np.pi, np.pi, 31)[None]


def draw_person(canvas: Canvas, person: Person, stance: Stance) -> None:
    """Draws the person where the stance says; parts outside the canvas are cut off."""
    easel = Easel.for_person(canvas, person, stance)
    hair = HairShell.of(easel)
    draw_bun(easel)
    hair.draw(near=False)
    draw_body(easel)
    draw_neck(easel)
    draw_collar(easel)
    _draw_ears(easel, near=False)
    skin = _draw_skin(easel)
    _draw_ears(easel, near=True)
    draw_beard(easel, skin)
    draw_features(easel)
    hair.draw(near=True)
    draw_glasses(easel)
    draw_paper(easel)
    draw_phone(easel)


def _draw_skin(easel: Easel) -> Stencil:
    grid = easel.projection.turned(easel.shape.ring_points(_HEIGHTS, _AZIMUTHS))
    flat = easel.projection.flat(grid)
    canvas, skin = easel.canvas, easel.person.skin
    stencil = canvas.stencil([head_hull(flat)])
    cells = np.stack([flat[:-1, :-1], flat[:-1, 1:], flat[1:, 1:], flat[1:, :-1]], axis=2)
    depth = grid[:-1, :-1, 2] + grid[1:, 1:, 2]
    near = depth > -0.2
    order = np.argsort(depth[near])
    levels = 70 + 165 * light_on(grid)[near][order] ** 1.2
    colours = ramp(shaded(skin, 0.68), shaded(skin, 1.07))
    canvas.shade_cells(stencil, cells[near][order], levels, 0.07 * easel.unit, colours)
    _draw_blush(easel, stencil)
    return stencil


def _draw_blush(easel: Easel, stencil: Stencil) -> None:
    angle = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    warm = blended(easel.person.skin, (214, 92, 84), 0.45)
    for side in (-1, 1):
        cheek = np.stack([side * (0.56 + 0.2 * np.cos(angle)), 0.45 + 0.15 * np.sin(angle)], axis=1)
        easel.canvas.tint(easel.face(cheek), warm, 0.42, 0.12 * easel.unit, stencil)


def _draw_ears(easel: Easel, *, near: bool) -> None:
    skin = easel.person.skin
    for side in (-1, 1):
        is_near = easel.projection.facing(np.array([side * 0.9, 0.0, 0.1])) > 0.12
        if is_near != near:
            continue
        angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        width = easel.person.build.width
        y = 0.22 + 0.27 * np.sin(angle) - 0.05 * np.cos(angle)
        out = 0.1 + 0.1 * np.cos(angle)
        ear = np.stack([side * (width * 0.96 + out * 0.65), y, -0.08 - out * 0.9 + 0.05], axis=1)
        easel.canvas.fill(easel.space(ear), shaded(skin, 0.9))
        inner = ear.mean(axis=0) + (ear - ear.mean(axis=0)) * 0.55
        easel.canvas.tint(easel.space(inner), shaded(skin, 0.66), 0.7, 0.03 * easel.unit)
