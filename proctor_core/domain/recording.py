"""A session's video: where it came from, and the chain that proves that no part of it was altered, added or taken out.

Each segment has a link: the SHA-256 of the link before it, its number, its own SHA-256 and its place in the session. So one
changed byte or row breaks the chain there, and one that is missing breaks it at the next.
"""

import hashlib
from collections.abc import Sequence
from enum import StrEnum

from proctor_core.codes.recording_faults import RecordingFault

ALTERED_SINCE = RecordingFault.ALTERED.english
"""Why an uploaded recording failed whose file was not the one that had come: `verify` tells it by these words."""
CHAIN_BEGINS = "0" * 64
"""Stands before the first link."""


class RecordingSource(StrEnum):
    """How a recording came: from the watched camera, or as a file that somebody uploaded."""

    LIVE = "live"
    UPLOADED = "uploaded"


AROUND_S = 5.0
"""Where only violations are kept: so much video before and after each."""
SETTLED_AFTER_S = 20.0
"""A violation is written with its onset dated back by its dwell: so long a segment waits before it is let go."""


MOST_THUMBNAILS, THUMBNAIL_EVERY_S = 24, 5.0
THUMBNAIL_PX = (160, 120)
"""Width and height of one; of a picture of another shape the rest is black."""


def thumbnail_times(duration_s: float) -> tuple[float, ...]:
    """Seconds of a video at which its thumbnails are taken: the middles of equal parts, one to 24 of them."""
    count = min(MOST_THUMBNAILS, max(1, round(duration_s / THUMBNAIL_EVERY_S)))
    return tuple((number + 0.5) * duration_s / count for number in range(count))


class SegmentFate(StrEnum):
    """What becomes of a finished segment."""

    KEEP = "keep"
    LET_GO = "let_go"
    WAIT = "wait"


def fate_of(
    start_s: float, end_s: float, violations: Sequence[tuple[float, float | None]], now_s: float, *, is_over: bool
) -> SegmentFate:
    """Whether a segment lies beside a violation (onset, offset or None while open); seconds of the session."""
    for onset_s, offset_s in violations:
        if end_s >= onset_s - AROUND_S and (offset_s is None or start_s <= offset_s + AROUND_S):
            return SegmentFate.KEEP
    return SegmentFate.LET_GO if is_over or now_s - end_s > SETTLED_AFTER_S else SegmentFate.WAIT


def link_of(before: str, number: int, sha256: str, start_s: float, duration_s: float) -> str:
    """The link (hex) of segment `number` (from 1) behind the link `before`; seconds of the session, kept to the millisecond."""
    place = f"{before}\n{number}\n{sha256}\n{round(start_s * 1000)}\n{round(duration_s * 1000)}\n"
    return hashlib.sha256(place.encode()).hexdigest()
