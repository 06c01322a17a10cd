"""Connections that have not sent a whole request yet: how long they may take, how many an address may have, who goes first.

A client that sends a byte now and then costs an open file and nothing else; a thousand of them would leave none for others. A
healthy one is in here for as long as its request needs on its way, so whoever waits longest goes.
"""

import asyncio
from collections.abc import Callable, Container, Iterable
from typing import Protocol

HEAD_S = 10.0
"""From the connection, or from the first byte of a later request, until all of its headers are there."""
PER_ADDRESS = 100
"""Waiting connections of one address; a whole building's browsers open a few ahead each."""
KEPT_FREE = 200
"""Open files for everything but connections: the database, models, pictures, segments of video."""


class Connection(Protocol):
    """What the lobby knows of a connection."""

    client: tuple[str, int] | None
    transport: asyncio.Transport


class Lobby:
    """One per server, on its event loop.

    `trusted`: proxies, through which everybody comes; they may have any number. `most`: connections of all kinds. `place_of`:
    the network of an address that its owner has at least.
    """

    def __init__(self, trusted: Container[object], most: int, place_of: Callable[[str], str]) -> None:
        self._trusted = trusted
        self._most = most
        self._place_of = place_of
        self._waiting: dict[Connection, str] = {}
        self._of_address: dict[str, dict[Connection, None]] = {}
        self._idle: dict[Connection, None] = {}
        self._timers: dict[Connection, asyncio.TimerHandle] = {}

    def come_in(self, connection: Connection, others: int) -> None:
        """A new connection; `others`: how many there are beside it. Who waits longest makes room for it."""
        if others >= self._most:
            self._cut_off(next((other for part in (self._waiting, self._idle) for other in part), connection))
        self.begin(connection)

    def begin(self, connection: Connection) -> None:
        """A request has begun to come, or its connection is new: its headers must be there in time."""
        peer = connection.client[0] if connection.client else ""
        address = self._place_of(peer)
        self._idle.pop(connection, None)
        if connection in self._waiting or connection.transport.is_closing():
            return
        self._waiting[connection] = address
        self._timers[connection] = asyncio.get_running_loop().call_later(HEAD_S, self._cut_off, connection)
        of_address = self._of_address.setdefault(address, {})
        of_address[connection] = None
        if len(of_address) > PER_ADDRESS and peer not in self._trusted:
            self._cut_off(next(iter(of_address)))

    def has(self, connection: Connection) -> bool:
        """Whether it is expected to send headers."""
        return connection in self._waiting or connection in self._idle

    def rest(self, connection: Connection) -> None:
        """Its request was answered; the next one may come on it, or uvicorn ends it by its own timer."""
        if connection not in self._waiting:
            self._idle[connection] = None

    def leave(self, connection: Connection) -> None:
        """Its headers are there, or it has ended."""
        self._idle.pop(connection, None)
        address = self._waiting.pop(connection, None)
        if address is None:
            return
        self._timers.pop(connection).cancel()
        of_address = self._of_address[address]
        of_address.pop(connection)
        if not of_address:
            del self._of_address[address]

    def waiting(self) -> Iterable[Connection]:
        """Those whose headers are not there, who waits longest first."""
        return tuple(self._waiting)

    def _cut_off(self, connection: Connection) -> None:
        self.leave(connection)
        # Not `close`: that would wait until a client which reads nothing has read everything.
        connection.transport.abort()
