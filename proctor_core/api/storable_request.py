"""ASGI middleware: values that no database takes are refused at the one door that every request comes through.

It looks at what a route would be given, the query and the body as JSON, whatever the content type calls it. Streamed bodies
are files, and what is said about them in headers is looked at where it is read.
"""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from proctor_core.api.problems import problem
from proctor_core.codes.request_faults import RequestFault
from proctor_core.codes.storable_faults import StorableFault
from proctor_core.domain.storable import MOST_DIGITS, require_storable
from proctor_core.errors import InvalidInput, TooLarge

MOST_VALUES = 100_000
"""In one body; the largest of ours, a definition or a batch of observations, has a few thousand. Reading millions of them, a body
of 8 MB, would stop everything else for a fifth of a second."""
AT_ONCE = 8 << 10
"""Bytes. A longer body is looked through in a thread, so that nobody else waits for it."""
_NO_JSON = (b"multipart/", b"application/x-www-form-urlencoded", b"application/octet-stream")


class StorableRequest:
    """`streamed`: begins of paths whose routes read their bodies in parts."""

    def __init__(self, app: ASGIApp, streamed: tuple[str, ...] = ()) -> None:
        self._app = app
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the body that was read, or answer 422 with the field."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        messages: list[Message] = []
        try:
            _require_storable_address(scope)
            if not self._is_streamed(scope):
                messages = await _whole(receive)
                await _require_storable_body(b"".join(part.get("body", b"") for part in messages))
        except InvalidInput as error:
            await problem(error)(scope, receive, send)
            return
        await self._app(scope, _beginning_with(messages, receive), send)

    def _is_streamed(self, scope: Scope) -> bool:
        # Of several kinds nobody knows which one a route reads by.
        kinds = [value.strip().lower() for name, value in scope["headers"] if name == b"content-type"]
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        is_no_json = bool(kinds) and all(kind.startswith(_NO_JSON) for kind in kinds)
        return is_no_json or path.startswith(self._streamed or ("\0",))


def json_of(body: bytes) -> Any:
    """The body as JSON; a whole number of more digits than Python reads comes as infinite.

    Raises:
        ValueError, RecursionError: it is none.
    """
    return json.loads(body, parse_int=_whole_number)


def _whole_number(digits: str) -> float:
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _require_storable_address(scope: Scope) -> None:
    require_storable(scope["path"], "path")
    for name, value in parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True):
        require_storable(value, name)


async def _require_storable_body(body: bytes) -> None:
    if len(body) <= AT_ONCE:
        _look_through(body)
    else:
        await asyncio.to_thread(_look_through, body)


def _look_through(body: bytes) -> None:
    """One that is no JSON is the route's to refuse."""
    # One stands between any two values of a list or an object; a picture in base64 holds none.
    if body.count(b",") > MOST_VALUES:
        raise TooLarge("body", RequestFault.TOO_MANY_VALUES, most=MOST_VALUES)
    try:
        given = json_of(body) if body else None
    except RecursionError:
        raise InvalidInput("", StorableFault.TOO_DEEP) from None
    except ValueError:
        return
    require_storable(given, "")


async def _whole(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _beginning_with(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return again
