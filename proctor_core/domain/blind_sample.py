"""The blind sample: a share of unflagged sessions, and of decided ones, which a moderator judges unmarked.

What it says is kept apart: it measures the rules and the moderators, and changes nothing for the taker (docs/decisions/0052).
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

MOST_SHARE = 0.1
"""The notice says: at most one in ten."""
DEMO_SHARE = 0.02
_CHANCES = 1 << 64


class SampleKind(StrEnum):
    """Why a session could be drawn."""

    UNFLAGGED = "unflagged"
    """No rule sent it to a person."""
    DECIDED = "decided"
    """A person has decided about it."""


@dataclass(frozen=True, slots=True)
class Lottery:
    """Draws by the program's key: the same session always has the same lot, which nobody knows who does not have the key."""

    key: bytes = field(repr=False)

    def draws(self, session_id: UUID, kind: SampleKind, share: float) -> bool:
        """Whether a session is among the `share` (0 to 1) of its kind; raising it keeps those that were drawn."""
        lot = hmac.digest(self.key, f"blind sample/{kind}/{session_id}".encode(), hashlib.sha256)
        return int.from_bytes(lot[:8]) < share * _CHANCES
