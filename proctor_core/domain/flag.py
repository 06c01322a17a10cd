"""Why a session goes to a human, with the numbers that its sentence quotes."""

from dataclasses import dataclass

from proctor_core.domain.policy import FlagRule
from proctor_core.domain.reason import Reason


@dataclass(frozen=True, slots=True)
class FlagReason:
    """One rule that was met: `measured` reached `limit` (count, seconds, or share 0 to 1).

    `detail`: what a moderator wrote, or the sentence that is stored; empty where rule and numbers say all.
    """

    rule: FlagRule
    measured: float
    limit: float
    detail: str = ""

    @property
    def reason(self) -> Reason:
        """The rule with its numbers."""
        return Reason(self.rule, {"measured": self.measured, "limit": self.limit})

    def __str__(self) -> str:
        return self.detail or str(self.reason)
