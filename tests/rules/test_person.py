"""Whose rest holds: brightness and near faces change nothing, a cut to another person does, and no lowered head is learned."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Box, Gaze, HeadPose, Observation
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.baseline import ENROLLED, believe
from proctor_core.rules.judge import judge_all
from proctor_core.rules.lesson import first_rest
from proctor_core.rules.person import PersonTracker
from tests.rules.observations import BASELINE, FACE, absent, calm, covered, scenes, times, turned

OWN = believe(BASELINE, ENROLLED)
CUT = 0.1
"""Share of the scene that a cut leaves."""


def lowered(t_s: float) -> Observation:
    return replace(calm(t_s), head_pose=HeadPose(2.0, 24.0, 0.0))


def other(t_s: float) -> Observation:
    """Somebody else at rest, before a camera that stands higher."""
    return replace(calm(t_s), head_pose=HeadPose(-2.0, -9.0, 0.0), gaze=Gaze(0.01, -0.07))


def cut_to(looks: list[Observation]) -> list[Observation]:
    return [replace(looks[0], scene_kept=CUT, motion=60.0), *looks[1:]]


def later(seconds: float, looks: Iterable[Observation]) -> list[Observation]:
    return [replace(look, t_s=look.t_s + seconds) for look in looks]


def rests(looks: Iterable[Observation], *, is_live: bool) -> list[Baseline | None]:
    tracker, held = PersonTracker(BASELINE, STANDARD, is_live=is_live), list[Baseline | None]()
    for look in looks:
        tracker.advance(look)
        held.append(tracker.baseline)
    return held


@given(
    st.lists(st.tuples(st.floats(0, 255), st.floats(0.35, 1.0)), min_size=5, max_size=80),
    st.sampled_from((calm, lowered, turned)),
    st.booleans(),
)
def test_no_brightness_steps_or_ramps_ever_change_the_rest(
    steps: list[tuple[float, float]], build: object, is_live: bool
) -> None:
    looks = [
        replace(look, motion=motion, scene_kept=share)
        for look, (motion, share) in zip(scenes((len(steps) / 5, build)), steps, strict=True)
    ]
    assert set(rests(looks, is_live=is_live)) == {OWN}


@given(st.lists(st.tuples(st.floats(0, 0.5), st.floats(0.15, 0.5)), min_size=2, max_size=60), st.booleans())
def test_a_near_face_that_moves_keeps_its_rest_however_far_it_leaps(
    places: list[tuple[float, float]], is_live: bool
) -> None:
    looks = [
        replace(turned(t), faces=(replace(FACE, box=Box(left, 0.2, width, width)),), motion=40.0, scene_kept=0.35)
        for t, (left, width) in zip(times(0, len(places) / 5, 5), places, strict=True)
    ]
    assert set(rests(looks, is_live=is_live)) == {OWN}


def test_a_lowered_head_after_an_exposure_step_is_alleged_and_not_learned() -> None:
    """What luma took for a cut hid it: the lowered head became the rest."""
    down = scenes((8, lowered))
    bright = [replace(down[0], motion=60.0, scene_kept=0.9), *down[1:]]
    looks = [*scenes((10, calm)), *later(10, bright), *later(18, scenes((10, calm)))]
    found = judge_all(looks, STANDARD, BASELINE).violations
    assert [v.type for v in found] == [ViolationType.LOOKING_AWAY]
    assert (found[0].onset_s, found[0].offset_s) == pytest.approx((10, 18), abs=0.5)


def test_a_cut_to_another_person_brings_another_rest_and_accuses_nobody() -> None:
    looks = [*scenes((10, calm)), *later(10, cut_to(scenes((20, other))))]
    held = rests(looks, is_live=False)
    assert held[49] == OWN and held[50] is None
    assert held[-1] is not None and (held[-1].yaw_deg, held[-1].pitch_deg) == (-2.0, -9.0)
    assert judge_all(looks, STANDARD, BASELINE).violations == ()


@pytest.mark.parametrize("build", [lowered, turned])
def test_after_a_cut_no_turned_or_lowered_head_is_learned_and_the_lesson_waits(build: object) -> None:
    looks = [*scenes((10, calm)), *later(10, cut_to(scenes((8, build)))), *later(18, scenes((5, other)))]
    held = rests(looks, is_live=False)
    assert set(held[50:90]) == {None}
    assert held[-1] is not None and held[-1].pitch_deg == -9.0


def test_a_cut_while_nobody_is_there_counts_for_who_comes_then() -> None:
    looks = [*scenes((10, calm)), *later(10, cut_to(scenes((4, absent), (10, other))))]
    held = rests(looks, is_live=False)
    assert held[-1] is not None and held[-1].pitch_deg == -9.0


@given(st.integers(2, 5))
def test_scenes_that_follow_each_other_within_a_second_were_none(count: int) -> None:
    shaken = [replace(look, scene_kept=CUT) for look in scenes((count / 5, calm))]
    looks = [*scenes((5, calm)), *later(5, shaken), *later(5 + count / 5, scenes((2, calm)))]
    assert rests(looks, is_live=False)[-1] == OWN


def test_a_running_camera_is_never_cut() -> None:
    looks = [*scenes((10, calm)), *later(10, cut_to(scenes((6, lowered))))]
    assert set(rests(looks, is_live=True)) == {OWN}


def test_after_an_interruption_a_live_camera_may_show_another_scene() -> None:
    looks = [*scenes((10, calm)), *later(14, cut_to(scenes((6, other))))]
    held = rests(looks, is_live=True)
    assert held[50] is None
    assert held[-1] is not None and held[-1].pitch_deg == -9.0


@given(st.floats(-40, 40), st.floats(-40, 40), st.floats(-0.2, 0.2), st.booleans())
def test_whoever_comes_back_to_the_same_camera_moves_the_rest_a_little_at_most(
    yaw: float, pitch: float, gaze: float, is_live: bool
) -> None:
    def back(t_s: float) -> Observation:
        return replace(calm(t_s), head_pose=HeadPose(yaw, pitch, 0.0), gaze=Gaze(gaze, -0.07))

    away_and_back = [(2.0, absent), (6.0, back)] * 4
    for rest in rests(scenes((10, calm), *away_and_back), is_live=is_live):
        assert rest is not None
        assert abs(rest.yaw_deg - OWN.yaw_deg) <= 4 and abs(rest.pitch_deg - OWN.pitch_deg) <= 8
        assert abs(rest.gaze_x - OWN.gaze_x) <= 0.02 + 1e-9


def test_a_covered_lens_is_no_cut() -> None:
    dark = [replace(look, scene_kept=None, motion=130.0) for look in scenes((1, covered))]
    light = [replace(scenes((1, calm))[0], scene_kept=None, motion=130.0), *scenes((3, calm))[1:]]
    held = rests([*scenes((5, calm)), *later(5, dark), *later(6, light)], is_live=False)
    assert set(held) == {OWN}


def test_a_log_of_version_01_says_nothing_of_scenes_and_cuts_nothing() -> None:
    looks = [*scenes((5, calm)), *later(5, [replace(look, motion=60.0) for look in scenes((5, lowered))])]
    assert set(rests(looks, is_live=False)) == {OWN}


def test_a_recording_that_begins_with_a_lowered_or_turned_head_teaches_what_rests_in_it_and_else_nothing() -> None:
    assert first_rest(scenes((5, lowered)), STANDARD) is None
    assert first_rest(scenes((5, turned)), STANDARD) is None
    learned = first_rest(scenes((3, lowered), (2, calm)), STANDARD)
    assert learned is not None and learned.pitch_deg == calm(0).head_pose.pitch_deg  # type: ignore[union-attr]


def test_what_one_person_is_alleged_ends_at_the_cut_to_another() -> None:
    looks = [*scenes((5, calm), (4, turned)), *later(9.0, cut_to(scenes((6, turned))))]
    found = judge_all(looks, STANDARD, BASELINE).violations
    before, after = (v for v in found if v.type is ViolationType.LOOKING_AWAY)
    assert (before.offset_s or 9.1) <= 9.0 <= after.onset_s


def test_a_change_of_the_scene_before_a_live_camera_ends_nothing() -> None:
    looks = [*scenes((5, calm), (4, turned)), *later(9.0, cut_to(scenes((6, turned))))]
    found = judge_all(looks, STANDARD, BASELINE, is_live=True).violations
    assert [v.type for v in found].count(ViolationType.LOOKING_AWAY) == 1
