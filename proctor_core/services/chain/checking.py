"""Checks the log, one chain, and the rows that a chain stands for. Reads alone, within the caller's snapshot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from db.queries.chain import lines_of, log_end, log_lines, records_of
from proctor_core.codes.verify_report import Fault
from proctor_core.domain.chain import (
    LINK_BEGINS,
    MET_ALTERED,
    PROGRAM_CHAIN,
    ChainAction,
    ChainKey,
    ChainState,
    record_hash,
)
from proctor_core.domain.verification import Findings
from proctor_core.services.chain.chained_tables import CHAINED, ChainedTable, table_of
from proctor_core.services.chain.links import bears_its_seal, line_link, record_link
from proctor_core.services.chain.naming import name_of, name_of_gone

Row = Mapping[Any, Any]
_LOG = "the log of all chains"
UNREADABLE = (LookupError, TypeError, ValueError, AttributeError)
"""What a column raises that holds no value of its type."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest record of one row."""

    action: ChainAction
    version: int
    salt: str | None
    sha256: str
    at: datetime


@dataclass(slots=True)
class CheckedChain:
    """A chain whose links were checked.

    Attributes:
        state: by the newest line of the log; None: the log does not know it.
        is_found: its session was there before its chain.
    """

    state: ChainState | None = None
    begun_at: datetime | None = None
    is_found: bool = False
    newest: dict[tuple[str, UUID], Newest] = field(default_factory=dict[tuple[str, UUID], Newest])


def check_log(connection: Connection, key: ChainKey, found: Findings) -> None:
    """Every line follows from the one before, none is missing, and the last is the sealed one."""
    before, number = LINK_BEGINS, 0
    for line in log_lines(connection):
        number += 1
        found.lines += 1
        if line["number"] != number:
            found.add(_LOG, Fault.MISSING, f"lines are missing before line {line['number']}")
            number = line["number"]
        elif line["key_id"] != key.id:
            found.other_keys += 1
        elif line["link"] != line_link(key, before, line):
            found.add(f"{_LOG}, line {number}", Fault.LINK)
        before = line["link"]
    _check_end(log_end(connection), key, before, number, found)


def _check_end(end: Row | None, key: ChainKey, link: str, number: int, found: Findings) -> None:
    if end is None:
        if number:
            found.add(f"the end of {_LOG}", Fault.REMOVED)
        return
    if end["key_id"] != key.id:
        found.other_keys += 1
    elif not bears_its_seal(key, end):
        found.add(f"the end of {_LOG}", Fault.ALTERED)
    if (end["number"], end["link"]) != (number, link):
        found.add(_LOG, Fault.MISSING, f"it ends with line {end['number']}, the newest that is there is {number}")


def check_chain(connection: Connection, key: ChainKey, chain_id: UUID, found: Findings) -> CheckedChain:
    """Every record follows from the one before, none is missing, and the log bears them out."""
    chain, name = CheckedChain(), "the program's own chain" if chain_id == PROGRAM_CHAIN else "the session's chain"
    lines = lines_of(connection, chain_id)
    chain.state = ChainState(lines[-1]["state"]) if lines else None
    # A chain that began with nothing in it has a line that no record bears out.
    heads = {line["records"]: line["head"] for line in lines if line["state"] is ChainState.KEPT and line["records"]}
    number = _check_records(connection, key, chain_id, name, heads, chain, found)
    if chain.state is ChainState.ENDED:
        if number:
            found.add(name, Fault.BACK)
        return chain
    if heads or (lines and lines[-1]["records"] != number):
        found.add(name, Fault.MISSING, f"by the log it has {lines[-1]['records']} records, its newest is {number}")
    if number and not lines:
        found.add(name, Fault.ADDED)
    elif chain.is_found and chain_id != PROGRAM_CHAIN and lines[0]["state"] is not ChainState.UNCHAINED:
        # The program took in a session that it had not begun and that was not there when the chains began.
        found.add("the session", Fault.ADDED)
    return chain


def _check_records(
    connection: Connection,
    key: ChainKey,
    chain_id: UUID,
    name: str,
    heads: dict[int, str],
    chain: CheckedChain,
    found: Findings,
) -> int:
    """The number of the last record. What of `heads` (number of a record -> its link by the log) is there is taken out."""
    before, number = LINK_BEGINS, 0
    for record in records_of(connection, chain_id):
        number += 1
        found.records += 1
        if number == 1:
            chain.begun_at, chain.is_found = record["at"], record["action"] is not ChainAction.ADDED
        if record["number"] != number:
            found.add(name, Fault.MISSING, f"records are missing before record {record['number']}")
            number = record["number"]
        elif record["key_id"] != key.id:
            found.other_keys += 1
        elif record["link"] == record_link(key, MET_ALTERED + before, record):
            found.add(name_of_gone(record["kind"], record["at"]), Fault.ALTERED, "before the program wrote it again")
        elif record["link"] != record_link(key, before, record):
            found.add(f"{name}, record {number}", Fault.LINK)
        if heads.pop(number, record["link"]) != record["link"]:
            found.add(f"{name}, record {number}", Fault.LOG)
        before = record["link"]
        _note(chain, record)
    return number


def _note(chain: CheckedChain, record: Row) -> None:
    newest = Newest(record["action"], record["version"], record["salt"], record["record_sha256"], record["at"])
    chain.newest[record["kind"], record["object_id"]] = newest


def check_rows(connection: Connection, chain: CheckedChain, owner: UUID | None, found: Findings) -> None:
    """Each row is as its newest record says, none is there without one, and none is missing."""
    missing = {place for place, newest in chain.newest.items() if newest.action is not ChainAction.ERASED}
    found.erased += len(chain.newest) - len(missing)
    for chained in CHAINED.values():
        if (chained.owner is None) != (owner is None):
            continue
        for object_id, row in _rows(connection, chained, owner):
            missing.discard((chained.kind, object_id))
            _check_row(chained, row, object_id, chain.newest.get((chained.kind, object_id)), found)
    for kind, object_id in sorted(missing, key=lambda place: chain.newest[place].at):
        found.add(name_of_gone(kind, chain.newest[kind, object_id].at), Fault.REMOVED)


def _check_row(chained: ChainedTable, row: Row | None, object_id: UUID, newest: Newest | None, found: Findings) -> None:
    if newest is None:
        found.add(name_of(chained.kind, row or {"id": object_id}), Fault.ADDED)
        return
    if row is None:
        found.add(name_of_gone(chained.kind, newest.at), Fault.ALTERED, "it can't be read")
        return
    if newest.action is ChainAction.ERASED:
        found.add(name_of(chained.kind, row), Fault.BACK)
    elif newest.version > chained.version:
        found.add(name_of(chained.kind, row), Fault.ALTERED, "a newer version of the program recorded it")
    elif newest.salt is None or record_hash(newest.salt, chained.payload(row, newest.version)) != newest.sha256:
        found.add(name_of(chained.kind, row), Fault.ALTERED)


def _rows(connection: Connection, chained: ChainedTable, owner: UUID | None) -> Iterator[tuple[UUID, Row | None]]:
    """Rows by id; None: a column holds no value of its type."""
    id_column = table_of(chained.table).c.id
    where = id_column.is_not(None) if owner is None else chained.owner == owner
    statement = chained.rows(where).order_by(id_column)
    try:
        rows = connection.execute(statement).mappings().all()
    except UNREADABLE:
        ids = statement.with_only_columns(id_column).order_by(id_column)
        for object_id in connection.execute(ids).scalars().all():
            yield object_id, _row(connection, chained, object_id)
        return
    for row in rows:
        yield row["id"], row


def _row(connection: Connection, chained: ChainedTable, object_id: UUID) -> Row | None:
    try:
        return connection.execute(chained.rows(table_of(chained.table).c.id == object_id)).mappings().one()
    except UNREADABLE:
        return None
