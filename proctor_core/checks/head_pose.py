"""Head pose from the mesh: 27 points that don't move with the mouth, solved against MediaPipe's canonical face.

As good as the landmarker's own transformation matrix and works with both bundles (yaw error 4 to 5 degrees, design.md 5).
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

from proctor_core.checks.found import Points
from proctor_core.checks.picture import WorkingPicture
from proctor_core.domain.observation import HeadPose

# (landmark, x, y, z) in centimetres; x to the picture's right, y up, z towards the camera.
# Source: the canonical face model inside face_landmarker.task (Apache-2.0).
_CANONICAL = (
    (1, 0.000, -1.127, 7.476),
    (4, 0.000, -0.463, 7.587),
    (6, 0.000, 2.473, 5.789),
    (168, 0.000, 3.271, 5.236),
    (8, 0.000, 4.019, 5.285),
    (9, 0.000, 4.886, 5.385),
    (10, 0.000, 8.262, 4.482),
    (151, 0.000, 6.545, 5.027),
    (33, -4.446, 2.664, 3.173),
    (133, -1.856, 2.585, 3.758),
    (263, 4.446, 2.664, 3.173),
    (362, 1.856, 2.585, 3.758),
    (130, -4.671, 2.664, 3.084),
    (359, 4.671, 2.664, 3.084),
    (129, -1.786, -0.978, 4.850),
    (358, 1.786, -0.978, 4.850),
    (98, -1.406, -1.714, 5.241),
    (327, 1.406, -1.714, 5.241),
    (2, 0.000, -2.089, 6.058),
    (127, -7.743, 2.365, -2.005),
    (356, 7.743, 2.365, -2.005),
    (234, -7.664, 0.673, -2.436),
    (454, 7.664, 0.673, -2.436),
    (70, -5.721, 4.255, 2.831),
    (300, 5.721, 4.255, 2.831),
    (54, -6.279, 6.615, 1.426),
    (284, 6.279, 6.615, 1.426),
)
_LANDMARKS = [row[0] for row in _CANONICAL]
# OpenCV's camera looks along +z with y down.
_DOWN_AND_AWAY = np.array([1.0, -1.0, -1.0])


@dataclass(frozen=True, slots=True, eq=False)
class RigidPoints:
    """Places on the canonical face, (n, 3) in centimetres in OpenCV's axes, and the head's size over them."""

    places: Points

    @property
    def extent_cm(self) -> float:
        """Length of the diagonal across the places, as a frontal face shows them."""
        return float(np.linalg.norm(np.ptp(self.places[:, :2], axis=0)))


MESH_POINTS = RigidPoints(np.array([row[1:] for row in _CANONICAL]) * _DOWN_AND_AWAY)
# Right eye, left eye, nose tip, right and left corner of the mouth, each as the person has them.
YUNET_POINTS = RigidPoints(
    np.array([(-3.15, 2.63, 3.47), (3.15, 2.63, 3.47), (0.0, -0.46, 7.59), (-2.46, -4.34, 4.28), (2.46, -4.34, 4.28)])
    * _DOWN_AND_AWAY
)
# Right eye, left eye, nose tip, middle of the mouth, right and left ear.
BLAZE_FACE_POINTS = RigidPoints(
    np.array(
        [
            (-3.15, 2.63, 3.47),
            (3.15, 2.63, 3.47),
            (0.0, -0.46, 7.59),
            (0.0, -3.99, 5.45),
            (-7.66, 0.67, -3.44),
            (7.66, 0.67, -3.44),
        ]
    )
    * _DOWN_AND_AWAY
)


def pose_of_mesh(points: Points, picture: WorkingPicture) -> HeadPose | None:
    """Degrees as in `domain.observation.HeadPose`, from the 478 points; None when the solver finds no pose."""
    return pose_of_points(points[_LANDMARKS], MESH_POINTS, picture)


def pose_of_points(points: Points, rigid: RigidPoints, picture: WorkingPicture) -> HeadPose | None:
    """Degrees from image points (n, 2) in pixels, in the order of `rigid`; a few points tell yaw well and pitch roughly.

    The camera is taken for one of 53 degrees across (focal length = width): a webcam's real lens shifts all angles alike,
    which the taker's own baseline takes out again.
    """
    focal = float(picture.width)
    camera = np.array([[focal, 0, picture.width / 2], [0, focal, picture.height / 2], [0, 0, 1]], dtype=np.float64)
    extent = max(1.0, float(np.linalg.norm(np.ptp(points, axis=0))))
    start = np.array([[0.0], [0.0], [focal * rigid.extent_cm / extent]])
    is_solved, rotation, _ = cv2.solvePnP(
        rigid.places, points, camera, np.zeros(4), np.zeros((3, 1)), start, True, cv2.SOLVEPNP_ITERATIVE
    )
    return _angles(np.asarray(cv2.Rodrigues(rotation)[0], dtype=np.float64)) if is_solved else None


def _angles(matrix: Points) -> HeadPose:
    """Where the nose points (yaw, pitch), and how the eyes' line tilts (roll)."""
    nose = -matrix[:, 2]
    return HeadPose(
        yaw_deg=math.degrees(math.atan2(nose[0], -nose[2])),
        pitch_deg=math.degrees(math.asin(float(np.clip(nose[1], -1.0, 1.0)))),
        roll_deg=math.degrees(math.atan2(matrix[1, 0], matrix[0, 0])),
    )
