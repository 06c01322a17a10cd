"""Which violations two judgements of one session have in common, and which judged incidents each of them alleges; pure."""

from collections.abc import Sequence

from proctor_core.domain.rejudgement import JudgedIncident
from proctor_core.domain.violation import AllegedViolation
from proctor_core.rules.standing_verdicts import SHARED


def without_counterpart(
    ones: Sequence[AllegedViolation], others: Sequence[AllegedViolation], end_s: float
) -> tuple[tuple[AllegedViolation, ...], tuple[AllegedViolation, ...]]:
    """Those of `ones` that `others` lack, and the other way round; each has one counterpart at most.

    Two are counterparts when they are of one type and half of the shorter one lies in the other, as verdicts find their incidents
    again. `end_s`: where an open one ends.
    """
    lonely: list[AllegedViolation] = []
    left = sorted(others, key=_onset)
    for one in sorted(ones, key=_onset):
        counterpart = next((other for other in left if _are_alike(one, other, end_s)), None)
        if counterpart is None:
            lonely.append(one)
        else:
            left.remove(counterpart)
    return tuple(lonely), tuple(left)


def is_alleged(incident: JudgedIncident, violations: Sequence[AllegedViolation], end_s: float) -> bool:
    """Whether one of the violations is about the incident: of its types, over half of the shorter one's time."""
    span = (incident.onset_s, incident.offset_s)
    return any(one.type in incident.types and _share_time(span, _span(one, end_s)) for one in violations)


def _onset(violation: AllegedViolation) -> float:
    return violation.onset_s


def _are_alike(one: AllegedViolation, other: AllegedViolation, end_s: float) -> bool:
    return one.type is other.type and _share_time(_span(one, end_s), _span(other, end_s))


def _span(violation: AllegedViolation, end_s: float) -> tuple[float, float]:
    ends_s = end_s if violation.offset_s is None else violation.offset_s
    return violation.onset_s, max(violation.onset_s, ends_s)


def _share_time(one: tuple[float, float], other: tuple[float, float]) -> bool:
    shorter_s = min(one[1] - one[0], other[1] - other[0])
    common_s = min(one[1], other[1]) - max(one[0], other[0])
    # A moment has no length: it lies in the other span or beside it.
    return common_s >= 0 and common_s >= SHARED * shorter_s
