"""What the rules say: after each look of a live session, and over a whole one."""

from dataclasses import dataclass

from proctor_core.domain.violation import AllegedViolation, RaisedSignal


@dataclass(frozen=True, slots=True)
class JudgeStep:
    """What one look changed.

    Attributes:
        opened: violations that begin to be alleged, with their back-dated onset.
        peaked: open violations whose evidence just grew stronger, as they stand now.
        closed: violations that ended, final.
        signals_opened: technical states that began; signals_closed: those that ended.
    """

    opened: tuple[AllegedViolation, ...] = ()
    peaked: tuple[AllegedViolation, ...] = ()
    closed: tuple[AllegedViolation, ...] = ()
    signals_opened: tuple[RaisedSignal, ...] = ()
    signals_closed: tuple[RaisedSignal, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """All of one session, each ordered by onset; every interval closed."""

    violations: tuple[AllegedViolation, ...]
    signals: tuple[RaisedSignal, ...]
