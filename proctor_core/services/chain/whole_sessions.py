"""Records sessions that come into the database whole, with all of their rows, thousands in a transaction.

As `appending` records what is touched one by one, so that `verify` sees no difference: for rows with new ids alone, which nobody
can have recorded before.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection
from sqlmodel import SQLModel

from db.queries.chain import append_records
from proctor_core.domain.chain import (
    LINK_BEGINS,
    PROGRAM_CHAIN,
    ChainAction,
    ChainKey,
    ChainState,
    record_hash,
    session_chain,
)
from proctor_core.services.chain.appending import ChainKeeper
from proctor_core.services.chain.chain_writing import ChainLog
from proctor_core.services.chain.chained_tables import CHAINED
from proctor_core.services.chain.links import link_records, new_line, new_record
from proctor_core.services.chain.transaction_records import Record

Row = Mapping[str, Any]


@dataclass(slots=True)
class WholeSessions:
    """One transaction's: sessions and lines of the audit log are added, in any thread; `append` records them as the last act.

    Attributes:
        at: when they come into the database.
    """

    key: ChainKey
    new_salt: Callable[[], str]
    at: datetime
    _records: list[Record] = field(default_factory=list[Record])
    _lines: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _of_program: list[Record] = field(default_factory=list[Record])

    @classmethod
    def by(cls, keeper: ChainKeeper) -> "WholeSessions":
        """Recorded as this keeper records."""
        return cls(keeper.key, keeper.new_salt, keeper.clock())

    def add_session(self, session_id: UUID, rows: Iterable[tuple[type[SQLModel], Row]]) -> None:
        """A new session with its chained rows, its own row among them, as they will stand in the database.

        Beside its columns a row has what the chain covers by another name (`beside` of its chained table).
        """
        chain_id = session_chain(session_id)
        records = [self._record(chain_id, table, row) for table, row in rows]
        head = link_records(self.key, records, LINK_BEGINS, 0)
        self._records += records
        self._lines.append(new_line(chain_id, len(records), head, ChainState.KEPT, self.at))

    def add_to_program(self, table: type[SQLModel], rows: Iterable[Row]) -> None:
        """New rows that belong to no session."""
        self._of_program += [self._record(PROGRAM_CHAIN, table, row) for row in rows]

    def append(self, connection: Connection) -> None:
        """Record all of it. The rows are written; the transaction commits next."""
        log = ChainLog(self.key, connection)
        before, number = log.held()
        records, head = log.tails([PROGRAM_CHAIN])[PROGRAM_CHAIN]
        head = link_records(self.key, self._of_program, head, records)
        append_records(connection, [*self._records, *self._of_program])
        line = new_line(PROGRAM_CHAIN, records + len(self._of_program), head, ChainState.KEPT, self.at)
        log.append([line, *self._lines], before, number)

    def _record(self, chain_id: UUID, table: type[SQLModel], row: Row) -> Record:
        chained = CHAINED[table]
        record = new_record(chain_id, chained.kind, row["id"], chained.version, ChainAction.ADDED, self.at)
        record["salt"] = salt = self.new_salt()
        record["record_sha256"] = record_hash(salt, chained.payload(row, chained.version))
        return record
