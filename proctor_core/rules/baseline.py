"""Learns the taker's resting pose and gaze: medians over the looks of the enrolment or of a person's first seconds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Gaze, HeadPose, NotMeasurable, Observation, Unmeasured

FEWEST_LOOKS = 3
TEACHING_EYES_OPEN = 0.18
"""Lid distance from which a look teaches the resting pose; raising it learns from fewer looks."""

COMMON = Baseline(yaw_deg=0.0, pitch_deg=5.0, roll_deg=0.0, gaze_x=0.02, gaze_y=-0.07, face_width=0.25, looks=0)
"""Medians over people who look into a camera; yaw and gaze hardly differ between them, pitch does with the camera's height."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far from the common pose a learned one is believed; raising it hides people who looked away while it was learned."""

    yaw_deg: float
    gaze: float


ENROLLED = Reach(yaw_deg=8.0, gaze=0.04)
"""The taker was asked to look at the screen."""
UNASKED = Reach(yaw_deg=4.0, gaze=0.02)
"""Learned from whoever came into the picture, who may be looking away."""
_PITCH_REACH_DEG = 20.0


def learn_baseline(observations: Iterable[Observation], fewest: int = FEWEST_LOOKS) -> Baseline | NotMeasurable:
    """Medians over the looks that show one face with pose, gaze and open eyes; NotMeasurable with less than `fewest`."""
    usable = [look for look in map(_usable, observations) if look]
    if len(usable) < fewest:
        return NotMeasurable(Unmeasured.NO_FACE)
    return Baseline(
        yaw_deg=median(pose.yaw_deg for _, pose, _ in usable),
        pitch_deg=median(pose.pitch_deg for _, pose, _ in usable),
        roll_deg=median(pose.roll_deg for _, pose, _ in usable),
        gaze_x=median(gaze.x for _, _, gaze in usable),
        gaze_y=median(gaze.y for _, _, gaze in usable),
        face_width=median(width for width, _, _ in usable),
        looks=len(usable),
    )


def believe(baseline: Baseline, reach: Reach) -> Baseline:
    """The baseline, pulled to within reach of the common one.

    The own baseline takes out the camera's place and the face's build. But a common one found more (design.md section 5),
    since an own one may have been learned from somebody who looks away: so it is believed only so far.
    """
    return replace(
        baseline,
        yaw_deg=_near(baseline.yaw_deg, COMMON.yaw_deg, reach.yaw_deg),
        pitch_deg=near_common_pitch(baseline.pitch_deg),
        gaze_x=_near(baseline.gaze_x, COMMON.gaze_x, reach.gaze),
        gaze_y=_near(baseline.gaze_y, COMMON.gaze_y, reach.gaze),
    )


def near_common_pitch(pitch_deg: float) -> float:
    """A pitch within what cameras above and below a screen make of a resting head."""
    return _near(pitch_deg, COMMON.pitch_deg, _PITCH_REACH_DEG)


def _near(value: float, common: float, reach: float) -> float:
    return min(common + reach, max(common - reach, value))


def _usable(observation: Observation) -> tuple[float, HeadPose, Gaze] | None:
    """Face width, pose and gaze of a look that shows one face with open eyes."""
    face, pose, gaze, eyes = observation.only_face, observation.head_pose, observation.gaze, observation.eyes_open
    has_open_eyes = not isinstance(eyes, NotMeasurable) and eyes >= TEACHING_EYES_OPEN
    if not face or not has_open_eyes or isinstance(pose, NotMeasurable) or isinstance(gaze, NotMeasurable):
        return None
    return face.box.width, pose, gaze
