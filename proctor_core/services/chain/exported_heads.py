"""Heads in a file, to be kept where nobody of this machine writes: what a rollback of everything is found by."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Connection

from db.queries.chain import line_at, link_at, log_end, newest_lines, session_ids, tails_of
from proctor_core.codes.chain_refusals import ChainRefusal
from proctor_core.codes.verify_report import Fault
from proctor_core.domain.chain import ChainKey, ChainState, session_chain
from proctor_core.domain.verification import Findings
from proctor_core.errors import InvalidInput

FIELD = "against"


class Head(BaseModel):
    """How far one chain had come."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    records: int
    head: str
    state: ChainState


class ExportedHeads(BaseModel):
    """How far the log and each chain had come; ids of chains, none of sessions or people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    made_at: datetime
    key_id: str
    number: int
    link: str
    chains: dict[UUID, Head]
    seal: str

    def facts(self) -> Mapping[str, Any]:
        """What the seal covers."""
        return self.model_dump(mode="json", exclude={"seal"})


def export_heads(connection: Connection, key: ChainKey, at: datetime) -> str:
    """The heads as JSON, sealed with the program's key.

    Raises:
        InvalidInput: nothing was chained in this database yet.
    """
    end = log_end(connection)
    if end is None:
        raise InvalidInput("export-heads", ChainRefusal.NOTHING_CHAINED)
    chains = {
        line["chain_id"]: Head(records=line["records"], head=line["head"], state=line["state"])
        for line in newest_lines(connection)
    }
    heads = ExportedHeads(
        format=1, made_at=at, key_id=key.id, number=end["number"], link=end["link"], chains=chains, seal=""
    )
    sealed = heads.model_copy(update={"seal": key.sealed("heads", heads.facts())})
    return json.dumps(sealed.model_dump(mode="json"), indent=1) + "\n"


def read_heads(content: bytes, key: ChainKey) -> ExportedHeads:
    """The heads of an exported file.

    Raises:
        InvalidInput: it is none, or was altered since; one that another key sealed is taken as it is.
    """
    try:
        heads = ExportedHeads.model_validate_json(content)
    except ValidationError as error:
        raise InvalidInput(FIELD, ChainRefusal.NO_HEADS) from error
    if heads.format != 1:
        raise InvalidInput(FIELD, ChainRefusal.NEWER_HEADS, format=heads.format)
    if heads.key_id == key.id and heads.seal != key.sealed("heads", heads.facts()):
        raise InvalidInput(FIELD, ChainRefusal.HEADS_ALTERED)
    return heads


def compare_heads(connection: Connection, heads: ExportedHeads, found: Findings) -> None:
    """Whatever was chained when the heads were exported must still be there, as it was."""
    line = line_at(connection, heads.number)
    if (line["link"] if line else None) != heads.link:
        found.add("the log of all chains", Fault.ROLLED_BACK, f"line {heads.number} is not the exported one")
    names = {session_chain(session_id): f"session {session_id}" for session_id in session_ids(connection)}
    now = tails_of(connection, list(heads.chains))
    for chain_id, head in heads.chains.items():
        tail = now.get(chain_id)
        if head.state is not ChainState.KEPT or (tail and tail.state is ChainState.ENDED):
            continue
        if link_at(connection, chain_id, head.records) != head.head:
            detail = f"{head.records} records were exported, {tail.records if tail else 0} are known"
            found.add(names.get(chain_id, f"the chain {chain_id}"), Fault.ROLLED_BACK, detail)
