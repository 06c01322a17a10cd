"""Whether the media store belongs to this database in this state: asked before anything is removed for want of a row.

Both hold the database's id and a generation that grows while a program serves, the database first. A database that is another
one, or an older state of this one out of a backup, is known by it; `adopt` is the operator's word that it is the right one.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Engine

from db.engine import reading, transaction
from db.queries.identity import identity_of, known_identity, proven_erased, sessions_there
from db.tables import DatabaseIdentity
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.store_refusals import StoreOwner, StoreRefusal
from proctor_core.domain.store_standing import StoreMark, StoreStanding
from proctor_core.errors import NotItsStore
from proctor_core.media.store import MediaStore, owner_of
from proctor_core.media.store_marker import read_marker, write_marker
from proctor_core.services.auditing import AuditAction, audit

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoreIdentity:
    """`clock` dates an adoption."""

    engine: Engine
    media: MediaStore
    clock: Callable[[], datetime]

    def look(self) -> StoreStanding:
        """How the store stands. One without files of sessions, or unmarked with those of this database alone, is adopted.

        Raises:
            Unavailable, OperationalError: the store or the database is away.
        """
        # The marker first: the database is counted up before it, so it is never behind a marker that was read earlier.
        marker = read_marker(self.media)
        with reading(self.engine) as db:
            own = known_identity(db)
        if marker is None:
            return self._adopted_if(self._holds_own_sessions_alone, StoreStanding.UNMARKED)
        if own is None or marker.database_id != str(own.database_id):
            return self._adopted_if(self._is_empty, StoreStanding.OTHER)
        is_ahead = marker.generation > own.generation
        is_copys = marker.generation == own.generation and marker.token != own.token
        return StoreStanding.NEWER if is_ahead or is_copys else StoreStanding.OWN

    def keep_up(self) -> StoreStanding:
        """Look, say what is wrong, and count up where nothing is: a backup of the database from before is older from now on."""
        standing = self.look()
        if standing is StoreStanding.OWN:
            self._count_up()
        else:
            log.error("%s", _not_its_store(standing))
        return standing

    def require_own(self) -> None:
        """For what removes by the database's word alone.

        Raises:
            NotItsStore: the store is another database's, or of a later state of this one.
        """
        if trouble := self.trouble():
            raise NotItsStore(trouble)

    def trouble(self) -> CodedMessage | None:
        """What is wrong with the store, and what to do about it; None: it is this database's."""
        standing = self.look()
        return None if standing is StoreStanding.OWN else _not_its_store(standing)

    def adopt(self) -> StoreStanding:
        """From now on the store belongs to this database in this state; returns how it stood before.

        What was written before and has no row stays: see `services/files/orphans.py` and `restored_at`.
        """
        standing, marker = self.look(), read_marker(self.media)
        if standing is StoreStanding.OWN:
            return standing
        with transaction(self.engine) as db:
            row = identity_of(db)
            row.generation = max(row.generation, marker.generation if marker else 0)
            row.restored_at = self.clock()
            detail = message(AuditDetail.STORE_WAS, standing=standing.value)
            audit(db, self.clock(), AuditAction.STORE_ADOPTED, row, detail=detail)
        self._count_up()
        return standing

    def may_remove_unnamed(self, written_at: datetime) -> bool:
        """Whether a file that was written then, and that no row names, was left by a killed process of this database."""
        restored_at = self.restored_at()
        is_later = restored_at is None or written_at > restored_at
        return is_later and self.look() is StoreStanding.OWN

    def restored_at(self) -> datetime | None:
        """When an operator said that the store belongs to this database; None: it always did."""
        with reading(self.engine) as db:
            row = known_identity(db)
            return row.restored_at if row else None

    def _adopted_if(self, may: Callable[[], bool], otherwise: StoreStanding) -> StoreStanding:
        if not may():
            return otherwise
        self._count_up()
        return StoreStanding.OWN

    def _count_up(self) -> None:
        with transaction(self.engine) as db:
            row = identity_of(db)
            row.generation, row.token = row.generation + 1, token_hex(16)
        write_marker(self.media, _mark_of(row))

    def _is_empty(self) -> bool:
        return next(self.media.list("sessions"), None) is None

    def _holds_own_sessions_alone(self) -> bool:
        owners = {owner for stored in self.media.list("sessions") if (owner := owner_of(stored.key))}
        with reading(self.engine) as db:
            rest = owners - sessions_there(db)
            return rest == proven_erased(db, rest)


def _not_its_store(standing: StoreStanding) -> CodedMessage:
    return message(StoreRefusal.NOT_ITS_STORE, owner=StoreOwner(standing.value))


def _mark_of(row: DatabaseIdentity) -> StoreMark:
    return StoreMark(str(row.database_id), row.generation, row.token)
