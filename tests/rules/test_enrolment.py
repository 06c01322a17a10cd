"""The initial verification: what is accepted, and why not."""

from dataclasses import replace

import pytest

from proctor_core.domain.enrolment import CheckItem, ItemReason, ItemState, RefusalReason
from proctor_core.domain.observation import Box, Face, HeadPose, Light, NotMeasurable, Observation, Unmeasured
from proctor_core.domain.policy import STANDARD
from proctor_core.rules.enrolment import judge_reference, system_check
from tests.rules.observations import absent, calm, covered, half_covered, scenes, two_faces


def weak(t_s: float) -> Observation:
    return half_covered(t_s, score=0.5)


def dark(t_s: float) -> Observation:
    return replace(calm(t_s), light=Light(20.0, 15.0, 50.0))


def restless(t_s: float) -> Observation:
    return replace(calm(t_s), head_pose=HeadPose(25.0 if round(t_s * 5) % 2 else -25.0, 5.0, 0.0))


def test_a_calm_face_is_accepted_with_its_own_resting_pose() -> None:
    judged = judge_reference(scenes((3, calm)), STANDARD)
    assert judged.is_accepted
    assert judged.baseline is not None
    assert (judged.baseline.yaw_deg, judged.baseline.pitch_deg) == (2.0, 5.0)
    assert judged.best_sequence is not None


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (covered, RefusalReason.NO_PICTURE),
        (absent, RefusalReason.NO_FACE),
        (two_faces, RefusalReason.SEVERAL_FACES),
        (weak, RefusalReason.LOW_CONFIDENCE),
        (dark, RefusalReason.TOO_DARK),
        (restless, RefusalReason.MOVED),
    ],
)
def test_a_reference_is_refused_with_its_reason(build: object, reason: RefusalReason) -> None:
    judged = judge_reference(scenes((3, build)), STANDARD)
    assert (judged.refusal, judged.baseline, judged.best_sequence) == (reason, None, None)


def test_no_looks_at_all_are_no_picture() -> None:
    assert judge_reference([], STANDARD).refusal is RefusalReason.NO_PICTURE


def items(look: Observation, rate: float = 8.0) -> dict[CheckItem, tuple[ItemState, ItemReason | None]]:
    return {i.item: (i.state, i.reason) for i in system_check([look], rate, STANDARD)}


def test_a_good_picture_passes_every_item_of_the_system_check() -> None:
    found = items(calm(0.0))
    assert list(found) == list(CheckItem)
    assert set(found.values()) == {(ItemState.FINE, None)}


@pytest.mark.parametrize(
    ("look", "item", "reason"),
    [
        (covered(0.0), CheckItem.CAMERA_LIVE, ItemReason.COVERED),
        (absent(0.0), CheckItem.ONE_FACE, ItemReason.NO_FACE),
        (two_faces(0.0), CheckItem.ONE_FACE, ItemReason.SEVERAL_FACES),
        (dark(0.0), CheckItem.LIGHT, ItemReason.TOO_DARK),
        (replace(calm(0.0), light=Light(250.0, 20.0, 50.0)), CheckItem.LIGHT, ItemReason.TOO_BRIGHT),
        (
            replace(calm(0.0), faces=(Face(Box(0.5, 0.5, 0.04, 0.06), 0.9, 0.9),)),
            CheckItem.DISTANCE,
            ItemReason.TOO_FAR,
        ),
        (
            replace(calm(0.0), faces=(Face(Box(0.1, 0.1, 0.8, 0.8), 0.9, 0.9),)),
            CheckItem.DISTANCE,
            ItemReason.TOO_CLOSE,
        ),
    ],
)
def test_the_system_check_says_why_not(look: Observation, item: CheckItem, reason: ItemReason) -> None:
    assert items(look)[item] == (ItemState.PROBLEM, reason)


def test_a_slow_camera_and_no_frames_are_problems() -> None:
    assert items(calm(0.0), rate=1.0)[CheckItem.FRAME_RATE] == (ItemState.PROBLEM, ItemReason.SLOW)
    first, *rest = system_check([], 0.0, STANDARD)
    assert (first.state, first.reason) == (ItemState.PROBLEM, ItemReason.NO_FRAMES)
    assert {item.state for item in rest} == {ItemState.WAITING}


def test_a_missing_phone_model_is_said_and_blocks_nobody() -> None:
    look = replace(calm(0.0), phone=NotMeasurable(Unmeasured.MODEL_MISSING))
    assert items(look)[CheckItem.PHONE_CHECK] == (ItemState.UNAVAILABLE, ItemReason.MODEL_MISSING)
