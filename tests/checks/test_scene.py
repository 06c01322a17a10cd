"""How much of a scene is kept: exposure and near faces leave it, a cut does not. Drawn people and an astronaut, no model."""

from functools import cache
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proctor_core.checks.trace import FrameTrace
from proctor_core.demo.painting import paint
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Moment
from proctor_core.domain.observation import Picture
from proctor_core.rules.cuts import SCENE_LEFT
from tests.checks.pictures import closer, frame, textured

FACE = (slice(40, 440), slice(170, 480))
PICTURES = ("drawn", "astronaut", "before a wall")


def kept(before: Picture, now: Picture) -> float | None:
    return FrameTrace.of(frame(now)).kept_since(FrameTrace.of(frame(before)))


@cache
def drawn(person: int = 0, act: Act = Act.READS, percent: int = 0) -> Picture:
    return paint(Moment(PEOPLE[person], act, 1, 7, percent))


def before_a_wall(right: int = 0, down: int = 0, size: float = 1.0, wall: int = 150) -> Picture:
    """The astronaut's head, moved by so many pixels of 640 x 480 and so many times as large, before nothing at all."""
    head = np.asarray(cv2.resize(closer()[FACE], None, fx=size, fy=size), dtype=np.uint8)
    mask = np.zeros(head.shape[:2], np.uint8)
    height, width = head.shape[:2]
    cv2.ellipse(mask, (width // 2, height // 2), (width // 2 - 2, height // 2 - 2), 0, 0, 360, 255, -1)
    wide = np.full((480 + 2 * height, 640 + 2 * width, 3), wall, np.uint8)
    top, left = 240 + down + height // 2, 320 + right + width // 2
    np.copyto(wide[top : top + height, left : left + width], head, where=mask[..., None] > 0)
    return np.ascontiguousarray(wide[height : height + 480, width : width + 640])


def picture_of(name: str) -> Picture:
    return {"drawn": drawn, "astronaut": closer, "before a wall": before_a_wall}[name]()


def exposed(picture: Picture, gain: float, offset: float, gamma: float) -> Picture:
    """As a camera that exposes otherwise; what leaves the range is burnt out or black."""
    levels = np.clip(np.clip(np.arange(256) / 255 * gain + offset, 0, 1) ** gamma, 0, 1)
    return np.asarray(cv2.LUT(picture, (levels * 255).round().astype(np.uint8)), dtype=np.uint8)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PICTURES), st.floats(0.3, 4.0), st.floats(-0.2, 0.2), st.floats(0.5, 2.0))
def test_no_exposure_of_the_same_picture_is_another_scene(name: str, gain: float, offset: float, gamma: float) -> None:
    share = kept(picture_of(name), exposed(picture_of(name), gain, offset, gamma))
    assert share is None or share > SCENE_LEFT + 0.1


def test_the_brightest_step_moves_luma_further_than_a_cut_does() -> None:
    """What the rule went by before: it can't tell the two apart."""
    dark, bright = (FrameTrace.of(frame(exposed(closer(), gain, 0, 1))) for gain in (0.4, 1.6))
    cut = FrameTrace.of(frame(textured())).motion_since(FrameTrace.of(frame(closer())))
    assert bright.motion_since(dark) > cut > 25


@settings(deadline=None, max_examples=60)
@given(st.integers(-160, 160), st.integers(-40, 60), st.floats(0.8, 1.4))
def test_a_near_face_that_moves_before_a_bare_wall_is_no_other_scene(right: int, down: int, size: float) -> None:
    share = kept(before_a_wall(), before_a_wall(right, down, size))
    assert share is None or share > SCENE_LEFT


@pytest.mark.parametrize("act", [Act.LOOKS_ASIDE, Act.LOOKS_DOWN, Act.PHONE, Act.LEAVES, Act.DIM_LIGHT])
@pytest.mark.parametrize("percent", [30, 60, 100])
def test_what_a_taker_does_leaves_the_scene(act: Act, percent: int) -> None:
    share = kept(drawn(), drawn(act=act, percent=percent))
    assert share is None or share > SCENE_LEFT


def test_a_camera_that_trembles_keeps_its_scene() -> None:
    moved = np.roll(closer(), (9, -14), axis=(0, 1))
    share = kept(closer(), np.ascontiguousarray(moved))
    assert share is not None and share > 0.9


def test_other_people_in_other_rooms_are_other_scenes() -> None:
    pictures = [closer(), textured(), before_a_wall(wall=220)[:, ::-1].copy(), drawn(3)]
    for before, now in pairwise([*pictures, pictures[0]]):
        share = kept(before, now)
        assert share is not None and share < SCENE_LEFT


def test_of_black_and_burnt_out_pictures_nobody_can_say() -> None:
    for level in (0, 255):
        assert kept(closer(), np.full_like(closer(), level)) is None
