"""Which verdict stands about each incident: the newest one that was not taken back, also when the incidents are new ones."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from proctor_core.domain.verdict import Anchor, Verdict

SHARED = 0.5
"""So much of the shorter one of two spans lies in the other where they are one incident; a higher share loses more verdicts."""


def standing_verdicts(incidents: Sequence[Anchor], given: Sequence[Verdict]) -> tuple[Verdict | None, ...]:
    """For each incident the verdict that stands, or None; `given` in the order in which they were given.

    A verdict is about the incidents that have a violation or signal in common with it. An incident without such a verdict has
    the newest one of its type over the same time: judging a session anew gives its violations other ids.
    """
    newest_first = _not_taken_back(given)[::-1]
    return tuple(_newest_about(incident, newest_first) for incident in incidents)


def verdicts_by_member(given: Sequence[Verdict]) -> Mapping[UUID, Verdict]:
    """For each violation or signal about which one stands, the newest; `given` in the order in which they were given."""
    return {member: verdict for verdict in _not_taken_back(given) for member in verdict.covered}


def _not_taken_back(given: Sequence[Verdict]) -> list[Verdict]:
    taken_back = {one.takes_back for one in given}
    return [one for one in given if one.kind is not None and one.id not in taken_back]


def _newest_about(incident: Anchor, newest_first: Sequence[Verdict]) -> Verdict | None:
    by_members = (one for one in newest_first if one.covered & incident.members)
    by_time = (one for one in newest_first if _is_alike(one, incident))
    return next(by_members, None) or next(by_time, None)


def _is_alike(verdict: Verdict, incident: Anchor) -> bool:
    is_same_type = verdict.type in incident.types if verdict.type else not incident.types
    shorter_s = min(verdict.offset_s - verdict.onset_s, incident.offset_s - incident.onset_s)
    common_s = min(verdict.offset_s, incident.offset_s) - max(verdict.onset_s, incident.onset_s)
    # A moment has no length: it lies in the other span or beside it.
    return is_same_type and common_s >= 0 and common_s >= SHARED * shorter_s
