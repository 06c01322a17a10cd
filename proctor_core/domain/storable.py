"""Which texts and numbers every column of both databases takes, in one place.

PostgreSQL keeps no NUL, neither encodes half of a surrogate pair, JSON knows no NaN and no infinity, and a whole number has 64
bits at most. Whoever takes a value from outside asks `require_storable`, which names the field; `db.storable_parameters` asks
once more for everything that goes to the database, so that a door that forgot to ask can't store what nobody can read.
"""

import math
import re
from collections.abc import Mapping
from typing import Any, cast

from proctor_core.codes.storable_faults import StorableFault
from proctor_core.errors import InvalidInput

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
DEEPEST = 50
"""Levels of lists and objects inside each other: more than any body of ours has."""
WIDEST_BITS = 64
MOST_DIGITS = 1000
"""Digits of a whole number that is read at all; Python itself stops at 4300."""


def require_storable(value: Any, field: str, *, bits: int = WIDEST_BITS) -> None:
    """Look through a text, a number, or a JSON value with all that is inside it; everything else passes.

    Raises:
        InvalidInput: something in it can't be stored; `field` is its place, such as `field.questions[2].text`.
    """
    _look_through(value, field, bits, 0)


def storable(value: str, field: str) -> str:
    """The text itself.

    Raises:
        InvalidInput: it can't be stored.
    """
    require_storable(value, field)
    return value


def is_storable_text(text: str) -> bool:
    """Whether both databases take it."""
    return "\0" not in text if text.isascii() else not _UNSTORABLE.search(text)


def readable(text: str) -> str:
    """The text with a replacement character for each that can't be stored or sent."""
    return text if is_storable_text(text) else _UNSTORABLE.sub("\ufffd", text)


def readable_value(value: Any) -> Any:
    """A JSON value that version 0.1 may have stored, as it can be sent: bad characters replaced, no number as None."""
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {readable(k): readable_value(v) for k, v in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [readable_value(inner) for inner in cast("list[Any]", value)]
    return value


def _look_through(value: Any, place: str, bits: int, depth: int) -> None:
    if depth > DEEPEST:
        raise InvalidInput(readable(place), StorableFault.TOO_DEEP)
    _refuse_single(value, readable(place), bits)
    if isinstance(value, Mapping):
        for name, inner in cast("Mapping[Any, Any]", value).items():
            _look_through(name, place, bits, depth + 1)
            _look_through(inner, f"{place}.{name}".lstrip("."), bits, depth + 1)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(cast("list[Any]", value)):
            _look_through(inner, f"{place}[{number}]", bits, depth + 1)


def _refuse_single(value: Any, field: str, bits: int) -> None:
    """Look at a text or a number."""
    match value:
        case str() if not is_storable_text(value):
            raise InvalidInput(field, StorableFault.BAD_CHARACTER)
        case int() if not -(1 << bits - 1) <= value < 1 << bits - 1:
            raise InvalidInput(field, StorableFault.TOO_LARGE, bits=bits)
        case float() if not math.isfinite(value):
            raise InvalidInput(field, StorableFault.NOT_FINITE)
        case _:
            pass
