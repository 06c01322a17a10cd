"""Salts of the chain's records: 32 hex digits by chance."""

import secrets
from collections import deque
from dataclasses import dataclass, field

_BYTES, _AT_ONCE = 16, 64


@dataclass(frozen=True, slots=True)
class Salts:
    """Drawn from the system some at a time: to ask it for each takes longer than to hash a row. Any thread may call."""

    _waiting: deque[str] = field(default_factory=deque[str])

    def __call__(self) -> str:
        """The next one; none comes twice."""
        try:
            return self._waiting.popleft()
        except IndexError:
            drawn = secrets.token_hex(_BYTES * _AT_ONCE)
            digits = 2 * _BYTES
            first, *rest = (drawn[start : start + digits] for start in range(0, len(drawn), digits))
            self._waiting.extend(rest)
            return first
