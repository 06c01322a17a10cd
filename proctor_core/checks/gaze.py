"""Where the irises stand between the corners of the eyes, and how far the lids are open.

Both are ratios on the face itself, so that distance and tilt of the head fall out.
"""

from dataclasses import dataclass

import numpy as np

from proctor_core.checks.found import Points
from proctor_core.domain.observation import Gaze


@dataclass(frozen=True, slots=True)
class _Eye:
    """Landmarks of one eye, named as the picture shows them."""

    left_corner: int
    right_corner: int
    upper_lid: int
    lower_lid: int
    iris: int


_EYES = (_Eye(33, 133, 159, 145, 468), _Eye(362, 263, 386, 374, 473))


def measure_gaze(points: Points) -> Gaze:
    """Iris offset from the middle of the eye in parts of the eye's width, mean of both eyes."""
    offsets = np.mean([_offset(points, eye) for eye in _EYES], axis=0)
    return Gaze(x=float(offsets[0]), y=float(offsets[1]))


def measure_eyes_open(points: Points) -> float:
    """Lid distance in parts of the eye's width, the wider of both eyes; about 0.3 open, under 0.18 closed.

    Source: the eye aspect ratio of Soukupova and Cech, "Real-Time Eye Blink Detection using Facial Landmarks", 2016.
    """
    return max(_openness(points, eye) for eye in _EYES)


def _offset(points: Points, eye: _Eye) -> Points:
    across = points[eye.right_corner] - points[eye.left_corner]
    width = max(1e-6, float(np.linalg.norm(across)))
    along = across / width
    from_middle = points[eye.iris] - (points[eye.left_corner] + points[eye.right_corner]) / 2
    return np.array([from_middle @ along, from_middle @ np.array([-along[1], along[0]])]) / width


def _openness(points: Points, eye: _Eye) -> float:
    width = max(1e-6, float(np.linalg.norm(points[eye.right_corner] - points[eye.left_corner])))
    return float(np.linalg.norm(points[eye.upper_lid] - points[eye.lower_lid])) / width
