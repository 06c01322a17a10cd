"""Texts that no database takes, NUL and halves of characters, are refused before anything is done with them."""

from typing import Any, cast

from fastapi import Request

from proctor_core.errors import InvalidInput

_DEEPEST = 50


async def require_readable_text(request: Request) -> None:
    """Look through a JSON body; one that is none is FastAPI's to refuse.

    Raises:
        InvalidInput: some text holds what can't be stored, or the nesting is deeper than any body of ours.
    """
    if not request.headers.get("content-type", "").startswith("application/json") or not await request.body():
        return
    try:
        body: Any = await request.json()
    except (ValueError, RecursionError):
        return
    _look_through(body, "", 0)


def _look_through(value: Any, place: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise InvalidInput(place, "nested too deeply")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise InvalidInput(place, "holds a character that can't be stored")
    elif isinstance(value, dict):
        for name, inner in cast("dict[str, Any]", value).items():
            _look_through(name, place, depth + 1)
            _look_through(inner, f"{place}.{name}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[Any]", value)):
            _look_through(inner, f"{place}[{number}]", depth + 1)
