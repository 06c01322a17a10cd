"""Why a session goes to a human, with the numbers that its sentence quotes."""

from dataclasses import dataclass

from proctor_core.domain.policy import FlagRule


@dataclass(frozen=True, slots=True)
class FlagReason:
    """One rule that was met: `measured` reached `limit` (count, seconds, or share 0 to 1); `detail` is a factual sentence."""

    rule: FlagRule
    measured: float
    limit: float
    detail: str
