"""Eyes that look down or up: one gaze of head and eyes against the own rest, within an ellipse."""

from dataclasses import replace

import pytest

from proctor_core.codes.seen import Turn
from proctor_core.domain.allowance import Allowance
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Gaze, HeadPose, Observation
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.policy_values import with_values
from proctor_core.rules.gazing import read_looking_away
from proctor_core.rules.judge import judge_all
from tests.rules.observations import BASELINE, calm, scenes

BEFORE = replace(
    STANDARD, version=2, gaze_down_deg=0.0, gaze_up_deg=0.0, gaze_deg_per_eye_width_down=0.0, pitch_down_deg=18.0
)
"""As the profile was before eyes were read vertically."""


def look(pitch_deg: float = 0.0, down: float = 0.0, aside: float = 0.0, eyes_open: float = 0.32) -> Observation:
    """A look whose head and irises differ from the rest so far: degrees, and parts of the eye's width."""
    return replace(
        calm(0.0),
        head_pose=HeadPose(BASELINE.yaw_deg, BASELINE.pitch_deg + pitch_deg, 0.0),
        gaze=Gaze(BASELINE.gaze_x + aside, BASELINE.gaze_y + down),
        eyes_open=eyes_open,
    )


def way_of(observation: Observation, baseline: Baseline | None = BASELINE) -> Turn | None:
    reading = read_looking_away(observation, baseline, STANDARD, is_open=False)
    return reading.turn if reading.is_positive else None


@pytest.mark.parametrize(
    ("seen", "way"),
    [
        (look(down=0.1, eyes_open=0.05), Turn.EYES_DOWN),
        (look(pitch_deg=12.0, down=0.05), Turn.HEAD_AND_EYES_DOWN),
        (look(down=-0.08), Turn.EYES_UP),
        (look(pitch_deg=-12.0, down=-0.05), Turn.HEAD_AND_EYES_UP),
        (look(down=0.05, aside=0.11), Turn.EYES_RIGHT),
        (look(down=0.05), None),
        (look(aside=0.11), None),
        (look(pitch_deg=12.0, down=-0.02), None),
    ],
)
def test_head_and_eyes_are_read_as_one_gaze(seen: Observation, way: Turn | None) -> None:
    assert way_of(seen) is way


def test_eyes_are_read_vertically_against_an_own_rest_alone() -> None:
    assert way_of(look(down=0.1), None) is None


@pytest.mark.parametrize("allowance", [Allowance.PAPER, Allowance.PHONE])
def test_lowered_eyes_are_allowed_where_looking_down_is(allowance: Allowance) -> None:
    assert way_of(replace(look(down=0.1, eyes_open=0.05), allowed=frozenset({allowance}))) is None
    assert way_of(replace(look(down=-0.1), allowed=frozenset({allowance}))) is Turn.EYES_UP


@pytest.mark.parametrize("pitch_deg", [18.0, 21.0, 26.0])
def test_a_survey_that_lets_heads_be_lowered_further_is_not_gone_round_by_another_limit(pitch_deg: float) -> None:
    policy = with_values(STANDARD, {"pitch_down_deg": 28.0})
    for seen, is_away in (
        (look(pitch_deg=pitch_deg), False),
        (look(pitch_deg=30.0), True),
        (look(pitch_deg=-21.0), True),
        (look(pitch_deg=pitch_deg, aside=0.14), True),
    ):
        assert read_looking_away(seen, BASELINE, policy, is_open=False).is_positive is is_away
    assert way_of(look(pitch_deg=pitch_deg)) is not None


def lowered_eyes(t_s: float) -> Observation:
    return replace(look(down=0.1, eyes_open=0.05), t_s=t_s)


def test_a_blink_is_no_look_into_the_lap() -> None:
    assert judge_all(scenes((5, calm), (0.6, lowered_eyes), (5, calm)), STANDARD, BASELINE).violations == ()


def test_a_session_begun_under_the_policy_before_is_judged_as_before() -> None:
    looks = scenes((5, calm), (5, lowered_eyes), (5, calm))
    assert len(judge_all(looks, STANDARD, BASELINE).violations) == 1
    assert judge_all(looks, BEFORE, BASELINE).violations == ()
