"""What is learned of a resting pose, and how far it is believed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import HeadPose, NotMeasurable
from proctor_core.rules.baseline import COMMON, ENROLLED, UNASKED, believe, learn_baseline
from tests.rules.observations import BASELINE, absent, calm, scenes, two_faces


def test_the_median_of_calm_looks_is_learned_and_an_outlier_changes_nothing() -> None:
    outlier = replace(calm(3.0), head_pose=HeadPose(60.0, 40.0, 0.0))
    learned = learn_baseline([*scenes((3, calm)), outlier])
    assert isinstance(learned, Baseline)
    assert (learned.yaw_deg, learned.pitch_deg, learned.looks) == (2.0, 5.0, 16)


def test_nothing_is_learned_from_nobody_from_two_people_or_from_two_looks() -> None:
    assert isinstance(learn_baseline(scenes((3, absent))), NotMeasurable)
    assert isinstance(learn_baseline(scenes((3, two_faces))), NotMeasurable)
    assert isinstance(learn_baseline([calm(0.0), calm(0.5)]), NotMeasurable)


def test_a_plausible_pose_is_believed_as_it_is() -> None:
    assert believe(BASELINE, ENROLLED) == BASELINE


@given(st.floats(-90, 90), st.floats(-90, 90), st.floats(-1, 1))
def test_whatever_is_learned_stays_within_reach_of_the_common_pose(yaw: float, pitch: float, gaze: float) -> None:
    learned = replace(BASELINE, yaw_deg=yaw, pitch_deg=pitch, gaze_x=gaze)
    for reach in (ENROLLED, UNASKED):
        believed = believe(learned, reach)
        assert abs(believed.yaw_deg - COMMON.yaw_deg) <= reach.yaw_deg
        assert abs(believed.gaze_x - COMMON.gaze_x) <= reach.gaze + 1e-9
        assert believe(believed, reach) == believed
