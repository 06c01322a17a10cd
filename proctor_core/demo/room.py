"""The rooms behind the people: a wall, its light and a few things, a little out of focus; drawn once and kept."""

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np

from proctor_core.demo.canvas import Canvas
from proctor_core.demo.colours import blended, shaded
from proctor_core.demo.head_shape import Points, smooth_curve
from proctor_core.demo.people import Colour, Person, RoomKind
from proctor_core.demo.stencil import HEIGHT, OVERSAMPLING, WIDTH, as_picture
from proctor_core.domain.observation import Picture

_OUT_OF_FOCUS = 2.2
_WOOD: Colour = (164, 124, 88)
_BOOKS: tuple[Colour, ...] = (
    (150, 92, 82), (92, 116, 132), (196, 168, 116), (110, 128, 104), (206, 196, 182), (86, 84, 104), (176, 122, 96),
)  # fmt: skip


@lru_cache(maxsize=16)
def room_of(person: Person) -> Picture:
    """The person's empty room as canvas pixels (twice the picture's size); copy it before drawing on it."""
    canvas = Canvas.blank(person.wall)
    _light_wall(canvas, person.wall)
    _FURNISH[person.room](canvas, person)
    _draw_chair(canvas, person)
    soft = as_picture(cv2.GaussianBlur(canvas.pixels, (0, 0), _OUT_OF_FOCUS * OVERSAMPLING))
    soft.setflags(write=False)
    return soft


def _box(left: float, top: float, right: float, bottom: float) -> Points:
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], dtype=np.float64)


def _light_wall(canvas: Canvas, wall: Colour) -> None:
    """Brighter at the upper left, where the lamp of all the shades is; darker to the floor."""
    canvas.tint(_box(-60, -60, 330, 300), shaded(wall, 1.1), 0.75, 110)
    canvas.tint(_box(420, 160, 760, 560), shaded(wall, 0.8), 0.7, 110)


def _shelf_board(canvas: Canvas, left: float, right: float, y: float) -> None:
    canvas.fill(_box(left, y, right, y + 9), _WOOD)
    canvas.fill(_box(left, y + 9, right, y + 13), shaded(_WOOD, 0.72))
    canvas.tint(_box(left, y + 13, right, y + 24), (70, 62, 60), 0.3, 6)


def _books(canvas: Canvas, person: Person, left: float, right: float, y: float) -> None:
    chance = np.random.default_rng(person.id * 101 + int(y))
    x = left + 6
    while x < right - 20:
        width, height = chance.uniform(9, 19), chance.uniform(44, 68)
        colour = blended(_BOOKS[int(chance.integers(len(_BOOKS)))], person.wall, 0.2)
        canvas.fill(_box(x, y - height, x + width, y), colour)
        canvas.fill(_box(x + 0.72 * width, y - height, x + width, y), shaded(colour, 0.8))
        x += width + (chance.uniform(14, 40) if chance.random() < 0.14 else 1.0)


def _bookshelf(canvas: Canvas, person: Person) -> None:
    for y in (92, 196, 300):
        _books(canvas, person, 432, 640, y)
        _shelf_board(canvas, 428, 650, y)
    _picture(canvas, 66, 70, 128, 98, person.cloth)


def _picture(canvas: Canvas, left: float, top: float, width: float, height: float, colour: Colour) -> None:
    canvas.tint(_box(left + 6, top + 8, left + width + 8, top + height + 10), (70, 62, 60), 0.3, 6)
    canvas.fill(_box(left, top, left + width, top + height), (246, 243, 236))
    canvas.fill(_box(left + 10, top + 10, left + width - 10, top + height - 10), blended(colour, (235, 226, 210), 0.5))
    hill = np.array([(0.08, 0.88), (0.3, 0.5), (0.5, 0.7), (0.72, 0.38), (0.92, 0.88)])
    canvas.fill(np.array([left, top]) + hill * np.array([width, height]), blended(colour, (80, 96, 100), 0.45))


def _window(canvas: Canvas, person: Person) -> None:
    left, top, right, bottom = 38.0, 30.0, 214.0, 270.0
    canvas.fill(_box(left - 10, top - 10, right + 10, bottom + 10), (248, 246, 242))
    canvas.fill(_box(left, top, right, bottom), (196, 220, 236))
    canvas.tint(_box(left, 190, right, bottom), (150, 178, 140), 0.9, 14)
    canvas.tint(_box(left + 40, 60, left + 130, 90), (255, 255, 255), 0.8, 14)
    middle = (left + right) / 2
    canvas.fill(_box(middle - 4, top, middle + 4, bottom), (248, 246, 242))
    canvas.fill(_box(left, 138, right, 146), (248, 246, 242))
    canvas.fill(_box(left - 18, bottom + 8, right + 18, bottom + 20), (240, 236, 230))
    curtain = blended(person.cloth, person.wall, 0.72)
    for edge, side in ((left - 26, 1), (right + 26, -1)):
        for fold in range(3):
            x = edge + side * fold * 11
            canvas.fill(_box(min(x, x + side * 12), 0, max(x, x + side * 12), 420), shaded(curtain, 1.03 - 0.08 * fold))
    _plant(canvas, 540, 330, 0.8)


def _plant_room(canvas: Canvas, person: Person) -> None:
    _plant(canvas, 548, 396, 1.5)
    _picture(canvas, 78, 62, 110, 130, person.cloth)
    _shelf_board(canvas, 20, 196, 292)
    _books(canvas, person, 40, 160, 292)


def _plant(canvas: Canvas, x: float, y: float, size: float) -> None:
    """A pot whose leaves grow from (x, y)."""
    green = (96, 136, 98)
    for index, angle in enumerate(np.radians([-168, -148, -128, -108, -90, -72, -52, -32, -12])):
        reach = (78 + 26 * (index % 3)) * size
        tip = np.array([x, y]) + reach * np.array([np.cos(angle) * 0.8, np.sin(angle)])
        across = np.array([-np.sin(angle), np.cos(angle)]) * 13 * size
        middle = np.array([x, y]) * 0.45 + tip * 0.55
        leaf = smooth_curve(np.array([(x, y), middle + across, tip, middle - across]), 28)
        canvas.fill(leaf, shaded(green, (0.82, 1.0, 1.16)[index % 3]))
    pot = np.array([(-30, 0), (30, 0), (23, 58), (-23, 58)]) * size + np.array([x, y])
    canvas.fill(pot, (206, 150, 118))
    canvas.tint(np.array([(6, 0), (30, 0), (23, 58), (8, 58)]) * size + np.array([x, y]), (140, 92, 72), 0.5, 6 * size)


def _lamp(canvas: Canvas, person: Person) -> None:
    canvas.tint(_box(10, 40, 190, 240), (255, 240, 206), 0.7, 40)
    canvas.fill(_box(98, 190, 104, 420), (92, 84, 80))
    canvas.fill(np.array([(72, 98), (130, 98), (158, 192), (44, 192)]), (250, 232, 196))
    canvas.tint(np.array([(108, 98), (130, 98), (158, 192), (120, 192)]), (222, 190, 144), 0.6, 8)
    _picture(canvas, 470, 60, 120, 92, person.cloth)
    canvas.fill(_box(452, 330, 660, 480), shaded(_WOOD, 0.94))
    canvas.fill(_box(452, 330, 660, 340), shaded(_WOOD, 1.12))
    for y in (362, 420):
        canvas.stroke(_box(470, y, 650, y + 44), shaded(_WOOD, 0.76), 1.5, closed=True)


def _draw_chair(canvas: Canvas, person: Person) -> None:
    """The chair's back: most of it is hidden until its owner leaves."""
    colour = blended((92, 92, 100), person.wall, 0.15)
    back = smooth_curve(_box(218, 318, 422, HEIGHT + 60), 40)
    canvas.fill(back, colour)
    canvas.tint(back * 0.86 + np.array([0.14 * WIDTH / 2, 0.14 * HEIGHT]), shaded(colour, 1.16), 0.6, 16)


_FURNISH: dict[RoomKind, Callable[[Canvas, Person], None]] = {
    RoomKind.BOOKSHELF: _bookshelf,
    RoomKind.WINDOW: _window,
    RoomKind.PLANT: _plant_room,
    RoomKind.LAMP: _lamp,
}
