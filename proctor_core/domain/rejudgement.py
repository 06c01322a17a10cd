"""What another policy makes of sessions that were judged already: of one, and of many together. Nothing of it is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from proctor_core.codes.policy_faults import NotJudged
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.policy import FlagRule, Policy
from proctor_core.domain.violation import AllegedViolation, ViolationType


@dataclass(frozen=True, slots=True)
class Wanted:
    """Sessions handed in from one day to another, both included (UTC), of one survey or of all (None)."""

    first: date
    last: date
    slug: str | None = None
    platform: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """How many sessions are wanted, how many can be judged at once, and the policy that most of them were judged by (None: no
    session is)."""

    sessions: int
    most: int
    usual: Policy | None


@dataclass(frozen=True, slots=True)
class JudgedIncident:
    """An incident that a moderator judged one by one, or added.

    Attributes:
        kind: what stands about it; an added one is confirmed.
        types: of its violations, or the one that a moderator gave it.
        onset_s, offset_s: seconds of the session.
    """

    kind: VerdictKind
    types: frozenset[ViolationType]
    onset_s: float
    offset_s: float


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """A judged incident, whether it is alleged as stored, and whether the other policy alleges it."""

    incident: JudgedIncident
    was_alleged: bool
    is_alleged: bool


@dataclass(frozen=True, slots=True)
class SessionDifference:
    """One session as it is stored, and under the other policy.

    Attributes:
        policy_sha256: of the policy that it was judged by.
        not_judged: why it could not be judged again; then nothing else is known.
        before, after: violations; lost: those of `before` with no counterpart in `after`, gained: the other way round.
        rules_before, rules_after: the flag rules that are met; a session that people sent to a moderator has that reason in both.
    """

    session_id: UUID
    slug: str
    submitted_at: datetime | None
    policy_sha256: str
    not_judged: NotJudged | None = None
    before: tuple[AllegedViolation, ...] = ()
    after: tuple[AllegedViolation, ...] = ()
    gained: tuple[AllegedViolation, ...] = ()
    lost: tuple[AllegedViolation, ...] = ()
    incidents: tuple[IncidentChange, ...] = ()
    was_flagged: bool = False
    rules_before: frozenset[FlagRule] = frozenset()
    rules_after: frozenset[FlagRule] = frozenset()
    coverage_before: float | None = None
    coverage_after: float | None = None

    @property
    def is_flagged(self) -> bool:
        """Whether any rule sends it to a person under the other policy."""
        return bool(self.rules_after)


@dataclass(slots=True)
class Change:
    """How many of one thing: as stored, under the other policy, and of these the ones that only one of the two has."""

    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0

    def add(self, *, was: bool, now: bool) -> None:
        """Count one thing that both may have."""
        self.before += was
        self.after += now
        self.gained += now and not was
        self.lost += was and not now


def _of_types() -> dict[ViolationType, Change]:
    return {type_: Change() for type_ in ViolationType}


def _of_rules() -> dict[FlagRule, Change]:
    return {rule: Change() for rule in FlagRule}


def _of_kinds() -> dict[VerdictKind, Change]:
    return {kind: Change() for kind in VerdictKind}


@dataclass(slots=True)
class PolicyDifference:
    """The sums over sessions; as small for a million as for one.

    Attributes:
        incidents: judged ones, by what stands about them.
    """

    judged: int = 0
    not_judged: Counter[NotJudged] = field(default_factory=Counter[NotJudged])
    flags: Change = field(default_factory=Change)
    rules: dict[FlagRule, Change] = field(default_factory=_of_rules)
    violations: dict[ViolationType, Change] = field(default_factory=_of_types)
    incidents: dict[VerdictKind, Change] = field(default_factory=_of_kinds)

    def add(self, session: SessionDifference) -> None:
        """Count one more session."""
        if session.not_judged:
            self.not_judged[session.not_judged] += 1
            return
        self.judged += 1
        self.flags.add(was=session.was_flagged, now=session.is_flagged)
        for rule, change in self.rules.items():
            change.add(was=rule in session.rules_before, now=rule in session.rules_after)
        for one in session.incidents:
            self.incidents[one.incident.kind].add(was=one.was_alleged, now=one.is_alleged)
        for type_, change in self.violations.items():
            change.before += _of_type(session.before, type_)
            change.after += _of_type(session.after, type_)
            change.gained += _of_type(session.gained, type_)
            change.lost += _of_type(session.lost, type_)


def _of_type(violations: Iterable[AllegedViolation], type_: ViolationType) -> int:
    return sum(violation.type is type_ for violation in violations)
