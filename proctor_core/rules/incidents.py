"""Groups what a moderator judges at once: violations and signals that overlap or lie closer than the policy's gap."""

from collections.abc import Iterable

from proctor_core.domain.incident import Incident
from proctor_core.domain.violation import AllegedViolation, RaisedSignal


def group_incidents(
    violations: Iterable[AllegedViolation], signals: Iterable[RaisedSignal], *, gap_s: float, end_s: float
) -> tuple[Incident, ...]:
    """Incidents in order of time; `end_s` (the session's known end) closes members that are still open.

    Raising `gap_s` (`Policy.incident_gap_s`) makes fewer, longer incidents.
    """
    groups: list[list[AllegedViolation | RaisedSignal]] = []
    reach_s = float("-inf")
    for member in sorted((*violations, *signals), key=lambda m: m.onset_s):
        if not groups or member.onset_s - reach_s >= gap_s:
            groups.append([])
            reach_s = float("-inf")
        groups[-1].append(member)
        reach_s = max(reach_s, _end(member, end_s))
    return tuple(_incident(group, end_s) for group in groups)


def _end(member: AllegedViolation | RaisedSignal, end_s: float) -> float:
    return max(member.onset_s, end_s if member.offset_s is None else member.offset_s)


def _incident(group: list[AllegedViolation | RaisedSignal], end_s: float) -> Incident:
    return Incident(
        onset_s=group[0].onset_s,
        offset_s=max(_end(member, end_s) for member in group),
        violations=tuple(m for m in group if isinstance(m, AllegedViolation)),
        signals=tuple(m for m in group if isinstance(m, RaisedSignal)),
    )
