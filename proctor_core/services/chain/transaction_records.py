"""What a transaction leaves to record: how each row that it touched stands now, chain by chain."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlmodel import SQLModel

from db.queries.chunks import chunks
from db.tables import SurveySession
from proctor_core.domain.chain import PROGRAM_CHAIN, ChainAction, record_hash, session_chain
from proctor_core.services.chain.chained_tables import CHAINED, ChainedTable, table_of
from proctor_core.services.chain.links import new_record
from proctor_core.services.chain.touched import Place, Touched

Record = dict[str, Any]
RowId = tuple[str, UUID]
"""A row by kind and id, as records know it."""


@dataclass(slots=True)
class TransactionRecords:
    """One per transaction: `gather` fills it before the log's lock is taken, the writing of the chains numbers what is in it.

    Attributes:
        new_salt: 32 hex digits by chance.
        by_chain: records without number and link, in the order in which they are numbered.
        rows: each row that was read, as the database has it.
        begun: chains of sessions that this transaction added.
    """

    connection: Connection
    touched: Touched
    new_salt: Callable[[], str]
    at: datetime
    by_chain: dict[UUID, list[Record]] = field(default_factory=dict[UUID, list[Record]])
    rows: dict[RowId, Mapping[Any, Any]] = field(default_factory=dict[RowId, Mapping[Any, Any]])
    begun: set[UUID] = field(default_factory=set[UUID])
    _sessions: dict[UUID, UUID] = field(default_factory=dict[UUID, UUID])

    def gather(self) -> None:
        """Read the rows again, as the database has them."""
        ids: defaultdict[type[SQLModel], list[UUID]] = defaultdict(list)
        for place in self.touched.written:
            ids[place.table].append(place.id)
        for table, wanted in ids.items():
            chained = CHAINED[table]
            for row in self._rows(chained, wanted):
                self._record(chained, row, self.touched.written[Place(table, row["id"])])
                if table is SurveySession and self.touched.written[Place(table, row["id"])] is ChainAction.ADDED:
                    self.begun.add(session_chain(row["id"]))
        for place, owner in self.touched.erased.items():
            chained = CHAINED[place.table]
            if chained.owner is None or owner is not None:
                self._add(chained, place.id, owner, ChainAction.ERASED, None)

    def _rows(self, chained: ChainedTable, ids: Sequence[UUID]) -> Iterable[Mapping[Any, Any]]:
        column = table_of(chained.table).c.id
        for chunk in chunks(ids):
            yield from self.connection.execute(chained.rows(column.in_(chunk))).mappings()

    def _record(self, chained: ChainedTable, row: Mapping[Any, Any], action: ChainAction) -> None:
        self.rows[chained.kind, row["id"]] = row
        self._add(chained, row["id"], row.get("chain_owner"), action, chained.payload(row, chained.version))

    def _add(
        self,
        chained: ChainedTable,
        object_id: UUID,
        owner: UUID | None,
        action: ChainAction,
        payload: Mapping[str, Any] | None,
    ) -> None:
        if owner in self.touched.ended:
            return
        chain_id = PROGRAM_CHAIN if owner is None else session_chain(owner)
        if owner is not None:
            self._sessions[chain_id] = owner
        record = new_record(chain_id, chained.kind, object_id, chained.version, action, self.at)
        record["salt"] = None if payload is None else self.new_salt()
        record["record_sha256"] = record_hash(record["salt"], payload)
        self.by_chain.setdefault(chain_id, []).append(record)

    def take_in(self, chain_id: UUID) -> None:
        """A chain begins with what is there: found, not added by who writes now."""
        known = {row_id(record) for record in self.by_chain[chain_id]}
        touched, self.by_chain[chain_id] = self.by_chain[chain_id], []
        for chained in CHAINED.values():
            owner = self._sessions.get(chain_id)
            if (chained.owner is None) != (owner is None):
                continue
            where = table_of(chained.table).c.id.is_not(None) if owner is None else chained.owner == owner
            for row in self.connection.execute(chained.rows(where)).mappings().all():
                if (chained.kind, row["id"]) not in known:
                    self._record(chained, row, ChainAction.FOUND)
        self.by_chain[chain_id] += touched


def row_id(record: Record) -> RowId:
    """The row that a record is of."""
    return record["kind"], record["object_id"]
