"""A second face that stays where it is, and one that does not."""

import pytest

from proctor_core.domain.observation import Box
from proctor_core.rules.still_face import is_only_at, place_of_still_face

POSTER = Box(0.7, 0.1, 0.2, 0.3)
JITTER = Box(0.71, 0.11, 0.19, 0.31)
ELSEWHERE = Box(0.1, 0.1, 0.2, 0.3)
NEARER = Box(0.65, 0.02, 0.3, 0.46)


def test_a_face_that_only_the_detectors_move_has_its_place() -> None:
    assert place_of_still_face([[POSTER], [JITTER], [POSTER]]) == POSTER
    assert place_of_still_face([[], [POSTER], []]) == POSTER, "it is not found in each picture"


@pytest.mark.parametrize(
    "pictures",
    [
        [],
        [[], []],
        [[POSTER], [ELSEWHERE]],
        [[POSTER], [NEARER]],
        [[POSTER, ELSEWHERE]],
        [[POSTER], [JITTER, ELSEWHERE]],
    ],
    ids=["no picture", "no second face", "it went", "it came nearer", "two", "a person beside the poster"],
)
def test_what_moves_or_is_not_alone_has_no_place(pictures: list[list[Box]]) -> None:
    assert place_of_still_face(pictures) is None


def test_a_known_place_is_found_again_only_where_nobody_else_is() -> None:
    assert is_only_at(POSTER, [[JITTER], []])
    assert not is_only_at(POSTER, [[JITTER], [ELSEWHERE]])
    assert not is_only_at(POSTER, [[], []])
