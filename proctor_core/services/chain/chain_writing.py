"""Numbers and links a transaction's records, under the log's lock, and says in the log how far each chain has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.queries.chain import (
    append_lines,
    append_records,
    drop_chain,
    held_end,
    newest_line,
    newest_numbers,
    newest_of,
    session_ids,
    tails_of,
    take_salts,
)
from proctor_core.domain.chain import (
    BROKEN,
    LINK_BEGINS,
    PROGRAM_CHAIN,
    ChainAction,
    ChainKey,
    ChainState,
    record_hash,
    session_chain,
)
from proctor_core.services.chain.chained_tables import BY_KIND
from proctor_core.services.chain.links import bears_its_seal, end_row, first_end, line_link, link_records, new_line
from proctor_core.services.chain.touched import Place
from proctor_core.services.chain.transaction_records import Record, RowId, TransactionRecords, row_id


@dataclass(frozen=True, slots=True)
class ChainLog:
    """The log of all chains, for a transaction that appends to it."""

    key: ChainKey
    connection: Connection

    def held(self) -> tuple[str, int]:
        """(newest link, its number); held until the transaction ends.

        What somebody cut off or added is not mended by going on behind it.
        """
        end = held_end(self.connection, first_end(self.key))
        key, newest = self.key, newest_line(self.connection)
        is_cut = end["key_id"] == key.id and not bears_its_seal(key, end)
        return BROKEN if is_cut or newest > end["number"] else end["link"], max(end["number"], newest)

    def tails(self, chain_ids: Sequence[UUID]) -> Mapping[UUID, tuple[int, str]]:
        """(records, newest link) of each chain by the log, and behind what was added or left outside of it."""
        by_log, numbers = tails_of(self.connection, chain_ids), newest_numbers(self.connection, chain_ids)
        found: dict[UUID, tuple[int, str]] = {}
        for chain_id in chain_ids:
            tail, newest = by_log.get(chain_id), numbers.get(chain_id, 0)
            records, head = (tail.records, tail.head) if tail else (0, LINK_BEGINS)
            found[chain_id] = (newest, BROKEN) if newest > records else (records, head)
        return found

    def append(self, lines: Sequence[dict[str, Any]], before: str, number: int) -> None:
        """Number and link lines behind the link `before`, and seal the end."""
        key = self.key
        for line in lines:
            number += 1
            line["number"], line["key_id"] = number, key.id
            before = line["link"] = line_link(key, before, line)
        append_lines(self.connection, lines, end_row(key, number, before))


@dataclass(frozen=True, slots=True)
class ChainWriting:
    """One per transaction, used once: `write` takes the log's lock, which the transaction holds until it ends."""

    key: ChainKey
    connection: Connection
    records: TransactionRecords

    def write(self) -> None:
        """Number and link the records, take the salts of older ones, and say in the log how far each chain has come."""
        log = ChainLog(self.key, self.connection)
        before, number = log.held()
        lines: list[dict[str, Any]] = []
        if number == 0:
            lines = self._first_lines()
            self.records.by_chain.setdefault(PROGRAM_CHAIN, [])
        ended = [session_chain(session_id) for session_id in self.records.touched.ended]
        tails = log.tails([*self.records.by_chain, *ended])
        for chain_id in self.records.by_chain:
            records, head = tails[chain_id]
            if records == 0 and chain_id not in self.records.begun:
                self.records.take_in(chain_id)
            lines.append(self._append(chain_id, records, head))
        for chain_id in ended:
            drop_chain(self.connection, chain_id)
            lines.append(new_line(chain_id, *tails[chain_id], ChainState.ENDED, self.records.at))
        log.append(lines, before, number)

    def _first_lines(self) -> list[dict[str, Any]]:
        """The chain begins in this database: which sessions were there before it."""
        added = {place.id for place, how in self.records.touched.written.items() if how is ChainAction.ADDED}
        return [
            new_line(session_chain(session_id), 0, LINK_BEGINS, ChainState.UNCHAINED, self.records.at)
            for session_id in session_ids(self.connection)
            if session_id not in added
        ]

    def _append(self, chain_id: UUID, number: int, head: str) -> dict[str, Any]:
        records = self.records.by_chain[chain_id]
        altered = self._met_altered(chain_id, records) if number else frozenset[RowId]()
        for kind in {record["kind"]: None for record in records}:
            take_salts(self.connection, chain_id, kind, [one["object_id"] for one in records if one["kind"] == kind])
        head = link_records(self.key, records, head, number, altered)
        append_records(self.connection, records)
        return new_line(chain_id, number + len(records), head, ChainState.KEPT, self.records.at)

    def _met_altered(self, chain_id: UUID, records: Sequence[Record]) -> frozenset[RowId]:
        """Rows, by kind and id, that were not as their newest record says when this transaction came to them."""
        asked = [record for record in records if self._may_be_altered(record)]
        newest = newest_of(self.connection, chain_id, [row_id(record) for record in asked], ChainAction.ERASED)
        return frozenset(row_id(record) for record in asked if self._is_altered(record, newest.get(row_id(record))))

    def _may_be_altered(self, record: Record) -> bool:
        place = Place(BY_KIND[record["kind"]].table, record["object_id"])
        return record["action"] is not ChainAction.ERASED and (
            place in self.records.touched.before or place in self.records.touched.inserted
        )

    def _is_altered(self, record: Record, newest: Mapping[Any, Any] | None) -> bool:
        chained = BY_KIND[record["kind"]]
        row = self.records.touched.before.get(Place(chained.table, record["object_id"]))
        if newest is None or newest["action"] is ChainAction.ERASED:
            return row is not None
        if newest["version"] > chained.version:
            return False
        # One that was taken away by hand is added again as it was, or was altered.
        payload = chained.payload(row if row is not None else self.records.rows[row_id(record)], newest["version"])
        return record_hash(newest["salt"], payload) != newest["record_sha256"]
