"""One person in front of one canvas: puts points of the head on the picture for all the painters of a portrait."""

from dataclasses import dataclass

import numpy as np

from proctor_core.demo.canvas import Canvas
from proctor_core.demo.head_shape import HeadShape, Points
from proctor_core.demo.people import Person
from proctor_core.demo.stance import Stance
from proctor_core.demo.turning import Projection

SEAT = (320.0, 205.0)
"""Where the point between the eyes is at rest, in picture pixels."""


@dataclass(frozen=True, slots=True)
class Easel:
    """What a painter needs to know."""

    canvas: Canvas
    person: Person
    stance: Stance
    shape: HeadShape
    projection: Projection

    @classmethod
    def for_person(cls, canvas: Canvas, person: Person, stance: Stance) -> "Easel":
        """Sets the person down on the canvas."""
        centre = (SEAT[0] + stance.shift_x, SEAT[1] + stance.shift_y)
        return cls(canvas, person, stance, HeadShape(person.build), Projection(stance.turn, centre, stance.size))

    @property
    def unit(self) -> float:
        """Pixels per head."""
        return self.stance.size

    def face(self, xy: Points, lift: float = 0.0) -> Points:
        """Points (N, 2) of the face's front, in heads, as pixels; `lift` brings them forward."""
        points = self.shape.on_face(xy[:, 0], xy[:, 1])
        points[:, 2] += lift
        return self.projection.on_picture(points)

    def space(self, points: Points) -> Points:
        """Points (N, 3) of the head as pixels."""
        return self.projection.on_picture(np.asarray(points, dtype=np.float64))

    def body(self, points: Points) -> Points:
        """Points (N, 2) of the body, in heads from between the eyes at rest, as pixels: the body does not turn."""
        return np.asarray(self.projection.centre) + np.asarray(points, dtype=np.float64) * self.unit
