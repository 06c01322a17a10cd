"""What waits in memory for the record writer: records that can wait on the disk too, and jobs that can't."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from db.tables.sessions import ViolationTally
from proctor_core.services.outage.filing import Filing
from proctor_core.services.taking.waiting_writes import Heartbeat, WaitingWrite

CountSeen = Callable[[ViolationTally], object]
"""Hears how many violations a session has and whether it is flagged, after that is committed."""


class Write(ABC):
    """One unit of work."""

    __slots__ = ()

    @property
    @abstractmethod
    def what(self) -> str:
        """For the log."""

    @abstractmethod
    def store(self) -> None:
        """Do it; safe to call again when it failed half-way."""


@dataclass(frozen=True, slots=True)
class Job(Write):
    """Work that takes its turn among the records; while the database is away it waits in memory, behind all that waits."""

    name: str
    run: Callable[[], object]

    @property
    def what(self) -> str:
        """The name."""
        return self.name

    def store(self) -> None:
        """Run."""
        self.run()


@dataclass(frozen=True, slots=True)
class Record(Write):
    """What monitoring found: it may be filed again and is stored once, and waits on the disk while the database is away."""

    filing: Filing

    @abstractmethod
    def complete(self) -> WaitingWrite:
        """All that another process needs to file it; the files that it names are in the media store by then."""

    def was_filed(self, tally: ViolationTally | None) -> None:
        """It is in the database, at once or after a wait; `tally` is what `Filing.file` returned."""

    def store(self) -> None:
        """File it."""
        self.was_filed(self.filing.file(self.complete()))


@dataclass(frozen=True, slots=True)
class Row(Record):
    """A record that is complete; `seen` hears of the count that it changed."""

    row: WaitingWrite
    seen: CountSeen | None = None

    @property
    def what(self) -> str:
        """Its kind and session."""
        return f"{self.row.kind} of {self.row.session_id}"

    def complete(self) -> WaitingWrite:
        """As it is."""
        return self.row

    def was_filed(self, tally: ViolationTally | None) -> None:
        """Tell the count."""
        if self.seen and tally:
            self.seen(tally)


@dataclass(frozen=True, slots=True)
class HeartbeatRecord(Record):
    """A heartbeat of a session that is watched here; those of half a second are merged."""

    heartbeat: Heartbeat

    @property
    def what(self) -> str:
        """Its kind and session."""
        return f"heartbeat of {self.heartbeat.session_id}"

    def complete(self) -> WaitingWrite:
        """As it is."""
        return self.heartbeat

    def merged(self, others: Sequence["HeartbeatRecord"]) -> Write:
        """This and those of other sessions in one transaction: all of them, or none."""
        beats = [record.heartbeat for record in (self, *others)]
        return Job(f"{len(beats)} heartbeats", lambda: self.filing.file_heartbeats(beats))
