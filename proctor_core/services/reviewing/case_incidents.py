"""The incidents of one session: what overlaps or lies close together, each with the verdict that stands about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from db.tables import Evidence, IncidentVerdict, Signal, Violation
from proctor_core.domain.verdict import Anchor, Verdict
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.incidents import group_incidents
from proctor_core.rules.standing_verdicts import standing_verdicts
from proctor_core.services.reviewing.session_history import alleged, raised


@dataclass(frozen=True, slots=True)
class CaseViolation:
    """An allegation and its snapshots, in the order they were taken."""

    violation: Violation
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class CaseVerdict:
    """What a moderator said about an incident; `author` is None where the account is gone."""

    row: IncidentVerdict
    author: str | None


@dataclass(frozen=True, slots=True)
class CaseIncident:
    """What is judged at once; `number` counts from 1, an open member ends where the session's known time ends."""

    number: int
    onset_s: float
    offset_s: float
    violations: tuple[CaseViolation, ...]
    signals: tuple[Signal, ...]
    verdict: CaseVerdict | None = None

    @property
    def anchor(self) -> Anchor:
        """What verdicts about it hold on to."""
        alleged_here = [one.violation for one in self.violations]
        members = frozenset(member.id for member in (*alleged_here, *self.signals))
        return Anchor(frozenset(row.type for row in alleged_here), self.onset_s, self.offset_s, members)

    @property
    def type(self) -> ViolationType | None:
        """That of its longest violation, the first of equals; None: it has signals alone."""
        rows = [one.violation for one in self.violations]
        longest = max(rows, key=self._length_s, default=None)
        return longest.type if longest else None

    def _length_s(self, row: Violation) -> float:
        return (self.offset_s if row.offset_s is None else row.offset_s) - row.onset_s


def build_incidents(
    violations: Sequence[CaseViolation], signals: Sequence[Signal], gap_s: float, end_s: float
) -> tuple[CaseIncident, ...]:
    """Group them, without verdicts; `end_s` is where the session's known time ends."""
    groups = group_incidents(
        (alleged(v.violation) for v in violations), (raised(s) for s in signals), gap_s=gap_s, end_s=end_s
    )
    # Incidents lie apart by `gap_s`, so a member's onset says which one it belongs to.
    return tuple(
        CaseIncident(
            number=number,
            onset_s=group.onset_s,
            offset_s=group.offset_s,
            violations=tuple(v for v in violations if group.onset_s <= v.violation.onset_s <= group.offset_s),
            signals=tuple(s for s in signals if group.onset_s <= s.onset_s <= group.offset_s),
        )
        for number, group in enumerate(groups, start=1)
    )


def judged(
    incidents: Sequence[CaseIncident], given: Sequence[IncidentVerdict], names: Mapping[UUID, str]
) -> tuple[CaseIncident, ...]:
    """The same with the verdicts that stand; `given` in the order in which they were given, `names` of moderators by id."""
    rows = {row.id: row for row in given}
    standing = standing_verdicts([incident.anchor for incident in incidents], [as_verdict(row) for row in given])
    pairs = zip(incidents, standing, strict=True)
    return tuple(
        replace(incident, verdict=_named(rows[verdict.id], names)) if verdict else incident
        for incident, verdict in pairs
    )


def _named(row: IncidentVerdict, names: Mapping[UUID, str]) -> CaseVerdict:
    return CaseVerdict(row, names.get(row.moderator_id) if row.moderator_id else None)


def as_verdict(row: IncidentVerdict) -> Verdict:
    """The row as rules know it."""
    covered = frozenset(map(UUID, [*row.violation_ids, *row.signal_ids]))
    return Verdict(row.id, row.kind, row.type, row.onset_s, row.offset_s, covered, row.takes_back)
