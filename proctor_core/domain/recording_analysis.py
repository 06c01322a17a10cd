"""The analysis of an uploaded recording: where it stands, and how what it found differs from what was reported live."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self

MOST_TRIES = 3
LEASE = timedelta(seconds=90)
"""A worker that says nothing for so long is taken for dead, and its work is given to another."""
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=10))
"""Wait before the second try and the third."""
NO_ROOM_WAIT = timedelta(minutes=5)
"""A disk that is full is nobody's fault: its wait costs no try."""


class AnalysisState(StrEnum):
    """Waiting for a worker, with one, done, given up after the last try (the dead letters), or dropped: nobody wants it."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    DROPPED = "dropped"


LONGEST_WAIT = {AnalysisState.WAITING: max(NO_ROOM_WAIT, *BACK_OFF), AnalysisState.RUNNING: LEASE}
"""What may be taken up, and how long that may have to wait at most."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A violation that only one of the two saw. Seconds of the session; `violation_id`: its row; empty: it was not counted.

    `reason` is the English sentence of code and numbers; without a code (before 0.2) it is all there is.
    """

    type: str
    onset_s: float
    offset_s: float
    violation_id: str
    reason: str = ""
    reason_code: str | None = None
    reason_numbers: dict[str, int | float | str] | None = None


@dataclass(frozen=True, slots=True)
class SeenSignal:
    """A technical state of the recording, in seconds of the session."""

    kind: str
    onset_s: float
    offset_s: float


@dataclass(frozen=True, slots=True)
class Differences:
    """What the recording shows against what was reported while it was made.

    Attributes:
        agreed: reported violations that the recording shows too.
        only_recording: in the recording, and reported by nobody.
        only_live: reported, in time that the recording shows, and not in it.
        not_comparable: reported outside the recording, where it shows nothing, or of a type that could not be looked for.
        outside: in the recording before the session began or after it ended: nobody's business, and not counted.
        is_counted: whether `only_recording` was added to the session; not after it was decided.
        looks: pictures of the recording that were looked at.
        unread: frames of the recording that could not be read.
        signals: when nothing, or not enough, was to be seen in the recording.
    """

    agreed: int
    only_recording: tuple[Difference, ...]
    only_live: tuple[Difference, ...]
    looks: int
    not_comparable: int = 0
    outside: int = 0
    is_counted: bool = True
    unread: int = 0
    signals: tuple[SeenSignal, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """As it was stored."""
        only_recording, only_live = (
            tuple(Difference(**one) for one in stored[name]) for name in ("only_recording", "only_live")
        )
        signals = tuple(SeenSignal(**one) for one in stored.get("signals", ()))
        known = {name: stored[name] for name in ("not_comparable", "outside", "is_counted", "unread") if name in stored}
        return cls(stored["agreed"], only_recording, only_live, stored["looks"], signals=signals, **known)
