"""Is the taker looking away: head pose and eyes against the taker's own baseline, and against absolute limits.

Design.md section 5: the own baseline finds most, absolute limits find who is judged by another's baseline, and only the
iris finds eyes that look aside while the head stays.
"""

import math
from dataclasses import dataclass

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Gaze, HeadPose, NotMeasurable, Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.reading import CANT_SAY, Reading

COMMON = Baseline(yaw_deg=0.0, pitch_deg=10.0, roll_deg=0.0, gaze_x=0.0, gaze_y=0.0, face_width=0.25, looks=0)
"""Who looks at the middle of a screen under a webcam; used until the taker's own baseline is known."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """One way of looking away: degrees off, its limit, and the words for the reason."""

    off_deg: float
    limit_deg: float
    word: str

    @property
    def ratio(self) -> float:
        return self.off_deg / self.limit_deg


def read_looking_away(observation: Observation, baseline: Baseline | None, policy: Policy, *, is_open: bool) -> Reading:
    """The strongest way of looking away; while open, limits shrink by the policy's hysteresis."""
    pose = observation.head_pose
    if isinstance(pose, NotMeasurable):
        return CANT_SAY
    home = baseline or COMMON
    turns = _head_turns(pose, home, policy) + _eye_turns(observation, pose, home, policy)
    strongest = max(turns, key=lambda turn: turn.ratio)
    limit = policy.hysteresis if is_open else 1.0
    return Reading(
        is_positive=strongest.ratio > limit,
        strength=strongest.ratio,
        confidence=min(1.0, 0.5 + 0.5 * max(0.0, strongest.ratio - 0.5)),
        measured=strongest.off_deg,
        limit=strongest.limit_deg,
        word=strongest.word,
    )


def _head_turns(pose: HeadPose, home: Baseline, policy: Policy) -> list[_Turn]:
    yaw, pitch = pose.yaw_deg - home.yaw_deg, pose.pitch_deg - home.pitch_deg
    side = "right" if yaw > 0 else "left"
    return [
        _Turn(math.hypot(yaw, pitch), policy.pose_off_baseline_deg, f"head turned {_direction(yaw, pitch)}"),
        _Turn(pitch, policy.pitch_down_deg, "head turned down"),
        _Turn(abs(pose.yaw_deg), policy.yaw_absolute_deg, f"head turned {side}"),
    ]


def _eye_turns(observation: Observation, pose: HeadPose, home: Baseline, policy: Policy) -> list[_Turn]:
    """Head and eyes together, sideways; only while the eyes are open."""
    gaze, eyes = observation.gaze, observation.eyes_open
    if not isinstance(gaze, Gaze) or isinstance(eyes, NotMeasurable) or eyes < policy.eyes_open_limit:
        return []
    off = pose.yaw_deg - home.yaw_deg + policy.gaze_deg_per_eye_width * (gaze.x - home.gaze_x)
    return [_Turn(abs(off), policy.gaze_off_baseline_deg, f"eyes turned {'right' if off > 0 else 'left'}")]


def _direction(yaw: float, pitch: float) -> str:
    if abs(yaw) >= abs(pitch):
        return "right" if yaw > 0 else "left"
    return "down" if pitch > 0 else "up"
