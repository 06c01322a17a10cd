"""Sums up the looks between two heartbeats: what extends or begins a `FaceVerification` run."""

from collections.abc import Sequence
from datetime import datetime
from statistics import fmean

from proctor_core.domain.face_run import FaceRunState
from proctor_core.domain.observation import HeadPose, NotMeasurable, Observation, PhoneLook
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import SignalKind, ViolationType


def sum_up(
    looks: Sequence[Observation],
    span: tuple[datetime, datetime],
    policy: Policy,
    violation: ViolationType | None,
    signal: SignalKind | None,
) -> FaceRunState:
    """The state of a stretch of time; numbers are means over the looks that have them, None where none has."""
    poses = [look.head_pose for look in looks if isinstance(look.head_pose, HeadPose)]
    phones = [look.phone.score for look in looks if isinstance(look.phone, PhoneLook)]
    return FaceRunState(
        started_at=span[0],
        ended_at=span[1],
        samples=len(looks),
        face_count=_usual_count(looks),
        confidence=_mean([c for look in looks if not isinstance(c := look.face_confidence, NotMeasurable)]),
        gaze_direction=_direction(poses[-1], policy) if poses else None,
        yaw_deg=_mean([pose.yaw_deg for pose in poses]),
        pitch_deg=_mean([pose.pitch_deg for pose in poses]),
        roll_deg=_mean([pose.roll_deg for pose in poses]),
        mobile_detected=max(phones) >= policy.phone_score_limit if phones else None,
        violation_type=violation,
        signal=signal,
    )


def _usual_count(looks: Sequence[Observation]) -> int | None:
    counts = [count for look in looks if (count := look.face_count) is not None]
    return max(set(counts), key=counts.count) if counts else None


def _mean(values: Sequence[float]) -> float | None:
    return round(fmean(values), 3) if values else None


def _direction(pose: HeadPose, policy: Policy) -> str:
    """The head's direction in one word, as the taker would say it (the picture's right is the taker's left)."""
    if pose.pitch_deg > policy.pitch_down_deg:
        return "down"
    if abs(pose.yaw_deg) > policy.pose_off_baseline_deg:
        return "left" if pose.yaw_deg > 0 else "right"
    return "ahead"
