"""A moderator's decision as it is given, and the values of a review that nobody holds or that waits again."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from db.tables import ProctorReview, SurveySession, User
from proctor_core.domain.states import DecisionKind, ReviewStatus

NOBODY: Mapping[str, Any] = MappingProxyType({"claimed_by": None, "claim_expires_at": None})
"""A review that nobody holds."""
OPEN_AGAIN: Mapping[str, Any] = MappingProxyType(
    {
        **{**NOBODY, "status": ReviewStatus.PENDING, "flagged_by": None, "moderator_id": None},
        **{"notes": "", "colleague_note": "", "decided_at": None},
    }
)
"""A review that waits for a decision again."""


@dataclass(frozen=True, slots=True)
class GivenDecision:
    """A moderator's decision about a review that its caller holds, in words that `given_words` has taken."""

    actor: User
    review: ProctorReview
    session: SurveySession
    kind: DecisionKind
    reason: str
    note: str
