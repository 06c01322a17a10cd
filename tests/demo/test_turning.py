"""A head turns as `HeadPose` says: yaw > 0 to the picture's right, pitch > 0 down, roll > 0 clockwise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.demo.head_shape import CHIN_Y, CROWN_Y, HeadShape, smooth_curve
from proctor_core.demo.people import Build
from proctor_core.demo.turning import HeadTurn, Projection

CENTRE = (320.0, 200.0)
NOSE = np.array([[0.0, 0.4, 1.27]])
degrees = st.floats(-60, 60)


def nose_at(turn: HeadTurn) -> tuple[float, float]:
    x, y = Projection(turn, CENTRE, 80.0).on_picture(NOSE)[0]
    return float(x), float(y)


def test_a_yaw_to_the_right_moves_the_nose_to_the_pictures_right() -> None:
    assert nose_at(HeadTurn(yaw_deg=20))[0] > nose_at(HeadTurn())[0] > nose_at(HeadTurn(yaw_deg=-20))[0]


def test_a_nod_moves_the_nose_down() -> None:
    assert nose_at(HeadTurn(pitch_deg=20))[1] > nose_at(HeadTurn())[1] > nose_at(HeadTurn(pitch_deg=-20))[1]


def test_a_clockwise_roll_moves_the_crown_to_the_pictures_right() -> None:
    crown = np.array([[0.0, CROWN_Y, 0.0]])
    rolled = Projection(HeadTurn(roll_deg=15), CENTRE, 80.0).on_picture(crown)[0]
    assert rolled[0] > CENTRE[0]


@given(degrees, degrees, degrees)
def test_a_turn_keeps_every_distance(yaw: float, pitch: float, roll: float) -> None:
    rotation = HeadTurn(yaw, pitch, roll).matrix
    assert np.allclose(rotation @ rotation.T, np.eye(3), atol=1e-9)


@given(st.floats(0.9, 1.1), st.floats(CROWN_Y + 0.05, CHIN_Y - 0.05), st.floats(0, 3.1))
def test_both_sides_of_a_head_are_alike(width: float, y: float, azimuth: float) -> None:
    shape = HeadShape(Build(width=width))
    right, left = shape.ring_points(np.array([y, y]), np.array([azimuth, -azimuth]))
    assert right == pytest.approx(left * np.array([-1, 1, 1]))


def test_a_closed_curve_goes_through_its_points() -> None:
    square = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
    curve = smooth_curve(square, 4)
    assert np.allclose(curve, square)
