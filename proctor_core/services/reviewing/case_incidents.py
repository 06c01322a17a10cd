"""The incidents of one session: what overlaps or lies close together, each with the verdict that stands about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from db.tables import AddedIncident, Evidence, FaceMute, IncidentVerdict, Signal, Violation
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.verdict import Anchor, Verdict
from proctor_core.domain.violation import IncidentType, ViolationType
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
class CaseAddition:
    """Who added an incident that the checks missed; `author` is None where the account is gone."""

    row: AddedIncident
    author: str | None


@dataclass(frozen=True, slots=True)
class CaseMute:
    """Who muted a second face that stays where it is; `author` is None where the account is gone."""

    row: FaceMute
    author: str | None


@dataclass(frozen=True, slots=True)
class CaseIncident:
    """What is judged at once; `number` counts from 1, an open member ends where the session's known time ends.

    Attributes:
        added: a moderator says that it happened: it has no violations, no signals and no verdict.
        muted: a muted face alone led to it.
    """

    number: int
    onset_s: float
    offset_s: float
    violations: tuple[CaseViolation, ...]
    signals: tuple[Signal, ...]
    verdict: CaseVerdict | None = None
    added: CaseAddition | None = None
    muted: CaseMute | None = None

    @property
    def stands(self) -> VerdictKind | None:
        """What counts about it: a verdict, else that somebody added it or muted what led to it; None: nobody judged it."""
        if self.verdict:
            return self.verdict.row.kind
        if self.added:
            return VerdictKind.CONFIRM
        return VerdictKind.DISMISS if self.muted else None

    @property
    def shown_type(self) -> IncidentType | None:
        """What it is called by: the type that a moderator gave it, or that of its longest violation."""
        if self.added:
            return self.added.row.type
        return IncidentType(self.type) if self.type else None

    @property
    def anchor(self) -> Anchor:
        """What verdicts about it hold on to; nothing for an added one, about which none is given."""
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


def with_added(
    incidents: Sequence[CaseIncident], added: Sequence[AddedIncident], names: Mapping[UUID, str]
) -> tuple[CaseIncident, ...]:
    """All in the order of time, numbered anew; `added` are those that stand."""
    more = [
        CaseIncident(
            number=0,
            onset_s=row.onset_s,
            offset_s=row.offset_s,
            violations=(),
            signals=(),
            added=CaseAddition(row, names.get(row.moderator_id) if row.moderator_id else None),
        )
        for row in added
    ]
    in_order = sorted([*incidents, *more], key=lambda incident: incident.onset_s)
    return tuple(replace(incident, number=number) for number, incident in enumerate(in_order, start=1))


def as_verdict(row: IncidentVerdict) -> Verdict:
    """The row as rules know it."""
    covered = frozenset(map(UUID, [*row.violation_ids, *row.signal_ids]))
    return Verdict(row.id, row.kind, row.type, row.onset_s, row.offset_s, covered, row.takes_back)
