"""ASGI middleware: a body that is larger than its route takes is refused before it is read, and cut off when it lied."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from proctor_core.api.problems import problem_of

LARGEST_JSON = 8 << 20
"""Bytes. A snapshot of 4 MB is 5.6 MB in base64."""
MOST_DIGITS = 19


class BodyTooLarge(Exception):
    """Raised inside the application when a body goes on beyond its limit; never leaves this module."""


class BodyLimit:
    """`streamed`: begins of paths whose routes read their bodies in parts and have limits of their own."""

    def __init__(self, app: ASGIApp, streamed: tuple[str, ...] = (), largest: int = LARGEST_JSON) -> None:
        self._app = app
        self._streamed = streamed
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 413."""
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path.startswith(self._streamed or ("\0",)):
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or len(declared) > MOST_DIGITS or int(declared) > self._largest:
            await problem_of(413)(scope, receive, send)
            return
        await self._cut(scope, receive, send)

    async def _cut(self, scope: Scope, receive: Receive, send: Send) -> None:
        read, is_answered = 0, False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest:
                raise BodyTooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal is_answered
            is_answered = True
            await send(message)

        try:
            await self._app(scope, counted, noted)
        except BodyTooLarge:
            if not is_answered:
                await problem_of(413)(scope, receive, send)
