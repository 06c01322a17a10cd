"""Flag rules: when a session must be seen by a human, each with its numbers. The machine only queues."""

from collections.abc import Sequence

from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule, Policy
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind

UNSEEN = frozenset({SignalKind.CAMERA_LOST, SignalKind.CAMERA_COVERED, SignalKind.FROZEN, SignalKind.STILL_PICTURE})
"""Signals during which nobody can be seen, or nobody can be told from a picture of somebody."""

DRAWN = FlagReason(FlagRule.DRAWN_CAMERA, 0.0, 0.0, "The drawn demo camera took part: nobody was seen by it")
"""A picture that nobody sat for, in a session that is not the demo's; no numbers belong to it."""


def flag_reasons(
    violations: Sequence[AllegedViolation], signals: Sequence[RaisedSignal], coverage: float, policy: Policy
) -> tuple[FlagReason, ...]:
    """Every rule that is met, in the order of `FlagRule`; `coverage` is a share, 0 to 1.

    Open intervals count in the number of violations and not yet in lengths.
    """
    longest_s = max((v.duration_s for v in violations), default=0.0)
    unseen = unseen_s(signals)
    found = (
        (len(violations) >= policy.violation_threshold, _count(len(violations), policy)),
        (longest_s >= policy.long_violation_s, _long(longest_s, policy)),
        (unseen >= policy.unseen_limit_s, _unseen(unseen, policy)),
        (coverage < policy.coverage_floor, _coverage(coverage, policy)),
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


def _count(count: int, policy: Policy) -> FlagReason:
    detail = f"{count} violations alleged; threshold {policy.violation_threshold}"
    return FlagReason(FlagRule.VIOLATION_COUNT, float(count), float(policy.violation_threshold), detail)


def _long(longest_s: float, policy: Policy) -> FlagReason:
    detail = f"One violation lasted {longest_s:.0f} s; limit {policy.long_violation_s:.0f} s"
    return FlagReason(FlagRule.LONG_VIOLATION, longest_s, policy.long_violation_s, detail)


def _unseen(unseen: float, policy: Policy) -> FlagReason:
    detail = f"Camera lost, covered, frozen or still for {unseen:.0f} s; limit {policy.unseen_limit_s:.0f} s"
    return FlagReason(FlagRule.UNSEEN_TIME, unseen, policy.unseen_limit_s, detail)


def _coverage(coverage: float, policy: Policy) -> FlagReason:
    detail = f"Seen in {coverage:.0%} of the session's seconds; needed {policy.coverage_floor:.0%}"
    return FlagReason(FlagRule.LOW_COVERAGE, coverage, policy.coverage_floor, detail)
