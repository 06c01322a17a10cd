"""The last door: everything that goes to the database is looked at once more, whoever sends it and by whichever statement.

What SQLite takes and PostgreSQL refuses, or the other way round, is refused alike and in words, before anything is sent. So a
service that forgot to check answers 422 with the column's name, and no row is ever stored that can't be read.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import BigInteger, Engine, Integer, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.types import TypeEngine

from proctor_core.codes.storable_faults import StorableFault
from proctor_core.domain.storable import readable_value, require_storable
from proctor_core.errors import InvalidInput

_COUNTED = re.compile(r"(_\d+)+$")
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])|NaN|Infinity")


def refuse_unstorable(engine: Engine) -> None:
    """Let the engine raise InvalidInput for texts and numbers that not every database takes."""
    event.listen(engine, "before_cursor_execute", _look)


def read_json(stored: str) -> Any:
    """JSON as it was stored; what version 0.1 let in comes back readable."""
    value = json.loads(stored)
    return readable_value(value) if _SUSPECT.search(stored) else value


def _look(
    _connection: object, _cursor: DBAPICursor, _statement: str, _parameters: object, context: Any, _many: bool
) -> None:
    for name, value, kind in _given(context):
        field = _COUNTED.sub("", name)
        bits = 32 if isinstance(kind, Integer) and not isinstance(kind, BigInteger) else 64
        require_storable(value, field, bits=bits)
        # SQLModel's texts are a String in a wrapper that knows its length too.
        longest: int | None = getattr(kind, "length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            raise InvalidInput(field, StorableFault.TOO_LONG, longest=longest, length=len(value))


def _given(context: Any) -> Iterator[tuple[str, Any, TypeEngine[Any] | None]]:
    """(name, value as it was given, type of the column that it is stored in) of each parameter of each row."""
    if context is None or context.compiled is None:
        return
    rows: list[Mapping[str, Any]] = context.compiled_parameters
    columns = context.compiled.statement.table.c if context.isinsert or context.isupdate else {}
    kinds = {name: columns[name].type for name in rows[0] if name in columns} if rows else {}
    for row in rows:
        for name, value in row.items():
            yield name, value, kinds.get(name)
