"""What must work for the program to do its work, as facts: the page and the route tell the same ones."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from proctor_core.codes.code import CodedMessage


class PartName(StrEnum):
    """The parts that are looked at."""

    DATABASE = "database"
    MEDIA_STORE = "media_store"
    ANALYSIS = "analysis"
    WRITER = "writer"
    HEARTBEATS = "heartbeats"
    MODELS = "models"
    RECORDINGS = "recordings"
    REVIEWS = "reviews"
    SWEEP = "sweep"
    APPEALS = "appeals"


class PartState(StrEnum):
    """`degraded` still serves and needs a look; `down` does not serve."""

    WELL = "well"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part: its state and the facts behind it, which hold no path, address or name."""

    name: PartName
    state: PartState
    facts: tuple[CodedMessage | str, ...]

    @property
    def fact(self) -> str:
        """The facts in English, beside each other."""
        return ", ".join(map(str, self.facts))


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All parts at one moment.

    Attributes:
        free_bytes: left on the disk of the media store; None where it is no folder.
        last_sweep_at: end of the newest sweep; None before the first.
    """

    at: datetime
    parts: tuple[PartHealth, ...]
    free_bytes: int | None
    last_sweep_at: datetime | None

    @property
    def state(self) -> PartState:
        """The worst of all parts."""
        order = (PartState.WELL, PartState.DEGRADED, PartState.DOWN)
        return max((part.state for part in self.parts), key=order.index)
