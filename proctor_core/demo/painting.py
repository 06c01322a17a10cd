"""Paints a moment: room, people, then what the camera makes of the light. A pure function of the moment."""

from functools import lru_cache

import cv2
import numpy as np

from proctor_core.demo.canvas import Canvas
from proctor_core.demo.portrait import draw_person
from proctor_core.demo.room import room_of
from proctor_core.demo.scenes import Act, Moment, companion_stance, taker_stance
from proctor_core.demo.stencil import HEIGHT, WIDTH, as_picture
from proctor_core.domain.observation import Picture

_LIGHT_LEFT = 0.19
"""Share of the light that is left on a white wall when the lamp is off; shadows lose more."""
_NOISE_LEVELS = 1.1
_NOISE_MARGIN = 64


def paint(moment: Moment) -> Picture:
    """RGB uint8 (480, 640, 3)."""
    canvas = Canvas(room_of(moment.person).copy())
    companion = companion_stance(moment)
    if companion and moment.companion:
        draw_person(canvas, moment.companion, companion)
    if not (moment.act is Act.LEAVES and moment.percent == 100):
        draw_person(canvas, moment.person, taker_stance(moment))
    return _with_noise(_lit(canvas.finished(), moment), moment.tick)


def _lit(picture: Picture, moment: Moment) -> Picture:
    if moment.act is Act.COVERS_LENS:
        return as_picture(cv2.convertScaleAbs(picture, alpha=1 - moment.progress, beta=7 * moment.progress))
    if moment.act is Act.DIM_LIGHT:
        return as_picture(cv2.LUT(picture, _lamp_off(moment.percent)))
    return picture


def _with_noise(picture: Picture, tick: int) -> Picture:
    """A camera's picture is never twice the same: a little grain, another corner of one field for each tick."""
    x, y = (tick * 37) % _NOISE_MARGIN, (tick * 23) % _NOISE_MARGIN
    lighter, darker = (field[y : y + HEIGHT, x : x + WIDTH] for field in _grain())
    return as_picture(cv2.subtract(cv2.add(picture, lighter), darker))


@lru_cache(maxsize=128)
def _lamp_off(percent: int) -> Picture:
    """Look-up table of a room whose lamp is `percent` off."""
    light = np.arange(256) / 255
    dark = _LIGHT_LEFT * light**1.6
    return ((light + (dark - light) * percent / 100) * 255).round().astype(np.uint8)


@lru_cache(maxsize=1)
def _grain() -> tuple[Picture, Picture]:
    chance = np.random.default_rng(7)
    noise = (
        chance.normal(0, _NOISE_LEVELS, (HEIGHT + _NOISE_MARGIN, WIDTH + _NOISE_MARGIN, 1)).round().repeat(3, axis=2)
    )
    return noise.clip(0, None).astype(np.uint8), (-noise).clip(0, None).astype(np.uint8)
