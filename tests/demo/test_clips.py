"""Clips: labels without holes, pictures that depend on their moment alone, a demo camera that can enrol."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.demo.clips import DEMO_CAMERA_CLIP, Clip, frame_at, frames
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import LABELS, LOOP_S, Act, Label, Scene

AMARA, TOMAS = PEOPLE[0], PEOPLE[1]
scenes = st.lists(st.builds(Scene, st.sampled_from(Act), st.integers(1, 9).map(float)), min_size=1, max_size=6)


def test_there_are_twelve_takers_and_each_has_an_own_name_and_number() -> None:
    assert [person.id for person in PEOPLE] == list(range(1, 13))
    assert len({person.name for person in PEOPLE}) == 12


@given(scenes)
def test_labels_cover_a_clip_without_hole_or_overlap(parts: list[Scene]) -> None:
    clip = Clip(AMARA, tuple(parts))
    labels = clip.labels()
    assert labels[0].start_s == 0
    assert labels[-1].end_s == pytest.approx(clip.duration_s)
    assert all(one.end_s == pytest.approx(two.start_s) for one, two in itertools.pairwise(labels))
    assert all(one.label is not two.label for one, two in itertools.pairwise(labels))


@given(scenes, st.floats(0, 0.999))
def test_a_moment_never_shows_another_act_than_its_label_says(parts: list[Scene], share: float) -> None:
    clip = Clip(AMARA, tuple(parts))
    t_s = share * clip.duration_s
    label = next(s.label for s in reversed(clip.labels()) if t_s >= s.start_s)
    moment = clip.moment_at(t_s)
    if moment is None:
        assert label is Label.GAP
    else:
        assert LABELS[moment.act] in (label, Label.OK)


def test_an_act_rises_holds_and_falls_within_its_scene() -> None:
    clip = Clip(AMARA, (Scene(Act.LOOKS_ASIDE, 6.0),))
    percents = [moment.percent for t_s in (0.0, 0.3, 3.0, 5.7, 6.0) if (moment := clip.moment_at(t_s))]
    assert percents == [0, 50, 100, 50, 0]


def test_a_lost_camera_gives_no_picture() -> None:
    clip = Clip(AMARA, (Scene(Act.READS, 1), Scene(Act.GAP, 1), Scene(Act.READS, 1)))
    assert [frame.picture is None for frame in frames(clip, 1)] == [False, True, False]


def test_a_picture_is_a_function_of_its_moment_and_comes_again_after_a_loop() -> None:
    clip = Clip(TOMAS, (Scene(Act.READS, 3 * LOOP_S),))
    assert clip.moment_at(2.5) == clip.moment_at(2.5 + LOOP_S)
    first, again = frame_at(clip, 2.5), frame_at(clip, 2.5 + LOOP_S)
    assert first is not None and again is not None
    assert np.array_equal(first, again)


def test_nobody_sits_as_still_as_a_photograph() -> None:
    clip = Clip(TOMAS, (Scene(Act.READS, LOOP_S),))
    one, other = frame_at(clip, 1.0), frame_at(clip, 4.0)
    assert one is not None and other is not None
    assert np.abs(one.astype(int) - other.astype(int)).mean() > 0.5


def test_the_demo_camera_is_calm_until_a_taker_has_enrolled_and_loops_without_a_jump() -> None:
    first = DEMO_CAMERA_CLIP.labels()[0]
    assert first.label is Label.OK
    assert first.end_s >= 40
    assert DEMO_CAMERA_CLIP.duration_s % LOOP_S == 0
    assert DEMO_CAMERA_CLIP.labels()[-1].label is Label.OK


def test_the_demo_camera_shows_each_thing_a_visitor_should_see() -> None:
    shown = {stretch.label for stretch in DEMO_CAMERA_CLIP.labels()}
    assert shown >= {Label.LOOKING_AWAY, Label.NO_FACE, Label.MULTIPLE_FACES, Label.PHONE}
