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

_PROFILE = np.array([
    # height, half width, depth to the front, depth to the back
    (-1.5, 0.0, 0.0, 0.0), (-1.485, 0.2, 0.18, 0.25), (-1.44, 0.38, 0.34, 0.48), (-1.36, 0.55, 0.5, 0.72),
    (-1.2, 0.75, 0.67, 0.96), (-0.95, 0.91, 0.81, 1.15), (-0.6, 0.985, 0.92, 1.26), (-0.2, 1.0, 0.95, 1.24),
    (0.2, 0.985, 0.95, 1.1), (0.55, 0.935, 0.95, 0.85), (0.85, 0.85, 0.95, 0.5), (1.1, 0.73, 0.93, 0.25),
    (1.3, 0.59, 0.9, 0.1), (1.44, 0.44, 0.84, 0.0), (1.52, 0.31, 0.78, -0.1), (1.555, 0.19, 0.72, -0.2),
    (1.57, 0.0, 0.62, -0.3),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeadShape:
    """The rings of one person's head."""

    build: Build

    def half_width(self, y: Points) -> Points:
        """Half the head's width at heights `y`."""
        jaw = 1.0 + (self.build.jaw - 1.0) * np.clip((y - 0.2) / 0.9, 0.0, 1.0)
        return np.interp(y, _SMOOTH[:, 0], _SMOOTH[:, 1]) * self.build.width * jaw

    def ring_points(self, y: Points, azimuth: Points) -> Points:
        """Points of the surface at heights `y` and azimuths in radians: 0 is the front, pi / 2 the picture's right."""
        forward = np.cos(azimuth)
        depth = np.where(
            forward >= 0,
            np.interp(y, _SMOOTH[:, 0], _SMOOTH[:, 2]),
            np.interp(y, _SMOOTH[:, 0], _SMOOTH[:, 3]),
        )
        # An exponent below 1 makes the front flatter than an ellipse, as faces are.
        rounded = np.sign(forward) * np.abs(forward) ** 0.88
        return np.stack([self.half_width(y) * np.sin(azimuth), y + 0 * azimuth, depth * rounded], axis=-1)

    def on_face(self, x: Points, y: Points) -> Points:
        """Points of the face's front at (x, y): where features are drawn."""
        across = np.clip(np.asarray(x) / np.maximum(self.half_width(np.asarray(y)), 1e-6), -0.995, 0.995)
        return self.ring_points(np.asarray(y, dtype=np.float64), np.arcsin(across))


def smooth_curve(points: Points, count: int = 24, *, closed: bool = True) -> Points:
    """A Catmull-Rom curve through `points` (N, D), `count` points per piece / N in all: drawn shapes have no corners."""
    before_first, after_last = (points[-1:], points[:2]) if closed else (points[:1], points[-1:])
    padded = np.concatenate([before_first, points, after_last])
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


_SMOOTH = smooth_curve(_PROFILE, 240, closed=False)
