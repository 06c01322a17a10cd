"""What a moderator judges at once: violations and signals that overlap or lie close together."""

from dataclasses import dataclass

from proctor_core.domain.violation import AllegedViolation, RaisedSignal


@dataclass(frozen=True, slots=True)
class Incident:
    """Its interval spans its members, each ordered by onset; an open member ends where the session's known time ends."""

    onset_s: float
    offset_s: float
    violations: tuple[AllegedViolation, ...]
    signals: tuple[RaisedSignal, ...]

    @property
    def duration_s(self) -> float:
        """Seconds from the first onset to the last offset."""
        return self.offset_s - self.onset_s
