"""What the rules say: after each look of a live session, and over a whole one."""

from dataclasses import dataclass

from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SnapshotKind, ViolationType


@dataclass(frozen=True, slots=True)
class SnapshotCue:
    """Which frame pictures a violation: the one captured at `at_s`, always an observed one; a later cue of a kind replaces it."""

    type: ViolationType
    onset_s: float
    kind: SnapshotKind
    at_s: float


@dataclass(frozen=True, slots=True)
class JudgeStep:
    """What one look changed.

    Attributes:
        opened: violations that begin to be alleged, with their back-dated onset.
        peaked: open violations whose evidence just grew stronger, as they stand now.
        closed: violations that ended, final.
        signals_opened: technical states that began; signals_closed: those that ended.
        open_conditions: names of violations and signals that are open.
        building_up: names of conditions that have positive looks and are not open yet.
        snapshots: frames to keep as evidence now; each lies at or after the `hold_since_s` of the step before.
        hold_since_s: frames from here on may still become evidence; older ones can go.
        is_new_person: another face may be there (or the same after a gap): a rest is being learned.
    """

    opened: tuple[AllegedViolation, ...] = ()
    peaked: tuple[AllegedViolation, ...] = ()
    closed: tuple[AllegedViolation, ...] = ()
    signals_opened: tuple[RaisedSignal, ...] = ()
    signals_closed: tuple[RaisedSignal, ...] = ()
    open_conditions: tuple[str, ...] = ()
    building_up: tuple[str, ...] = ()
    snapshots: tuple[SnapshotCue, ...] = ()
    hold_since_s: float = 0.0
    is_new_person: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """All of one session, each ordered by onset; every interval closed."""

    violations: tuple[AllegedViolation, ...]
    signals: tuple[RaisedSignal, ...]
