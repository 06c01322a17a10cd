"""What a link and a seal bind: used by who appends and by who checks, so that both mean the same."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from proctor_core.domain.chain import LINK_BEGINS, MET_ALTERED, ChainAction, ChainKey, ChainState, canonical_text

Row = Mapping[Any, Any]
_RECORD = ("chain_id", "number", "kind", "object_id", "version", "action", "at", "record_sha256", "key_id")
_LINE = ("number", "chain_id", "records", "head", "state", "at", "key_id")


def record_link(key: ChainKey, before: str, record: Row) -> str:
    """Of a record behind the link `before`; the salt may go later, so it is bound by the hash alone."""
    return key.sealed("record", before, *(record[name] for name in _RECORD))


def link_records(
    key: ChainKey,
    records: Iterable[dict[str, Any]],
    before: str,
    number: int,
    altered: Collection[tuple[str, UUID]] = frozenset(),
) -> str:
    """Number and link records of one chain and one time behind the one of this number; returns the newest link.

    `altered`: rows, by kind and id, that were not as their newest record says.
    """
    as_texts: dict[str, str] = {}
    for record in records:
        number += 1
        record["number"], record["key_id"] = number, key.id
        as_texts = as_texts or {name: canonical_text(record[name]) for name in ("chain_id", "at")}
        mark = MET_ALTERED if (record["kind"], record["object_id"]) in altered else ""
        before = record["link"] = record_link(key, mark + before, record | as_texts)
    return before


def line_link(key: ChainKey, before: str, line: Row) -> str:
    """Of a line of the log behind the link `before`."""
    return key.sealed("line", before, *(line[name] for name in _LINE))


def end_row(key: ChainKey, number: int, link: str) -> dict[str, Any]:
    """The end of the log, sealed."""
    return {"id": 1, "number": number, "link": link, "key_id": key.id, "seal": key.sealed("end", number, link)}


def first_end(key: ChainKey) -> dict[str, Any]:
    """Before the first line."""
    return end_row(key, 0, LINK_BEGINS)


def bears_its_seal(key: ChainKey, end: Row) -> bool:
    """Whether the end of the log is one that this key sealed."""
    return end["seal"] == key.sealed("end", end["number"], end["link"])


def new_record(
    chain_id: UUID, kind: str, object_id: UUID, version: int, action: ChainAction, at: datetime
) -> dict[str, Any]:
    """A record without number, hash and link."""
    return {
        "chain_id": chain_id,
        "kind": kind,
        "object_id": object_id,
        "version": version,
        "action": action,
        "at": at,
        "salt": None,
    }


def new_line(chain_id: UUID, records: int, head: str, state: ChainState, at: datetime) -> dict[str, Any]:
    """A line of the log without number and link."""
    return {"chain_id": chain_id, "records": records, "head": head, "state": state, "at": at}
