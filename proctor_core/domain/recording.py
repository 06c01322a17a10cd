"""A session's video: where it came from, and the chain that proves that no part of it was altered, added or taken out.

Each segment has a link: the SHA-256 of the link before it, its number, its own SHA-256 and its place in the session. So one
changed byte or row breaks the chain there, and one that is missing breaks it at the next.
"""

import hashlib
from enum import StrEnum

CHAIN_BEGINS = "0" * 64
"""Stands before the first link."""


class RecordingSource(StrEnum):
    """How a recording came: from the watched camera, or as a file that somebody uploaded."""

    LIVE = "live"
    UPLOADED = "uploaded"


def link_of(before: str, number: int, sha256: str, start_s: float, duration_s: float) -> str:
    """The link (hex) of segment `number` (from 1) behind the link `before`; seconds of the session, kept to the millisecond."""
    place = f"{before}\n{number}\n{sha256}\n{round(start_s * 1000)}\n{round(duration_s * 1000)}\n"
    return hashlib.sha256(place.encode()).hexdigest()
