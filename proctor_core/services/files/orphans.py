"""Files of sessions that have no row: which of them go, and which stay because nothing proves that they may.

That a row is missing proves nothing: the database may be another one, or an older state of this one. What proves it is the note
that this database keeps of each erasure (`ErasedSession`), in the transaction that erases.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from db.queries.identity import proven_erased, sessions_there
from proctor_core.services.files.session_files import SessionFiles

MIN_AGE = timedelta(days=1)
"""A younger file may still be being written, by the clock of another machine; and whoever started with the wrong database
or store has a day to see it."""
LARGEST_SHARE = 0.1
"""Of all sessions with files: an erasure takes its files itself, so what is left of it are single ones. More is a mistake."""
FEW = 3
"""So many always go: of a small store they would be a large share."""


@dataclass(frozen=True, slots=True)
class Orphans:
    """Sessions that have files and no row.

    Attributes:
        erased: this database has noted that they were erased.
        unknown: nothing says that they were erased: they are of another database, or of a later state of this one.
        old: those of both whose newest file is older than `MIN_AGE`.
        owners: sessions with files, those with a row among them.
    """

    erased: tuple[UUID, ...]
    unknown: tuple[UUID, ...]
    old: frozenset[UUID]
    owners: int

    def due(self, *, with_unknown: bool = False) -> tuple[UUID, ...]:
        """What a sweep removes: what was erased, and the unknown only where an operator says so."""
        return tuple(one for one in self.erased + self.unknown * with_unknown if one in self.old)

    def is_too_many(self, due: int) -> bool:
        """Whether so many sessions are more than a sweep removes by itself."""
        return due > max(FEW, LARGEST_SHARE * self.owners)


def find_orphans(db: Session, files: SessionFiles, now: datetime) -> Orphans:
    """Look through all files once.

    Raises:
        Unavailable: the media store does not answer.
    """
    newest = files.newest()
    without_row = set(newest) - sessions_there(db)
    erased = proven_erased(db, without_row)
    old = frozenset(one for one in without_row if now - newest[one] >= MIN_AGE)
    return Orphans(tuple(sorted(erased)), tuple(sorted(without_row - erased)), old, len(newest))
