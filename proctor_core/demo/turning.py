"""Turns a head in space and projects it on the picture: between `head_shape` and the painters."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from proctor_core.demo.head_shape import Points

CAMERA_DISTANCE = 8.0
"""In heads: an arm's length from a laptop's camera."""

PIVOT = np.array([0.0, 0.75, -0.25])
"""A head turns and nods about the top of the neck."""

LIGHT = np.array([-0.45, -0.5, 0.74])
"""Unit vector towards the lamp: from the upper left, in front."""


@dataclass(frozen=True, slots=True)
class HeadTurn:
    """Degrees, signs as in `domain.observation.HeadPose`: yaw > 0 to the picture's right, pitch > 0 down, roll > 0 clockwise."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0

    @property
    def matrix(self) -> Points:
        """The rotation, (3, 3), for points as rows: `points @ matrix.T`."""
        return _rotation(self.yaw_deg, self.pitch_deg, self.roll_deg)


@lru_cache(maxsize=64)
def _rotation(yaw_deg: float, pitch_deg: float, roll_deg: float) -> Points:
    a, b, c = np.radians([yaw_deg, pitch_deg, roll_deg])
    yaw = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    pitch = np.array([[1, 0, 0], [0, np.cos(b), np.sin(b)], [0, -np.sin(b), np.cos(b)]])
    roll = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return roll @ pitch @ yaw


@dataclass(frozen=True, slots=True)
class Projection:
    """Where a turned head stands on the picture: `centre` is the point between the eyes at rest, `size` pixels per head."""

    turn: HeadTurn
    centre: tuple[float, float]
    size: float

    def turned(self, points: Points) -> Points:
        """Points of the head, (..., 3), after the turn."""
        return (points - PIVOT) @ self.turn.matrix.T + PIVOT

    def on_picture(self, points: Points) -> Points:
        """Points of the head, (..., 3), as pixels (..., 2)."""
        return self.flat(self.turned(points))

    def flat(self, turned: Points) -> Points:
        """Turned points as pixels."""
        shrink = CAMERA_DISTANCE / (CAMERA_DISTANCE - turned[..., 2:])
        return np.asarray(self.centre) + turned[..., :2] * shrink * self.size

    def facing(self, direction: Points) -> float:
        """How far a direction of the head looks at the camera: 1 straight at it, below 0 away."""
        return float((self.turn.matrix @ direction)[2])


def light_on(grid: Points) -> Points:
    """Lambert shade, 0 to 1, of each cell of a grid of turned points (R, C, 3)."""
    down, along = np.diff(grid, axis=0)[:, :-1], np.diff(grid, axis=1)[:-1]
    normal = np.cross(down, along)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    return np.clip(np.abs(normal @ LIGHT), 0.0, 1.0)
