"""A resting pose learned from whoever sits there, unasked: only from looks that could be rest.

A head that is turned or lowered while it is learned from would be taken for rest: what it does would be hidden, and rest would be
alleged. So such looks are left out by absolute limits, and where there are no others the lesson waits.
"""

from collections.abc import Iterable
from dataclasses import replace

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import NotMeasurable, Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.baseline import COMMON, UNASKED, believe, learn_baseline

LEARN_S = 3.0
"""Seconds between the first and the last look that a rest is learned from, as at enrolment."""
FIRST_LOOKS = 4
"""Looks from which a provisional rest is taken while it is being learned."""
_YAW_DEG = 12.0
"""Half of what is alleged, and more than the pose's own error of 4 to 5 degrees (design.md section 5)."""
_DOWN_DEG, _UP_DEG = 8.0, 20.0
"""Around the common pitch of 5: lowered heads read 14 to 22 degrees and more, so none above 13 is taken for one at rest."""
_ASIDE_DEG = 25.0
"""Head and eyes together. Wide, since whoever reads a screen beside the camera rests so, and little of it is believed."""
_SAME_CAMERA_DEG = 10.0
"""Pitch around the rest before, where the camera stands where it stood."""
_NEAR_YAW_DEG, _NEAR_PITCH_DEG, _NEAR_GAZE = 4.0, 8.0, 0.02
"""How far a second rest before the same camera is believed: a person who sits otherwise, or another of another height."""


class Lesson:
    """Collects looks; `before` is the rest that this camera has shown, None in a new scene."""

    def __init__(self, policy: Policy, before: Baseline | None) -> None:
        self._policy = policy
        self._before = before
        self._looks: list[Observation] = []
        self.is_done = False

    def advance(self, observation: Observation) -> Baseline | None:
        """The rest that the looks so far teach, None while there are too few."""
        if not could_be_rest(observation, self._policy, self._before):
            return None
        self._looks.append(observation)
        self.is_done = observation.t_s - self._looks[0].t_s >= LEARN_S
        # A rest that holds is given up for a whole lesson only; where there is none, a first guess is better than none.
        if not self.is_done and (self._before or len(self._looks) < FIRST_LOOKS):
            return None
        learned = learn_baseline(self._looks)
        if isinstance(learned, NotMeasurable):
            return None
        return _near(learned, self._before) if self._before else believe(learned, UNASKED)


def first_rest(observations: Iterable[Observation], policy: Policy) -> Baseline | None:
    """The rest that a recording's first looks teach, where nobody was enrolled; None when none of them could be rest."""
    learned = learn_baseline(look for look in observations if could_be_rest(look, policy, None))
    return None if isinstance(learned, NotMeasurable) else believe(learned, UNASKED)


def could_be_rest(observation: Observation, policy: Policy, before: Baseline | None) -> bool:
    """Whether head and eyes point about where resting ones do: near `before`, else near the common rest."""
    pose, gaze, home = observation.head_pose, observation.gaze, before or COMMON
    if isinstance(pose, NotMeasurable) or isinstance(gaze, NotMeasurable):
        return False
    yaw, pitch = pose.yaw_deg - home.yaw_deg, pose.pitch_deg - home.pitch_deg
    down_deg, up_deg = (_SAME_CAMERA_DEG, _SAME_CAMERA_DEG) if before else (_DOWN_DEG, _UP_DEG)
    aside = yaw + policy.gaze_deg_per_eye_width * (gaze.x - home.gaze_x)
    return abs(yaw) <= _YAW_DEG and -up_deg <= pitch <= down_deg and abs(aside) <= _ASIDE_DEG


def _near(learned: Baseline, before: Baseline) -> Baseline:
    return replace(
        learned,
        yaw_deg=_within(learned.yaw_deg, before.yaw_deg, _NEAR_YAW_DEG),
        pitch_deg=_within(learned.pitch_deg, before.pitch_deg, _NEAR_PITCH_DEG),
        gaze_x=_within(learned.gaze_x, before.gaze_x, _NEAR_GAZE),
        gaze_y=_within(learned.gaze_y, before.gaze_y, _NEAR_GAZE),
    )


def _within(value: float, middle: float, reach: float) -> float:
    return min(middle + reach, max(middle - reach, value))
