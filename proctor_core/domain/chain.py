"""The chain's arithmetic: canonical form, salted hash, link, seal. Pure; what is written where says `services/chain/`."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

LINK_BEGINS = "0" * 64
"""Stands before the first link."""
BROKEN = "x" * 64
"""Stands for the link before, where the end of the log did not bear its seal."""
MET_ALTERED = "a" * 64
"""Stands before the link before, where the program wrote a row that was not as its newest record said."""
PROGRAM_CHAIN = UUID(int=1)
"""The chain of what belongs to no session: audit lines, survey versions."""


class ChainAction(StrEnum):
    """What a transaction did to a row; found: it was there before its chain began."""

    FOUND = "found"
    ADDED = "added"
    CHANGED = "changed"
    ERASED = "erased"


class ChainState(StrEnum):
    """How a chain stands by the log: its session is from before the chain began, is kept, or was erased with its person."""

    UNCHAINED = "unchained"
    KEPT = "kept"
    ENDED = "ended"


def session_chain(session_id: UUID) -> UUID:
    """The id of a session's chain: who has it can't tell the session's id, which goes with the person."""
    return UUID(bytes=hashlib.sha256(b"chain of session " + session_id.bytes).digest()[:16])


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and without spaces; times in UTC to the microsecond, ids in their usual form.

    Floats are written by `repr`, which is exact, so that a value reads the same from SQLite and PostgreSQL.
    """
    return _CANONICAL.encode(value).encode()


def record_hash(salt: str | None, payload: Any) -> str:
    """SHA-256 (hex) of the salt and the canonical payload."""
    return hashlib.sha256((salt or "").encode() + b"\n" + canonical(payload)).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainKey:
    """The key of the links. `id` tells two keys apart and nothing about either."""

    secret: bytes = field(repr=False)
    id: str

    @classmethod
    def of(cls, program_secret: bytes) -> "ChainKey":
        """Made of the program's secret, of which it tells nothing."""
        secret = hmac.new(program_secret, b"survey proctor chain, version 1", hashlib.sha256).digest()
        return cls(secret, hmac.new(secret, b"key id", hashlib.sha256).hexdigest()[:16])

    def sealed(self, *parts: Any) -> str:
        """HMAC-SHA-256 (hex) over the canonical form of the parts."""
        return hmac.digest(self.secret, canonical(parts), "sha256").hex()


def canonical_text(value: Any) -> str:
    """How a time or an id stands in the canonical form; the text itself stands there alike."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return (value if value.tzinfo is UTC else value.astimezone(UTC)).isoformat(timespec="microseconds")
    raise TypeError(f"expected a value that a column holds, got {type(value).__name__}")


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=canonical_text)
"""One for all: `json.dumps` makes an encoder for each value, which takes as long as the encoding."""
