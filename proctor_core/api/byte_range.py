"""Which part of a file a request asks for (RFC 9110, section 14): one range, as players ask for it."""

import re
from typing import NamedTuple

LONGEST_PART = 2 * 1024 * 1024
"""Of a longer range the first so many bytes are answered; a player asks for the rest."""
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class ByteRange(NamedTuple):
    """Bytes `first` to `last` of `size`, both included."""

    first: int
    last: int
    size: int

    @property
    def content_range(self) -> str:
        """The header's value."""
        return f"bytes {self.first}-{self.last}/{self.size}"


def asked_range(header: str | None, size: int) -> ByteRange | None:
    """The part of `size` bytes that `Range: header` asks for, from the start without one; None: there is no such part."""
    found = _RANGE.fullmatch((header or "bytes=0-").strip())
    if found is None:
        # Another unit, or several ranges at once: answered as if none was asked for.
        return asked_range(None, size)
    begin, end = found.groups()
    if begin:
        first, last = int(begin), int(end) if end else size - 1
    else:
        first, last = max(0, size - int(end or 0)), size - 1
    last = min(last, size - 1, first + LONGEST_PART - 1)
    return ByteRange(first, last, size) if first <= last else None
