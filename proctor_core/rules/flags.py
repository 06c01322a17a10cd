"""Flag rules: when a session must be seen by a human, each with its numbers. The machine only queues."""

from collections.abc import Sequence

from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule, Policy
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind

UNSEEN = frozenset({SignalKind.CAMERA_LOST, SignalKind.CAMERA_COVERED, SignalKind.FROZEN, SignalKind.STILL_PICTURE})
"""Signals during which nobody can be seen, or nobody can be told from a picture of somebody."""

DRAWN = FlagReason(FlagRule.DRAWN_CAMERA, 0.0, 0.0)
"""A picture that nobody sat for, in a session that is not the demo's; no numbers belong to it."""


def flag_reasons(
    violations: Sequence[AllegedViolation], signals: Sequence[RaisedSignal], coverage: float, policy: Policy
) -> tuple[FlagReason, ...]:
    """Every rule that is met, in the order of `FlagRule`; `coverage` is a share, 0 to 1.

    Open intervals count in the number of violations and not yet in lengths.
    """
    longest_s = max((v.duration_s for v in violations), default=0.0)
    unseen = unseen_s(signals)
    limits = (float(policy.violation_threshold), policy.long_violation_s, policy.unseen_limit_s, policy.coverage_floor)
    count_limit, long_limit, unseen_limit, floor = limits
    found = (
        (len(violations) >= count_limit, FlagReason(FlagRule.VIOLATION_COUNT, float(len(violations)), count_limit)),
        (longest_s >= long_limit, FlagReason(FlagRule.LONG_VIOLATION, longest_s, long_limit)),
        (unseen >= unseen_limit, FlagReason(FlagRule.UNSEEN_TIME, unseen, unseen_limit)),
        (coverage < floor, FlagReason(FlagRule.LOW_COVERAGE, coverage, floor)),
    )
    return tuple(reason for is_met, reason in found if is_met)


def unseen_s(signals: Sequence[RaisedSignal]) -> float:
    """Seconds under at least one signal of `UNSEEN`; seconds under two count once."""
    spans = sorted((s.onset_s, s.offset_s) for s in signals if s.kind in UNSEEN and s.offset_s is not None)
    total_s, reach_s = 0.0, float("-inf")
    for onset_s, offset_s in spans:
        total_s += max(0.0, offset_s - max(onset_s, reach_s))
        reach_s = max(reach_s, offset_s)
    return total_s
