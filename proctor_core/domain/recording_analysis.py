"""The analysis of an uploaded recording: where it stands, and how what it found differs from what was reported live."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self

MOST_TRIES = 3
LEASE = timedelta(seconds=90)
"""A worker that says nothing for so long is taken for dead, and its work is given to another."""


class AnalysisState(StrEnum):
    """Waiting for a worker, with one, done, or given up after the last try (the dead letters)."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Difference:
    """A violation that only one of the two saw. Seconds of the session; `violation_id`: its row, in hex with dashes."""

    type: str
    onset_s: float
    offset_s: float
    violation_id: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What the recording shows against what was reported while it was made.

    Attributes:
        agreed: violations that both have.
        only_recording: in the recording, and reported by nobody.
        only_live: reported, in time that the recording covers, and not in it.
        looks: pictures of the recording that were looked at.
    """

    agreed: int
    only_recording: tuple[Difference, ...]
    only_live: tuple[Difference, ...]
    looks: int

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """As it was stored."""
        only_recording, only_live = (
            tuple(Difference(**one) for one in stored[name]) for name in ("only_recording", "only_live")
        )
        return cls(stored["agreed"], only_recording, only_live, stored["looks"])
