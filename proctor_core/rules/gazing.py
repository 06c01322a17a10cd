"""Is the taker looking away: head pose and eyes against the taker's own resting pose, and against absolute limits.

Only the iris finds eyes that look aside while the head stays (design.md section 5); duration is the window's business.
"""

import math
from dataclasses import dataclass, replace

from proctor_core.codes.seen import Turn
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Gaze, HeadPose, NotMeasurable, Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.allowed import may_look_down
from proctor_core.rules.baseline import COMMON, near_common_pitch
from proctor_core.rules.reading import CANT_SAY, Reading

_EYES_SIDEWAYS = (Turn.EYES_LEFT, Turn.EYES_RIGHT, Turn.HEAD_AND_EYES_LEFT, Turn.HEAD_AND_EYES_RIGHT)
_EYES_VERTICALLY = (Turn.EYES_UP, Turn.EYES_DOWN, Turn.HEAD_AND_EYES_UP, Turn.HEAD_AND_EYES_DOWN)
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

    With a second face of about the same size nobody knows whose head is meant: can't say. Where the question lets the taker
    look down, whatever lies below the rest counts as rest.
    """
    pose = observation.head_pose
    if isinstance(pose, NotMeasurable) or _has_rival(observation):
        return CANT_SAY
    home = _home(pose, baseline)
    heads = _head_turns(pose, home, policy, may_look_down=may_look_down(observation))
    turns = heads + _gaze_turns(observation, pose, home, policy)
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


def _head_turns(pose: HeadPose, home: Baseline, policy: Policy, *, may_look_down: bool) -> list[_Turn]:
    yaw, pitch = pose.yaw_deg - home.yaw_deg, pose.pitch_deg - home.pitch_deg
    if may_look_down:
        pitch = min(pitch, 0.0)
    side = Turn.HEAD_RIGHT if pose.yaw_deg > 0 else Turn.HEAD_LEFT
    # A survey that lets heads be lowered further than that is not gone round by the limit in any direction.
    further = max(1.0, policy.pitch_down_deg / policy.pose_off_baseline_deg) if pitch > 0 else 1.0
    return [
        _Turn(math.hypot(yaw, pitch / further), policy.pose_off_baseline_deg, _direction(yaw, pitch)),
        _Turn(pitch, policy.pitch_down_deg, Turn.HEAD_DOWN),
        _Turn(abs(pose.yaw_deg), policy.yaw_absolute_deg, side),
    ]


def _gaze_turns(observation: Observation, pose: HeadPose, home: Baseline, policy: Policy) -> list[_Turn]:
    """Head and eyes together: how far outside of an ellipse whose axes are the limits sideways and up or down.

    Closed eyes say nothing sideways. Down they do: a mesh can't tell eyes that look into the lap from closed ones, and neither
    looks at the screen for as long as the dwell.
    """
    gaze, eyes = observation.gaze, observation.eyes_open
    if not isinstance(gaze, Gaze) or isinstance(eyes, NotMeasurable):
        return []
    head_yaw, head_pitch = pose.yaw_deg - home.yaw_deg, pose.pitch_deg - home.pitch_deg
    is_open = eyes >= policy.eyes_open_limit
    aside = head_yaw + policy.gaze_deg_per_eye_width * (gaze.x - home.gaze_x) if is_open else 0.0
    down = _gaze_down_deg(observation, gaze, head_pitch, home, policy)
    wide, high = policy.gaze_off_baseline_deg, policy.gaze_down_deg if down > 0 else policy.gaze_up_deg
    if not down or abs(aside) * high >= abs(down) * wide:
        off = math.hypot(aside, down * wide / high) if down else abs(aside)
        return [_Turn(off, wide, _eyes(_EYES_SIDEWAYS, aside, head_yaw))]
    return [_Turn(math.hypot(down, aside * high / wide), high, _eyes(_EYES_VERTICALLY, down, head_pitch))]


def _gaze_down_deg(observation: Observation, gaze: Gaze, head_deg: float, home: Baseline, policy: Policy) -> float:
    """Degrees of head and eyes below the own rest, negative above it.

    0 where the policy does not ask, where the question lets the taker look down, and where nobody's own rest was learned: the
    height of resting irises differs more between people than it moves when they look down.
    """
    if not policy.gaze_down_deg or not policy.gaze_up_deg or not home.looks:
        return 0.0
    down = head_deg + policy.gaze_deg_per_eye_width_down * (gaze.y - home.gaze_y)
    return min(down, 0.0) if may_look_down(observation) else down


def _eyes(names: tuple[Turn, Turn, Turn, Turn], off_deg: float, head_deg: float) -> Turn:
    """The name of a way of looking away: against an axis and along it, each by the eyes alone and with the head."""
    against, along, head_against, head_along = names
    has_head = head_deg * off_deg > 0 and abs(head_deg) > _HEAD_TOO_DEG
    if off_deg > 0:
        return head_along if has_head else along
    return head_against if has_head else against


def _direction(yaw: float, pitch: float) -> Turn:
    if abs(yaw) >= abs(pitch):
        return Turn.HEAD_RIGHT if yaw > 0 else Turn.HEAD_LEFT
    return Turn.HEAD_DOWN if pitch > 0 else Turn.HEAD_UP
