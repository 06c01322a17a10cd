"""A violation on its way into the database: its pictures go into the media store first, so that every row's picture is there.

In the writer's thread. A picture that is stored again takes its own place.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from uuid import UUID

from db.tables.sessions import ViolationTally
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.violation import AllegedViolation
from proctor_core.media.store import MediaStore, media_key
from proctor_core.monitoring.monitors.evidence import Snapshot
from proctor_core.monitoring.writing.write import CountSeen, Record
from proctor_core.services.taking.waiting_writes import ClosedViolation, OpenedViolation, WaitingWrite


@dataclass(frozen=True, slots=True)
class Alleged:
    """Which violation of which session, as the rules allege it now."""

    session_id: UUID
    violation_id: UUID
    violation: AllegedViolation


@dataclass(frozen=True, slots=True)
class OpeningRecord(Record):
    """A violation that begins, with its first picture; `seen` hears of the new count."""

    media: MediaStore
    alleged: Alleged
    start: Snapshot | None
    seen: CountSeen

    @property
    def what(self) -> str:
        """The violation's id."""
        return f"violation {self.alleged.violation_id}"

    def complete(self) -> WaitingWrite:
        """Named by the key of its picture."""
        one = self.alleged
        picture = _store(self.media, one, self.start) if self.start else None
        return OpenedViolation(one.session_id, one.violation_id, one.violation, picture)

    def was_filed(self, tally: ViolationTally | None) -> None:
        """Tell the count."""
        if tally:
            self.seen(tally)


@dataclass(frozen=True, slots=True)
class ClosingRecord(Record):
    """The end of a violation, with its other pictures."""

    media: MediaStore
    alleged: Alleged
    snapshots: Sequence[Snapshot]

    @property
    def what(self) -> str:
        """The violation's id."""
        return f"end of violation {self.alleged.violation_id}"

    def complete(self) -> WaitingWrite:
        """Named by the keys of its pictures."""
        one = self.alleged
        pictures = tuple(_store(self.media, one, snapshot) for snapshot in self.snapshots)
        return ClosedViolation(one.session_id, one.violation_id, one.violation, pictures)


def _store(media: MediaStore, one: Alleged, snapshot: Snapshot) -> StoredPicture:
    stored = media.put(media_key(one.session_id, one.violation_id, f"{snapshot.kind}.jpg"), snapshot.jpeg)
    return StoredPicture(
        kind=snapshot.kind,
        media_key=stored.key,
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        width=snapshot.width,
        height=snapshot.height,
        taken_s=snapshot.taken_s,
        face_boxes=None if snapshot.faces is None else tuple(astuple(face) for face in snapshot.faces),
        facts=snapshot.facts,
    )
