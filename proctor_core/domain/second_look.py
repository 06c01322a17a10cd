"""Two moderators must agree to reject where the policy says so: what a decision does to a case about which one has spoken.

The first one's rejection is a proposal. The second, who knows nothing of it, agrees and closes the case, or opposes; then a third
decides, or one of the two takes the other's side.
"""

from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from proctor_core.domain.states import DecisionKind

LEAST_MODERATORS = 2
"""So many must be active for a second to be there."""


class Step(Enum):
    """What a decision does."""

    CLOSES = auto()
    PROPOSES = auto()
    OPPOSES = auto()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rejection that waits for another moderator; an erased account is None, and so is `opposed_by` before anybody opposed."""

    by: UUID | None
    opposed_by: UUID | None

    def is_waiting_for_others(self, moderator_id: UUID | None) -> bool:
        """Whether this moderator proposed, and another's opinion is still to come."""
        return moderator_id is not None and self.by == moderator_id and self.opposed_by is None

    def is_hidden_from(self, moderator_id: UUID | None) -> bool:
        """Whether this moderator has still to give an opinion of their own; None: whoever runs the program, who sees all."""
        return moderator_id is not None and self.opposed_by is None and self.by != moderator_id


def step_of(kind: DecisionKind, moderator_id: UUID, proposal: Proposal | None, *, needs_two: bool) -> Step:
    """What this moderator's decision does; `needs_two`: the policy of the session's consent asks two for a rejection."""
    if kind is DecisionKind.ESCALATE:
        return Step.CLOSES
    if proposal is None:
        return Step.PROPOSES if needs_two and kind is DecisionKind.REJECT else Step.CLOSES
    if proposal.opposed_by is None:
        return Step.OPPOSES if kind is DecisionKind.APPROVE else Step.CLOSES
    if moderator_id == proposal.by:
        return Step.PROPOSES if kind is DecisionKind.REJECT else Step.CLOSES
    if moderator_id == proposal.opposed_by:
        return Step.OPPOSES if kind is DecisionKind.APPROVE else Step.CLOSES
    return Step.CLOSES
