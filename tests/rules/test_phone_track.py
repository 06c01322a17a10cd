"""A phone is one thing in several looks: two things that score in turns are none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from proctor_core.domain.observation import Box, Observation, PhoneLook
from proctor_core.domain.policy import STANDARD, Policy, policy_from_json, policy_to_json
from proctor_core.domain.violation import AllegedViolation
from proctor_core.rules.judge import judge_all
from proctor_core.rules.phone_track import ANYTHING, REMEMBERED_S, PhoneTracker, could_be_same
from tests.rules.observations import BASELINE, calm

LOOK_S = 0.4
LEFT, RIGHT = Box(0.28, 0.5, 0.08, 0.24), Box(0.62, 0.45, 0.08, 0.28)
"""The two cups of headphones on a head, as they lay in a picture."""
BEFORE = replace(STANDARD, version=1, phone_reach=0.0)

Looks = list[tuple[float, Box]]


def seen(looks: Looks) -> list[Observation]:
    """Five calm seconds, these looks one after the other, five calm seconds; one each `LOOK_S`."""
    shown = [(0.05, None)] * 12 + looks + [(0.05, None)] * 12
    return [replace(calm(at * LOOK_S), phone=PhoneLook(*look)) for at, look in enumerate(shown)]


def alleged(looks: Looks, policy: Policy = STANDARD) -> tuple[AllegedViolation, ...]:
    return judge_all(seen(looks), policy, BASELINE).violations


def moving(score: float, count: int, step: float) -> Looks:
    return [(score, replace(LEFT, left=0.1 + at * step)) for at in range(count)]


def test_two_things_that_score_in_turns_are_no_phone() -> None:
    looks = [(0.5, RIGHT), (0.5, LEFT), (0.5, LEFT), (0.5, RIGHT)]
    assert alleged(looks, BEFORE)
    assert not alleged(looks)


def test_a_phone_that_is_held_or_moved_at_the_pace_of_a_hand_in_use_is_one() -> None:
    for looks in (moving(0.5, 6, 0.0), moving(0.5, 6, 0.12)):
        (one,) = alleged(looks)
        assert (one.onset_s, one.looks, one.positive) == (12 * LOOK_S, 6, 6)


def test_weak_looks_at_one_place_open_after_the_longer_dwell_and_at_two_places_never() -> None:
    assert alleged([(0.32, LEFT)] * 14)
    assert alleged([(0.32, LEFT), (0.32, RIGHT)] * 7, BEFORE)
    assert not alleged([(0.32, LEFT), (0.32, RIGHT)] * 7)


@pytest.mark.parametrize(
    ("after", "positive"),
    [((0.28, LEFT), 16), ((0.28, RIGHT), 6), ((0.5, RIGHT), 16)],
    ids=["the same, weaker", "another, weaker", "another, as strong"],
)
def test_an_open_violation_is_kept_open_by_the_same_thing_or_by_one_that_is_a_phone_itself(
    after: tuple[float, Box], positive: int
) -> None:
    (one,) = alleged([(0.5, LEFT)] * 6 + [after] * 10)
    assert one.positive == positive
    assert one.offset_s == pytest.approx((12 + positive) * LOOK_S)


def test_after_a_fast_move_the_phone_is_followed_to_its_new_place() -> None:
    (one,) = alleged([(0.5, LEFT)] * 6 + [(0.5, RIGHT)] + [(0.28, RIGHT)] * 9)
    assert one.positive == 16


def test_a_session_keeps_the_rule_that_it_began_with() -> None:
    stored = policy_to_json(BEFORE)
    assert "phone_reach" not in stored
    assert policy_from_json(stored) == BEFORE
    assert alleged([(0.5, LEFT), (0.5, RIGHT)] * 3, policy_from_json(stored))


def test_a_thing_is_known_again_at_its_place_for_a_while_and_then_is_a_new_one() -> None:
    tracker = PhoneTracker(STANDARD)

    def thing(at_s: float, box: Box, score: float = 0.5) -> int:
        return tracker.thing_in(replace(calm(at_s), phone=PhoneLook(score, box)))

    assert [thing(0.0, LEFT), thing(0.4, RIGHT), thing(0.8, LEFT)] == [1, 2, 1]
    assert thing(1.2, LEFT, score=0.2) == ANYTHING
    assert thing(0.8 + REMEMBERED_S, LEFT) == 1
    assert thing(0.9 + 2 * REMEMBERED_S, LEFT) == 3


@pytest.mark.parametrize(
    ("change", "same"),
    [
        (lambda box: replace(box, left=box.left + 0.19), True),
        (lambda box: replace(box, left=box.left + 0.23), False),
        (lambda box: replace(box, width=box.width / 3), True),
        (lambda box: replace(box, width=box.width / 3, height=box.height / 3), False),
    ],
    ids=["near", "far", "edge-on", "small"],
)
def test_a_phone_moves_a_little_and_turns_but_does_not_shrink(change: Callable[[Box], Box], same: bool) -> None:
    assert could_be_same(LEFT, change(LEFT), STANDARD.phone_reach) is same
