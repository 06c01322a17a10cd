"""The head as a solid: horizontal rings around a vertical axis, in "heads" (half the width of the face is 1).

Origin between the eyes at the depth of the ears; x to the picture's right, y down, z towards the camera.
`turning` turns the points, `portrait` paints them. Proportions follow the canonical face of MediaPipe
(Source: mediapipe/modules/face_geometry/data/canonical_face_model.obj).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from proctor_core.demo.people import Build

Points = npt.NDArray[np.float64]
"""Points in space (..., 3) or on the picture (..., 2)."""

CROWN_Y = -1.5
CHIN_Y = 1.57

_Y = np.array([-1.5, -1.46, -1.38, -1.2, -0.95, -0.6, -0.2, 0.2, 0.55, 0.85, 1.1, 1.3, 1.45, 1.53, 1.57])
_HALF_WIDTH = np.array([0.0, 0.25, 0.48, 0.75, 0.91, 0.99, 1.0, 0.985, 0.93, 0.84, 0.71, 0.555, 0.39, 0.25, 0.0])
_FRONT = np.array([0.0, 0.25, 0.45, 0.66, 0.8, 0.92, 0.95, 0.95, 0.95, 0.95, 0.93, 0.9, 0.84, 0.76, 0.6])
_BACK = np.array([0.0, 0.3, 0.6, 0.95, 1.15, 1.26, 1.24, 1.1, 0.85, 0.5, 0.25, 0.1, 0.0, -0.1, -0.3])


@dataclass(frozen=True, slots=True)
class HeadShape:
    """The rings of one person's head."""

    build: Build

    def half_width(self, y: Points) -> Points:
        """Half the head's width at heights `y`."""
        jaw = 1.0 + (self.build.jaw - 1.0) * np.clip((y - 0.2) / 0.9, 0.0, 1.0)
        return np.interp(y, _Y, _HALF_WIDTH) * self.build.width * jaw

    def ring_points(self, y: Points, azimuth: Points) -> Points:
        """Points of the surface at heights `y` and azimuths in radians: 0 is the front, pi / 2 the picture's right."""
        forward = np.cos(azimuth)
        depth = np.where(forward >= 0, np.interp(y, _Y, _FRONT), np.interp(y, _Y, _BACK))
        # An exponent below 1 makes the front flatter than an ellipse, as faces are.
        rounded = np.sign(forward) * np.abs(forward) ** 0.88
        return np.stack([self.half_width(y) * np.sin(azimuth), y + 0 * azimuth, depth * rounded], axis=-1)

    def on_face(self, x: Points, y: Points) -> Points:
        """Points of the face's front at (x, y): where features are drawn."""
        across = np.clip(np.asarray(x) / np.maximum(self.half_width(np.asarray(y)), 1e-6), -0.995, 0.995)
        return self.ring_points(np.asarray(y, dtype=np.float64), np.arcsin(across))


def smooth_curve(points: Points, count: int = 24, *, closed: bool = True) -> Points:
    """A Catmull-Rom curve through `points` (N, D), `count` points per piece / N in all: drawn shapes have no corners."""
    if closed:
        padded = np.concatenate([points[-1:], points, points[:2]])
    else:
        padded = np.concatenate([points[:1], points, points[-1:]])
    pieces = len(padded) - 3
    where = np.linspace(0, pieces, count, endpoint=not closed)
    index = np.minimum(where.astype(int), pieces - 1)
    t = (where - index)[:, None]
    before, start, end, after = (padded[index + k] for k in range(4))
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )
