"""Head pose on points that were turned by a known angle."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.checks.head_pose import BLAZE_FACE_POINTS, MESH_POINTS, YUNET_POINTS, RigidPoints, pose_of_points
from proctor_core.checks.picture import prepare

PICTURE = prepare(np.zeros((480, 640, 3), dtype=np.uint8))


def seen(rigid: RigidPoints, yaw_deg: float, pitch_deg: float) -> np.ndarray:
    """The points of a head 60 cm away, turned about the vertical and then about the horizontal axis, in pixels."""
    yaw, pitch = np.radians(-yaw_deg), np.radians(pitch_deg)
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    rotation = cv2.Rodrigues(about_y @ about_x)[0]
    camera = np.array([[640.0, 0, 320], [0, 640.0, 240], [0, 0, 1]])
    return cv2.projectPoints(rigid.places, rotation, np.array([0.0, 0, 60]), camera, np.zeros(4))[0].reshape(-1, 2)


@given(st.floats(-60, 60), st.floats(-30, 30))
def test_the_mesh_points_give_back_the_angle(yaw_deg: float, pitch_deg: float) -> None:
    pose = pose_of_points(seen(MESH_POINTS, yaw_deg, pitch_deg), MESH_POINTS, PICTURE)
    assert pose is not None
    assert pose.yaw_deg == pytest.approx(yaw_deg, abs=1)
    assert pose.pitch_deg == pytest.approx(pitch_deg, abs=1)


@pytest.mark.parametrize("rigid", [YUNET_POINTS, BLAZE_FACE_POINTS])
@pytest.mark.parametrize("yaw_deg", [-50.0, -20.0, 0.0, 20.0, 50.0])
def test_a_detectors_few_points_give_back_the_yaw(rigid: RigidPoints, yaw_deg: float) -> None:
    pose = pose_of_points(seen(rigid, yaw_deg, 0.0), rigid, PICTURE)
    assert pose is not None
    assert pose.yaw_deg == pytest.approx(yaw_deg, abs=2)


def test_looking_down_is_positive_and_to_the_pictures_right_is_positive() -> None:
    pose = pose_of_points(seen(MESH_POINTS, 30, 15), MESH_POINTS, PICTURE)
    assert pose is not None
    assert pose.yaw_deg > 0
    assert pose.pitch_deg > 0
