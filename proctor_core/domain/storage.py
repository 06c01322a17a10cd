"""How much is kept and when it goes: counts and bytes, by survey."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class DueWhen(StrEnum):
    """When the sweep erases what is kept, as things stand now."""

    NEXT_SWEEP = "next_sweep"
    WITHIN_WEEK = "within_week"
    WITHIN_MONTH = "within_month"
    LATER = "later"
    OPEN = "open"
    """Not before somebody decides, answers an appeal or lifts a legal hold, or the session ends."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Files or sessions, and their bytes."""

    count: int = 0
    size_bytes: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.count + other.count, self.size_bytes + other.size_bytes)


@dataclass(frozen=True, slots=True)
class SurveyStorage:
    """What the sessions of one survey version hold in files.

    Attributes:
        oldest: when the oldest session that holds something was made.
        due: sessions and bytes by when they go; a moment without any is left out.
        unmeasured: files from before sizes were kept; they are counted with 0 bytes.
    """

    survey_id: UUID
    title: str
    version: int
    snapshots: Kept
    references: Kept
    observation_logs: Kept
    oldest: datetime | None
    videos: Kept = Kept()
    unmeasured: int = 0
    due: Mapping[DueWhen, Kept] = field(default_factory=dict[DueWhen, Kept])
    slug: str = ""

    @property
    def all(self) -> Kept:
        """All files."""
        return self.snapshots + self.references + self.observation_logs + self.videos
