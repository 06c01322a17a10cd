"""ASGI middleware before Streamlit: its sockets and private routes are for signed-in people of this origin, its metrics closed.

Streamlit itself lets a socket without an Origin in, and asks a server outside for this machine's address before it refuses a
foreign one: on the event loop, so that everybody waits. It never gets to see either.
"""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from db.away import PERHAPS_AWAY, is_away
from proctor_core.api.cookies import COOKIE_NAME

CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent", "/auth/", "/oauth2callback")
"""Numbers of Streamlit's (ours: /api/metrics), runs of the script, and doors to it that this program does not use."""
PRIVATE = ("/_stcore/upload_file", "/media")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORBIDDEN = 403
PORTS = {"http": 80, "https": 443}


class PageGuard:
    """`is_signed_in`: whether a cookie's value is somebody's; called in a thread, since it asks the database."""

    def __init__(self, app: ASGIApp, is_signed_in: Callable[[str | None], bool]) -> None:
        self._app = app
        self._is_signed_in = is_signed_in

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it: 403, 404, and 503 while the database is away."""
        refusal = await self._refusal(scope)
        if refusal is None:
            await self._app(_without_origin(scope) if scope["type"] == "websocket" else scope, receive, send)
        elif scope["type"] == "websocket":
            await _refuse_socket(WebSocket(scope, receive, send), refusal)
        else:
            await refusal(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        if scope["type"] not in ("http", "websocket"):
            return None
        is_socket, path = scope["type"] == "websocket", str(scope["path"])
        if path.startswith(CLOSED):
            return PlainTextResponse("Not Found", 404)
        if not (is_socket or path.startswith(PRIVATE)):
            return None
        connection = HTTPConnection(scope)
        changes = is_socket or scope["method"] not in SAFE
        if changes and not is_own_origin(connection):
            return PlainTextResponse("of another origin", FORBIDDEN)
        return await self._unless_signed_in(connection.cookies.get(COOKIE_NAME))

    async def _unless_signed_in(self, cookie: str | None) -> Response | None:
        try:
            is_somebody = cookie is not None and await asyncio.to_thread(self._is_signed_in, cookie)
        except PERHAPS_AWAY as error:
            if not is_away(error):
                raise
            return PlainTextResponse("the database is away", 503, headers={"Retry-After": "2"})
        return None if is_somebody else PlainTextResponse("sign in first", FORBIDDEN)


def is_own_origin(connection: HTTPConnection) -> bool:
    """Whether the page that asks is one of this program's public origin; what is no browser names none, and needs its sign-in.

    Behind a trusted proxy `forwarded_host.py` has put the public name into the Host header.
    """
    origin = connection.headers.get("origin")
    if origin is None:
        return True
    try:
        asking, here = urlsplit(origin), urlsplit(f"//{connection.headers.get('host', '')}")
        port = PORTS.get(asking.scheme)
        is_same = (asking.hostname, asking.port or port) == (here.hostname, here.port or port)
    except ValueError:
        return False
    # A page without https of the same name may have been put there by anybody on the way.
    is_downgraded = connection.scope.get("scheme") in ("https", "wss") and asking.scheme != "https"
    return port is not None and asking.hostname is not None and is_same and not is_downgraded


def _without_origin(scope: Scope) -> Scope:
    """Streamlit would compare it with the Host header letter by letter, and ask outside where they differ."""
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"origin"]}


async def _refuse_socket(socket: WebSocket, refusal: Response) -> None:
    await socket.receive()
    # A plain close is answered 403; for another answer uvicorn writes an error into the log each time.
    if refusal.status_code != FORBIDDEN and "websocket.http.response" in socket.scope.get("extensions", {}):
        await socket.send_denial_response(refusal)
    else:
        await socket.close()
