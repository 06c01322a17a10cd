"""What the question on the screen allows is not alleged, and nothing else is let through."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from proctor_core.domain.allowance import Allowance, Allowed
from proctor_core.domain.observation import HeadPose, Observation, PhoneLook
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.violation import AllegedViolation, ViolationType
from proctor_core.rules.judge import judge_all
from tests.rules.observations import BASELINE, FACE, absent, calm, turned

Scene = Callable[[float], Observation]
PAPER, SECOND_SCREEN, PHONE = (frozenset({one}) for one in Allowance)


def lowered(t_s: float) -> Observation:
    """Over a sheet; less of the face is seen, so that the first detector knows it badly."""
    return replace(calm(t_s), head_pose=HeadPose(2.0, 35.0, 0.0), faces=(replace(FACE, detector_score=0.4),))


def lowered_and_turned(t_s: float) -> Observation:
    return replace(calm(t_s), head_pose=HeadPose(32.0, 35.0, 0.0))


def raised(t_s: float) -> Observation:
    return replace(calm(t_s), head_pose=HeadPose(2.0, -25.0, 0.0))


def with_phone(t_s: float) -> Observation:
    return replace(calm(t_s), phone=PhoneLook(0.7, None))


def with_weak_phone(t_s: float) -> Observation:
    return replace(calm(t_s), phone=PhoneLook(0.32, None))


def hair_alone(t_s: float) -> Observation:
    """The head so low that no face is found, while head and person are."""
    return replace(absent(t_s), face_confidence=0.6, second_opinion=0.9, person=0.8)


def alleged(scene: Scene, allowed: Allowed, seconds: int = 10) -> list[AllegedViolation]:
    """Three calm seconds, then the scene under an allowance, then calm ones."""
    looks = [calm(at / 5) for at in range(15)]
    looks += [replace(scene(3 + at / 5), allowed=allowed) for at in range(5 * seconds)]
    looks += [calm(3 + seconds + at / 5) for at in range(25)]
    return list(judge_all(looks, STANDARD, BASELINE).violations)


def types(scene: Scene, allowed: Allowed) -> set[ViolationType]:
    return {violation.type for violation in alleged(scene, allowed)}


@pytest.mark.parametrize(
    ("scene", "allowed"),
    [
        (lowered, PAPER),
        (lowered, PHONE),
        (lowered, SECOND_SCREEN),
        (hair_alone, PAPER),
        (turned, SECOND_SCREEN),
        (raised, SECOND_SCREEN),
        (with_phone, PHONE),
        (with_weak_phone, PHONE),
    ],
)
def test_what_is_allowed_is_not_alleged_and_without_the_allowance_it_is(scene: Scene, allowed: Allowed) -> None:
    assert not types(scene, allowed)
    assert types(scene, frozenset())


def test_one_look_with_a_face_makes_no_absence_of_a_head_that_is_lowered_as_allowed() -> None:
    def mostly_hair(t_s: float) -> Observation:
        return lowered(t_s) if 6.9 < t_s < 7.1 else replace(hair_alone(t_s), second_opinion=0.6)

    assert not types(mostly_hair, PAPER)


@pytest.mark.parametrize(
    ("scene", "allowed", "expected"),
    [
        (turned, PAPER, ViolationType.LOOKING_AWAY),
        (raised, PAPER, ViolationType.LOOKING_AWAY),
        (lowered_and_turned, PAPER, ViolationType.LOOKING_AWAY),
        (with_phone, PAPER, ViolationType.MOBILE_DETECTED),
        (with_phone, SECOND_SCREEN, ViolationType.MOBILE_DETECTED),
        (turned, PHONE, ViolationType.LOOKING_AWAY),
        (absent, frozenset(Allowance), ViolationType.NO_FACE),
    ],
)
def test_an_allowance_lets_nothing_else_through(scene: Scene, allowed: Allowed, expected: ViolationType) -> None:
    assert types(scene, allowed) == {expected}


def test_a_half_covered_face_is_unclear_also_where_paper_is_allowed() -> None:
    def half(t_s: float) -> Observation:
        return replace(calm(t_s), faces=(replace(FACE, detector_score=0.4),))

    assert types(half, PAPER) == {ViolationType.LOW_CONFIDENCE}


def test_an_open_violation_ends_where_the_next_question_allows_it() -> None:
    looks = [calm(at / 5) for at in range(15)] + [lowered(3 + at / 5) for at in range(25)]
    looks += [replace(lowered(8 + at / 5), allowed=PAPER) for at in range(50)]
    (violation,) = [v for v in judge_all(looks, STANDARD, BASELINE).violations if v.type is ViolationType.LOOKING_AWAY]
    assert violation.offset_s == pytest.approx(8.0, abs=0.3)


def test_an_open_phone_ends_where_the_next_question_allows_it() -> None:
    looks = [calm(at / 5) for at in range(15)] + [with_phone(3 + at / 5) for at in range(25)]
    looks += [replace(with_phone(8 + at / 5), allowed=PHONE) for at in range(25)]
    looks += [replace(with_weak_phone(13 + at / 5), allowed=PHONE) for at in range(25)]
    (violation,) = judge_all(looks, STANDARD, BASELINE).violations
    assert violation.offset_s == pytest.approx(8.0, abs=0.3)
