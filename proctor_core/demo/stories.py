"""What one invented taker does in one session, and what the moderators do with it afterwards: told, never inserted.

`repertoire` lists the stories; `replay` lets each of them happen through the real monitoring and the real services.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from proctor_core.demo.clips import Clip
from proctor_core.demo.people import Person
from proctor_core.demo.scenes import Act, Scene
from proctor_core.demo.surveys import CUSTOMER_STUDY, FILMED_STUDY


class Ending(StrEnum):
    """How a session ends."""

    HANDS_IN = "hands_in"
    LEAVES = "leaves"
    GOES_ON = "goes_on"


class DeedKind(StrEnum):
    """What a moderator does with a review; a session is drawn for the blind sample by nobody."""

    CLAIMS = "claims"
    APPROVES = "approves"
    REJECTS = "rejects"
    ESCALATES = "flags"
    REOPENS = "reopens"
    IS_DRAWN = "is_drawn"


@dataclass(frozen=True, slots=True)
class Deed:
    """One moderator's act, so long after the session was handed in; `by` is the account's name."""

    after: timedelta
    by: str
    kind: DeedKind
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """An act of the taker from `at_s` on; between two of them the taker reads."""

    at_s: float
    act: Act
    duration_s: float
    side: int = 1

    @property
    def ends_s(self) -> float:
        """When it is over."""
        return self.at_s + self.duration_s


@dataclass(frozen=True, slots=True)
class Absence:
    """The page is closed from `at_s` on, and open again `duration_s` later."""

    at_s: float
    duration_s: float

    def covers(self, t_s: float) -> bool:
        """Whether the page is closed at a time."""
        return self.at_s <= t_s < self.at_s + self.duration_s


@dataclass(frozen=True, slots=True)
class Story:
    """One session from invitation to decision.

    Attributes:
        key: its name in the audit log, by which it is known to be there.
        days_ago, at: the day and the hour (UTC) at which the questions begin; with 0 days they end just before the demo begins.
        duration_s: seconds from the first question to the ending.
        absence: the page is closed and comes back.
    """

    key: str
    taker: Person
    duration_s: float
    happenings: tuple[Happening, ...] = ()
    days_ago: int = 0
    at: time = time(10, 0)
    ending: Ending = Ending.HANDS_IN
    absence: Absence | None = None
    deeds: tuple[Deed, ...] = ()
    survey: str = CUSTOMER_STUDY

    @property
    def is_filmed(self) -> bool:
        """Whether video of it is kept."""
        return self.survey == FILMED_STUDY

    def clip(self) -> Clip:
        """What the camera sees."""
        return Clip(self.taker, tuple(self._scenes()))

    def begins_at(self, demo_begins_at: datetime) -> datetime:
        """When the questions begin."""
        if self.days_ago == 0:
            return demo_begins_at - timedelta(seconds=self.duration_s)
        day = demo_begins_at - timedelta(days=self.days_ago)
        return day.replace(hour=self.at.hour, minute=self.at.minute, second=self.at.second, microsecond=0)

    def is_away(self, t_s: float) -> bool:
        """Whether the page is closed at a second of the session."""
        return self.absence is not None and self.absence.covers(t_s)

    def _scenes(self) -> Iterator[Scene]:
        reached_s = 0.0
        for happening in self.happenings:
            if happening.at_s > reached_s:
                yield Scene(Act.READS, happening.at_s - reached_s)
            yield Scene(happening.act, happening.duration_s, happening.side)
            reached_s = happening.ends_s
        if self.duration_s > reached_s:
            yield Scene(Act.READS, self.duration_s - reached_s)
