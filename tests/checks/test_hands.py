"""The part of a picture where hands are, by where the face is."""

import pytest

from proctor_core.checks.hands import in_whole, where_hands_are
from proctor_core.domain.observation import Box

WIDTH, HEIGHT = 640, 480
SMALL, NEAR, LOW = Box(0.45, 0.3, 0.1, 0.1), Box(0.3, 0.1, 0.4, 0.5), Box(0.2, 0.6, 0.5, 0.65)


def test_around_a_small_head_the_part_shows_more_than_the_head_and_less_than_the_picture() -> None:
    part = where_hands_are(SMALL, WIDTH, HEIGHT)
    assert part is not None
    assert part.left < SMALL.left and part.left + part.width > SMALL.left + SMALL.width
    assert part.top < SMALL.top and part.top + part.height > SMALL.top + 3 * SMALL.height
    assert part.width * WIDTH == pytest.approx(4 * SMALL.width * WIDTH)


def test_of_a_near_head_the_part_is_what_lies_below_its_middle() -> None:
    part = where_hands_are(NEAR, WIDTH, HEIGHT)
    assert part is not None
    assert part.top > NEAR.top + NEAR.height / 2
    assert (part.left, part.width) == (0.0, 1.0)
    assert part.top + part.height == pytest.approx(1.0)


def test_where_nothing_lies_below_the_face_there_is_no_part() -> None:
    assert where_hands_are(LOW, WIDTH, HEIGHT) is None


def test_a_box_in_the_part_becomes_one_in_the_picture() -> None:
    inside = in_whole(Box(0.5, 0.0, 0.25, 1.0), Box(0.2, 0.4, 0.4, 0.5))
    assert (inside.left, inside.top, inside.width, inside.height) == pytest.approx((0.4, 0.4, 0.1, 0.5))
