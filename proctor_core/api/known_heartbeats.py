"""ASGI middleware: a heartbeat of a session that is open for its token is answered before the router.

The same bodies and the same answer as the route `heartbeat` of `proctor.py`, without what FastAPI does for any request: half of
what thousands of heartbeats a second cost. Whatever is not plainly one of them goes on to the route, which alone refuses.
"""

from hashlib import sha256

from pydantic import ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from proctor_core.api.heartbeat_bodies import ClientHeartbeat, HeartbeatTaken
from proctor_core.monitoring.clients.heartbeats import HeartbeatBook

PATH = "/proctor/heartbeat"
LARGEST = 4096
"""Bytes; a heartbeat has some 200."""
_JSON, _BEARER = b"application/json", b"bearer"


class KnownHeartbeats:
    """Stands behind the limits and the counting, where paths have no slash at their end."""

    def __init__(self, app: ASGIApp, book: HeartbeatBook) -> None:
        self._app = app
        self._book = book

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a heartbeat that is known, or pass the request on with the body that was read."""
        hashed = _token_hash(scope)
        if hashed is None:
            await self._app(scope, receive, send)
            return
        messages = await _first_of(receive)
        is_whole = not messages[-1].get("more_body", False)
        answer = self._answer(b"".join(part.get("body", b"") for part in messages), hashed) if is_whole else None
        if answer is None:
            await self._app(scope, _beginning_with(messages, receive), send)
            return
        headers = [(b"content-length", b"%d" % len(answer)), (b"content-type", _JSON)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": answer})

    def _answer(self, body: bytes, token: str) -> bytes | None:
        try:
            said = ClientHeartbeat.model_validate_json(body)
        except ValidationError:
            return None
        answer = self._book.beat(said.session_id, token, said.heartbeat())
        return HeartbeatTaken.of(answer).model_dump_json().encode() if answer else None


def _token_hash(scope: Scope) -> str | None:
    """Of the bearer token of a heartbeat in JSON; None: it is something else."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    if scope["path"].removeprefix(scope.get("root_path", "")) != PATH:
        return None
    headers = dict(scope["headers"])
    kind, _, token = headers.get(b"authorization", b"").partition(b" ")
    is_json = headers.get(b"content-type", b"").partition(b";")[0].strip().lower() == _JSON
    is_known_way = is_json and kind.lower() == _BEARER and token.strip()
    return sha256(token.strip()).hexdigest() if is_known_way else None


async def _first_of(receive: Receive) -> list[Message]:
    """The whole body, or more of it than a heartbeat has."""
    messages, read = [await receive()], 0
    while messages[-1].get("more_body", False) and read <= LARGEST:
        read += len(messages[-1].get("body", b""))
        messages.append(await receive())
    return messages


def _beginning_with(messages: list[Message], receive: Receive) -> Receive:
    waiting = iter(messages)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return again
