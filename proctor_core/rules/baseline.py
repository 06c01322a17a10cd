"""Learns the taker's resting pose and gaze: medians over the looks of the enrolment or of a person's first seconds."""

from collections.abc import Iterable
from statistics import median

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Gaze, HeadPose, NotMeasurable, Observation, Unmeasured

FEWEST_LOOKS = 3
EYES_OPEN = 0.18


def learn_baseline(observations: Iterable[Observation]) -> Baseline | NotMeasurable:
    """Medians over the looks that show one face with pose, gaze and open eyes; NotMeasurable with fewer than three."""
    usable = [look for look in map(_usable, observations) if look]
    if len(usable) < FEWEST_LOOKS:
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


def _usable(observation: Observation) -> tuple[float, HeadPose, Gaze] | None:
    """Face width, pose and gaze of a look that shows one face with open eyes."""
    face, pose, gaze, eyes = observation.only_face, observation.head_pose, observation.gaze, observation.eyes_open
    has_open_eyes = not isinstance(eyes, NotMeasurable) and eyes >= EYES_OPEN
    if not face or not has_open_eyes or isinstance(pose, NotMeasurable) or isinstance(gaze, NotMeasurable):
        return None
    return face.box.width, pose, gaze
