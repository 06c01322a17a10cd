"""Appends to the chains what a transaction touched, in that transaction and as its last act (docs/decisions/0026)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import ORMExecuteState
from sqlmodel import Session, SQLModel

from db.engine import reading, transaction
from db.queries.chain import (
    append_lines,
    append_records,
    drop_chain,
    held_end,
    log_end,
    newest_line,
    newest_numbers,
    newest_of,
    session_ids,
    tails_of,
    take_salts,
)
from db.tables import SurveySession
from proctor_core.codes.chain_refusals import ChainRefusal
from proctor_core.domain.chain import (
    BROKEN,
    LINK_BEGINS,
    MET_ALTERED,
    PROGRAM_CHAIN,
    ChainAction,
    ChainKey,
    ChainState,
    record_hash,
    session_chain,
)
from proctor_core.errors import InvalidInput
from proctor_core.services.chain.chained_tables import BY_KIND, CHAINED, ChainedTable, table_of
from proctor_core.services.chain.links import (
    bears_its_seal,
    end_row,
    first_end,
    line_link,
    new_line,
    new_record,
    record_link,
)
from proctor_core.services.chain.touched import Place, Touched

_KEEPERS: WeakKeyDictionary[Engine, "ChainKeeper"] = WeakKeyDictionary()
_TOUCHED = "chained rows that were touched"
_CHUNK = 500
Record = dict[str, Any]
_Known = tuple[str, UUID]
"""A row by kind and id, as records know it."""


@dataclass(frozen=True, slots=True)
class ChainKeeper:
    """Keeps the chains of one database.

    Attributes:
        new_salt: 32 hex digits by chance.
    """

    key: ChainKey
    clock: Callable[[], datetime]
    new_salt: Callable[[], str]

    def append(self, connection: Connection, touched: Touched) -> None:
        """Record how the touched rows stand now. The rows are written; the transaction commits next."""
        work = _Appending(self, connection, touched, self.clock())
        work.gather()
        if work.by_chain or touched.ended:
            work.write()

    def begin(self, connection: Connection) -> None:
        """Take in the audit log and the surveys that are there, and note which sessions are from before."""
        _Appending(self, connection, Touched(), self.clock()).write()


def keep_chain(engine: Engine, keeper: ChainKeeper) -> None:
    """From now on every transaction of this database from here is recorded."""
    _KEEPERS[engine] = keeper


def begin_chain(engine: Engine) -> None:
    """Begin the chains of a database that has none: here, and not in somebody's first press.

    An audit log of 50,000 lines takes some seconds.
    """
    with reading(engine) as db:
        if log_end(db.connection()) is not None:
            return
    with transaction(engine) as db:
        _KEEPERS[engine].begin(db.connection())


def require_the_same_key(engine: Engine) -> None:
    """Whoever writes beside a program that serves must link with its key.

    Raises:
        InvalidInput: the newest records are linked with another one.
    """
    with reading(engine) as db:
        end = log_end(db.connection())
    if end is not None and end["key_id"] != _KEEPERS[engine].key.id:
        raise InvalidInput("PROCTORING_SECRET_KEY", ChainRefusal.OTHER_KEY)


@dataclass(slots=True)
class _Appending:
    """One transaction's records, by chain and in the order in which they are numbered."""

    keeper: ChainKeeper
    connection: Connection
    touched: Touched
    at: datetime
    by_chain: dict[UUID, list[Record]] = field(default_factory=dict[UUID, list[Record]])
    sessions: dict[UUID, UUID] = field(default_factory=dict[UUID, UUID])
    rows: dict[_Known, Mapping[Any, Any]] = field(default_factory=dict[_Known, Mapping[Any, Any]])
    begun: set[UUID] = field(default_factory=set[UUID])

    # ---- what there is to record: before the lock is taken ----

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
        for start in range(0, len(ids), _CHUNK):
            where = column.in_(ids[start : start + _CHUNK])
            yield from self.connection.execute(chained.rows(where)).mappings()

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
            self.sessions[chain_id] = owner
        record = new_record(chain_id, chained.kind, object_id, chained.version, action, self.at)
        record["salt"] = None if payload is None else self.keeper.new_salt()
        record["record_sha256"] = record_hash(record["salt"], payload)
        self.by_chain.setdefault(chain_id, []).append(record)

    # ---- writing it: with the lock ----

    def write(self) -> None:
        """Number and link the records, take the salts of older ones, and say in the log how far each chain has come."""
        end = held_end(self.connection, first_end(self.keeper.key))
        before, number = self._continued(end)
        lines: list[dict[str, Any]] = []
        if number == 0:
            lines = self._first_lines()
            self.by_chain.setdefault(PROGRAM_CHAIN, [])
        ended = [session_chain(session_id) for session_id in self.touched.ended]
        tails = self._tails([*self.by_chain, *ended])
        for chain_id in self.by_chain:
            records, head = tails[chain_id]
            if records == 0 and chain_id not in self.begun:
                self._take_in(chain_id)
            lines.append(self._append(chain_id, records, head))
        for chain_id in ended:
            drop_chain(self.connection, chain_id)
            lines.append(new_line(chain_id, *tails[chain_id], ChainState.ENDED, self.at))
        self._log(lines, before, number)

    def _continued(self, end: Mapping[Any, Any]) -> tuple[str, int]:
        """(link before, number) of the log. What somebody cut off or added is not mended by going on behind it."""
        key, newest = self.keeper.key, newest_line(self.connection)
        is_cut = end["key_id"] == key.id and not bears_its_seal(key, end)
        return BROKEN if is_cut or newest > end["number"] else end["link"], max(end["number"], newest)

    def _tails(self, chain_ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, str]]:
        """(records, newest link) of each chain by the log, and behind what was added or left outside of it."""
        known, numbers = tails_of(self.connection, chain_ids), newest_numbers(self.connection, chain_ids)
        found: dict[UUID, tuple[int, str]] = {}
        for chain_id in chain_ids:
            tail, newest = known.get(chain_id), numbers.get(chain_id, 0)
            records, head = (tail.records, tail.head) if tail else (0, LINK_BEGINS)
            found[chain_id] = (newest, BROKEN) if newest > records else (records, head)
        return found

    def _first_lines(self) -> list[dict[str, Any]]:
        """The chain begins in this database: which sessions were there before it."""
        added = {place.id for place, how in self.touched.written.items() if how is ChainAction.ADDED}
        return [
            new_line(session_chain(session_id), 0, LINK_BEGINS, ChainState.UNCHAINED, self.at)
            for session_id in session_ids(self.connection)
            if session_id not in added
        ]

    def _take_in(self, chain_id: UUID) -> None:
        """A chain begins with what is there: found, not added by who writes now."""
        known = {(record["kind"], record["object_id"]) for record in self.by_chain[chain_id]}
        touched, self.by_chain[chain_id] = self.by_chain[chain_id], []
        for chained in CHAINED.values():
            owner = self.sessions.get(chain_id)
            if (chained.owner is None) != (owner is None):
                continue
            where = table_of(chained.table).c.id.is_not(None) if owner is None else chained.owner == owner
            for row in self.connection.execute(chained.rows(where)).mappings().all():
                if (chained.kind, row["id"]) not in known:
                    self._record(chained, row, ChainAction.FOUND)
        self.by_chain[chain_id] += touched

    def _append(self, chain_id: UUID, number: int, head: str) -> dict[str, Any]:
        records, key = self.by_chain[chain_id], self.keeper.key
        altered = self._met_altered(chain_id, records) if number else frozenset[_Known]()
        for kind in {record["kind"]: None for record in records}:
            take_salts(self.connection, chain_id, kind, [one["object_id"] for one in records if one["kind"] == kind])
        for record in records:
            number += 1
            record["number"], record["key_id"] = number, key.id
            before = MET_ALTERED + head if _known(record) in altered else head
            head = record["link"] = record_link(key, before, record)
        append_records(self.connection, records)
        return new_line(chain_id, number, head, ChainState.KEPT, self.at)

    def _met_altered(self, chain_id: UUID, records: Sequence[Record]) -> frozenset[_Known]:
        """Rows, by kind and id, that were not as their newest record says when this transaction came to them."""
        asked = [record for record in records if self._may_be_altered(record)]
        newest = newest_of(self.connection, chain_id, [_known(record) for record in asked], ChainAction.ERASED)
        return frozenset(_known(record) for record in asked if self._is_altered(record, newest.get(_known(record))))

    def _may_be_altered(self, record: Record) -> bool:
        place = Place(BY_KIND[record["kind"]].table, record["object_id"])
        return record["action"] is not ChainAction.ERASED and (
            place in self.touched.before or place in self.touched.inserted
        )

    def _is_altered(self, record: Record, newest: Mapping[Any, Any] | None) -> bool:
        chained = BY_KIND[record["kind"]]
        row = self.touched.before.get(Place(chained.table, record["object_id"]))
        if newest is None or newest["action"] is ChainAction.ERASED:
            return row is not None
        if newest["version"] > chained.version:
            return False
        # One that was taken away by hand is added again as it was, or was altered.
        payload = chained.payload(row if row is not None else self.rows[_known(record)], newest["version"])
        return record_hash(newest["salt"], payload) != newest["record_sha256"]

    def _log(self, lines: Sequence[dict[str, Any]], before: str, number: int) -> None:
        key = self.keeper.key
        for line in lines:
            number += 1
            line["number"], line["key_id"] = number, key.id
            before = line["link"] = line_link(key, before, line)
        append_lines(self.connection, lines, end_row(key, number, before))


def _known(record: Record) -> _Known:
    return record["kind"], record["object_id"]


# ---- what SQLAlchemy tells ----


def _touched_in(db: Session) -> Touched | None:
    """What this transaction touched so far; None: nobody keeps a chain of this database."""
    if db.get_bind().engine not in _KEEPERS:
        return None
    return db.info.setdefault(_TOUCHED, Touched())


def _before_flush(db: Session, _context: object, _rows: object) -> None:
    if (db.deleted or db.dirty) and (touched := _touched_in(db)) is not None:
        touched.before_flush(db)


def _after_flush(db: Session, _context: object) -> None:
    if (touched := _touched_in(db)) is not None:
        touched.after_flush(db)


def _on_statement(state: ORMExecuteState) -> None:
    if not state.is_select and (touched := _touched_in(state.session)) is not None:  # pyright: ignore[reportArgumentType]
        touched.before_statement(state)


def _before_commit(db: Session) -> None:
    keeper = _KEEPERS.get(db.get_bind().engine)
    if keeper is None:
        return
    db.flush()
    touched: Touched | None = db.info.pop(_TOUCHED, None)
    if touched:
        keeper.append(db.connection(), touched)


def _after_rollback(db: Session) -> None:
    db.info.pop(_TOUCHED, None)


event.listen(Session, "before_flush", _before_flush)
event.listen(Session, "after_flush", _after_flush)
event.listen(Session, "do_orm_execute", _on_statement)
event.listen(Session, "before_commit", _before_commit)
event.listen(Session, "after_rollback", _after_rollback)
