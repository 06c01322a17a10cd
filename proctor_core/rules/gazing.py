"""Is the taker looking away: head pose and eyes against the taker's own resting pose, and against absolute limits.

Only the iris finds eyes that look aside while the head stays (design.md section 5); duration is the window's business.
"""

import math
from dataclasses import dataclass, replace

from proctor_core.codes.seen import Turn
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Gaze, HeadPose, NotMeasurable, Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.baseline import COMMON, near_common_pitch
from proctor_core.rules.reading import CANT_SAY, Reading

_EYES_ALONE = (Turn.EYES_LEFT, Turn.EYES_RIGHT)
_WITH_HEAD = (Turn.HEAD_AND_EYES_LEFT, Turn.HEAD_AND_EYES_RIGHT)
_HEAD_TOO_DEG = 8.0
"""A head that has gone along this far is named beside the eyes."""
_SIDEWAYS_DEG = 90.0
"""The largest angle that is told: irises at the edge of a turned face are read too far out, and nobody turns them further."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """One way of looking away: degrees off, its limit, and its name in the reason."""

    off_deg: float
    limit_deg: float
    name: Turn

    @property
    def ratio(self) -> float:
        return self.off_deg / self.limit_deg


def read_looking_away(observation: Observation, baseline: Baseline | None, policy: Policy, *, is_open: bool) -> Reading:
    """The strongest way of looking away; while open, limits shrink by the policy's hysteresis.

    With a second face of about the same size nobody knows whose head is meant: can't say.
    """
    pose = observation.head_pose
    if isinstance(pose, NotMeasurable) or _has_rival(observation):
        return CANT_SAY
    home = _home(pose, baseline)
    turns = _head_turns(pose, home, policy) + _eye_turns(observation, pose, home, policy)
    strongest = max(turns, key=lambda turn: turn.ratio)
    limit = policy.hysteresis if is_open else 1.0
    return Reading(
        is_positive=strongest.ratio > limit,
        strength=strongest.ratio,
        confidence=min(1.0, max(0.0, strongest.ratio / 2)),
        measured=min(strongest.off_deg, _SIDEWAYS_DEG),
        limit=strongest.limit_deg,
        turn=strongest.name,
    )


def has_turned_far(observation: Observation, baseline: Baseline | None, policy: Policy) -> bool:
    """Whether the head is turned sideways at least as far as counts as away; from there a face goes out of sight."""
    pose = observation.head_pose
    if isinstance(pose, NotMeasurable) or _has_rival(observation):
        return False
    return abs(pose.yaw_deg - _home(pose, baseline).yaw_deg) > policy.pose_off_baseline_deg


def _home(pose: HeadPose, baseline: Baseline | None) -> Baseline:
    """The taker's baseline; while there is none the common one, and any plausible pitch may be the resting one."""
    return baseline or replace(COMMON, pitch_deg=near_common_pitch(pose.pitch_deg))


def _has_rival(observation: Observation) -> bool:
    faces = observation.faces
    if isinstance(faces, NotMeasurable) or len(faces) < 2:
        return False
    return faces[1].box.width > 0.67 * faces[0].box.width


def _head_turns(pose: HeadPose, home: Baseline, policy: Policy) -> list[_Turn]:
    yaw, pitch = pose.yaw_deg - home.yaw_deg, pose.pitch_deg - home.pitch_deg
    side = Turn.HEAD_RIGHT if pose.yaw_deg > 0 else Turn.HEAD_LEFT
    return [
        _Turn(math.hypot(yaw, pitch), policy.pose_off_baseline_deg, _direction(yaw, pitch)),
        _Turn(pitch, policy.pitch_down_deg, Turn.HEAD_DOWN),
        _Turn(abs(pose.yaw_deg), policy.yaw_absolute_deg, side),
    ]


def _eye_turns(observation: Observation, pose: HeadPose, home: Baseline, policy: Policy) -> list[_Turn]:
    """Head and eyes together, sideways; only while the eyes are open."""
    gaze, eyes = observation.gaze, observation.eyes_open
    if not isinstance(gaze, Gaze) or isinstance(eyes, NotMeasurable) or eyes < policy.eyes_open_limit:
        return []
    head = pose.yaw_deg - home.yaw_deg
    off = head + policy.gaze_deg_per_eye_width * (gaze.x - home.gaze_x)
    left, right = _WITH_HEAD if head * off > 0 and abs(head) > _HEAD_TOO_DEG else _EYES_ALONE
    return [_Turn(abs(off), policy.gaze_off_baseline_deg, right if off > 0 else left)]


def _direction(yaw: float, pitch: float) -> Turn:
    if abs(yaw) >= abs(pitch):
        return Turn.HEAD_RIGHT if yaw > 0 else Turn.HEAD_LEFT
    return Turn.HEAD_DOWN if pitch > 0 else Turn.HEAD_UP
