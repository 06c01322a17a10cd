"""uvicorn's HTTP with an end to its patience: it waits for headers for ever, and takes any number of connections that send none.

Names of uvicorn 0.54 that are leaned on: tests/start/test_patient_http.py says which one went away.
"""

import asyncio
import socket
from collections.abc import Callable, Container
from functools import partial
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import Server

from proctor_core.start.waiting_connections import KEPT_FREE, Lobby

LARGEST_HEAD = 64 << 10
"""Bytes; h11 has the same limit, httptools none."""
HANDSHAKE_S = 10.0
FEWEST = 64


class _Patience:
    """What both protocols do; `lobby` is the server's."""

    lobby: Lobby
    cycle: Any
    connections: set[Any]

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)  # pyright: ignore[reportAttributeAccessIssue]
        self.lobby.come_in(self, len(self.connections) - 1)  # pyright: ignore[reportArgumentType]

    def connection_lost(self, exc: Exception | None) -> None:
        self.lobby.leave(self)  # pyright: ignore[reportArgumentType]
        super().connection_lost(exc)  # pyright: ignore[reportAttributeAccessIssue]

    def data_received(self, data: bytes) -> None:
        super().data_received(data)  # pyright: ignore[reportAttributeAccessIssue]
        # Most requests come in one piece and are not waited for any more by now.
        if self.lobby.has(self):  # pyright: ignore[reportArgumentType]
            self.lobby.begin(self)  # pyright: ignore[reportArgumentType]

    def on_response_complete(self) -> None:
        super().on_response_complete()  # pyright: ignore[reportAttributeAccessIssue]
        if self.cycle is None or self.cycle.response_complete:
            self.lobby.rest(self)  # pyright: ignore[reportArgumentType]

    def handle_websocket_upgrade(self, *given: Any, **named: Any) -> None:
        self.lobby.leave(self)  # pyright: ignore[reportArgumentType]
        super().handle_websocket_upgrade(*given, **named)  # pyright: ignore[reportAttributeAccessIssue]


class PatientHttpTools(_Patience, HttpToolsProtocol):
    """With httptools, which uvicorn takes where it is installed."""

    def __init__(self, lobby: Lobby, **given: Any) -> None:
        super().__init__(**given)
        self.lobby = lobby
        self._head, self._is_in_body = 0, False

    def data_received(self, data: bytes) -> None:
        # Before it is parsed: one packet may hold headers, a body and the next headers.
        self._head += 0 if self._is_in_body else len(data)
        super().data_received(data)
        if self._head > LARGEST_HEAD and self.lobby.has(self) and not self._is_in_body:
            self.send_400_response("The headers are too large.")

    def on_headers_complete(self) -> None:
        self._head, self._is_in_body = 0, True
        self.lobby.leave(self)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._is_in_body = False
        super().on_message_complete()


class PatientH11(_Patience, H11Protocol):
    """With h11, uvicorn's other choice."""

    def __init__(self, lobby: Lobby, **given: Any) -> None:
        super().__init__(**given)
        self.lobby = lobby

    def handle_events(self) -> None:
        before = self.cycle
        super().handle_events()
        if self.cycle is not before and not self.cycle.response_complete:
            self.lobby.leave(self)


def patient_http(trusted: Container[object], open_files: int, place_of: Callable[[str], str]) -> Any:
    """What `uvicorn.Config(http=...)` takes; `open_files`: the process's limit; the others as `Lobby` has them."""
    return partial(PatientHttpTools, Lobby(trusted, max(FEWEST, open_files - KEPT_FREE), place_of))


class PatientServer(Server):
    """Waits 10 s instead of 60 for a client that says nothing in TLS."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self.config.ssl:
            loop: Any = asyncio.get_running_loop()
            loop.create_server = partial(loop.create_server, ssl_handshake_timeout=HANDSHAKE_S)
        await super().startup(sockets)
