"""ASGI middleware: a body that is larger than its route takes is refused before it is read, and cut off when it lied.

One that does not come is not waited for: it would hold a connection for ever.
"""

import asyncio
from contextlib import suppress

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from proctor_core.api.problems import problem_of
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.errors import NotSignedIn

LARGEST_JSON = 8 << 20
"""Bytes. A snapshot of 4 MB is 5.6 MB in base64."""
LARGEST_OF_NOBODY = 64 << 10
"""Bytes. Whoever does not say who they are is refused by every route, and a large body would be read first."""
OF_NOBODY = "proctor.of_nobody"
"""In the scope of a request that came with neither a token nor a sign-in of ours."""
MOST_DIGITS = 19
NOT_SIGNED_IN, TOO_LARGE, TOO_SLOW = 401, 413, 408
PIECE_S = 20.0
WHOLE_S = 120.0
"""Until the next piece of a body, and until all of it is there: 8 MB at 0.6 Mbit/s."""


class BodyRefused(Exception):
    """Raised inside the application when a body stops coming or goes on beyond its limit; never leaves this module."""


class BodyLimit:
    """`streamed`: begins of paths whose routes read their bodies in parts and have limits of their own."""

    def __init__(self, app: ASGIApp, streamed: tuple[str, ...] = (), largest: int = LARGEST_JSON) -> None:
        self._app = app
        self._streamed = streamed
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413, or 401 where nobody knows whose it is."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path.startswith(self._streamed or ("\0",)):
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        # A number of thousands of digits is none that Python reads.
        if not declared.isdigit() or len(declared) > MOST_DIGITS or int(declared) > self._largest:
            await _refusal(TOO_LARGE)(scope, receive, _closing(send))
        elif OF_NOBODY not in scope:
            await self._cut(scope, receive, send, self._largest, TOO_LARGE)
        elif int(declared) > LARGEST_OF_NOBODY:
            await _refusal(NOT_SIGNED_IN)(scope, receive, _closing(send))
        else:
            await self._cut(scope, receive, send, min(LARGEST_OF_NOBODY, self._largest), NOT_SIGNED_IN)

    async def _cut(self, scope: Scope, receive: Receive, send: Send, largest: int, too_large: int) -> None:
        read, is_whole, refused = 0, False, 0
        ends_at_s = asyncio.get_running_loop().time() + WHOLE_S
        is_answered = False

        async def counted() -> Message:
            nonlocal read, is_whole, refused
            if is_whole:
                # From here on it only waits for whoever asked to go away.
                return await receive()
            message = await _before(ends_at_s, receive)
            if message is not None:
                is_whole = not message.get("more_body", False)
                read += len(message.get("body", b""))
            if message is None or read > largest:
                refused = TOO_SLOW if message is None else too_large
                raise BodyRefused
            return message

        async def noted(message: Message) -> None:
            nonlocal is_answered
            # What the application makes of its broken body is of no interest.
            if is_answered or not refused:
                is_answered = True
                await send(message)

        with suppress(BodyRefused):
            await self._app(scope, counted, noted)
        if refused and not is_answered:
            await _refusal(refused)(scope, receive, _closing(send))


def _refusal(status: int) -> Response:
    return problem_of(status, NotSignedIn(CallerRefusal.NOBODY) if status == NOT_SIGNED_IN else None)


async def _before(ends_at_s: float, receive: Receive) -> Message | None:
    left_s = min(PIECE_S, ends_at_s - asyncio.get_running_loop().time())
    try:
        # No task of its own, as wait_for makes: a heartbeat, whose body is there already, would cost a third more.
        async with asyncio.timeout(left_s):
            return await receive()
    except TimeoutError:
        return None


def _closing(send: Send) -> Send:
    """The rest of the body is not read, so nothing more can come on this connection."""

    async def closing(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await send(message)

    return closing
