"""Slow clients: connections that send nothing keep nobody waiting, and each is waited for so long and no longer."""

import asyncio
import inspect
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from proctor_core.start import open_files, patient_http, waiting_connections
from proctor_core.start.open_files import raise_open_files
from proctor_core.start.patient_http import PatientH11, PatientHttpTools, PatientServer
from proctor_core.start.waiting_connections import Lobby
from tests.support.processes import wait_until

BOTH = pytest.mark.parametrize("kind", [PatientHttpTools, PatientH11])
HEAD = b"GET /x HTTP/1.1\r\nhost: here\r\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await PlainTextResponse(f"{len(body)} bytes")(scope, receive, send)


class Served:
    """A server on loopback, whose lobby is at hand."""

    def __init__(self, kind: type[Any], lobby: Lobby) -> None:
        self.lobby = lobby
        self._listening = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, http=lambda **given: kind(lobby, **given), lifespan="off", log_level="critical")
        self._server = PatientServer(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), daemon=True)
        self._thread.start()
        self.port = self._listening.getsockname()[1]
        self._sockets: list[socket.socket] = []

    def connect(self, first: bytes = b"") -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        made.sendall(first)
        self._sockets.append(made)
        return made

    def ask(self, made: socket.socket | None = None) -> bytes:
        asking = made or self.connect()
        asking.sendall(HEAD + b"\r\n")
        return asking.recv(4096)

    def end(self) -> None:
        for made in self._sockets:
            made.close()
        self._server.should_exit = True
        self._thread.join(10)


@contextmanager
def served(kind: type[Any], *, trusted: tuple[str, ...] = (), most: int = 1000) -> Iterator[Served]:
    running = Served(kind, Lobby(trusted, most, lambda address: address))
    try:
        yield running
    finally:
        running.end()


def is_cut_off(made: socket.socket) -> bool:
    try:
        return made.recv(4096) == b""
    except ConnectionError:
        return True


@BOTH
def test_slow_clients_of_one_address_make_room_for_each_other_and_a_request_passes(
    kind: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_connections, "PER_ADDRESS", 20)
    with served(kind) as running:
        slow = [running.connect(HEAD) for _ in range(60)]
        assert running.ask().endswith(b"0 bytes")
        wait_until(
            lambda: len(tuple(running.lobby.waiting())) <= 20,
            "connections as they should be",
            timeout_s=10,
            every_s=0.01,
        )
        assert is_cut_off(slow[0]), "who waited longest went first"
        assert running.ask().endswith(b"0 bytes")


@BOTH
def test_behind_a_trusted_proxy_everybody_may_wait(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_connections, "PER_ADDRESS", 5)
    with served(kind, trusted=("127.0.0.1",)) as running:
        for _ in range(30):
            running.connect(HEAD)
        wait_until(
            lambda: len(tuple(running.lobby.waiting())) == 30,
            "connections as they should be",
            timeout_s=10,
            every_s=0.01,
        )
        assert running.ask().endswith(b"0 bytes")


@BOTH
def test_with_all_connections_taken_the_slowest_goes_whatever_its_address(kind: type[Any]) -> None:
    with served(kind, trusted=("127.0.0.1",), most=10) as running:
        slow = [running.connect(HEAD) for _ in range(30)]
        assert running.ask().endswith(b"0 bytes")
        assert is_cut_off(slow[0])


@BOTH
@pytest.mark.parametrize("first", [b"", HEAD, b"GET"])
def test_headers_that_do_not_come_are_not_waited_for(
    kind: type[Any], monkeypatch: pytest.MonkeyPatch, first: bytes
) -> None:
    monkeypatch.setattr(waiting_connections, "HEAD_S", 0.2)
    with served(kind) as running:
        assert is_cut_off(running.connect(first))


@BOTH
def test_neither_are_those_of_a_later_request(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_connections, "HEAD_S", 0.3)
    with served(kind) as running:
        asking = running.connect()
        for _ in range(3):
            assert running.ask(asking).endswith(b"0 bytes")
        asking.sendall(b"GET /x HT")
        assert is_cut_off(asking)
        assert tuple(running.lobby.waiting()) == ()


@BOTH
def test_a_request_under_way_takes_the_time_that_it_needs(kind: type[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_connections, "HEAD_S", 0.2)
    with served(kind) as running:
        asking = running.connect(b"POST /x HTTP/1.1\r\nhost: here\r\ncontent-length: 4\r\n\r\n12")
        wait_until(
            lambda: not tuple(running.lobby.waiting()), "connections as they should be", timeout_s=10, every_s=0.01
        )
        assert is_cut_off(running.connect(HEAD)), "who came later has no more time"
        asking.sendall(b"34")
        assert asking.recv(4096).endswith(b"4 bytes")


def test_headers_without_end_are_refused() -> None:
    with served(PatientHttpTools) as running:
        endless = running.connect(HEAD)
        with pytest.raises(OSError):
            for _ in range(10_000):
                endless.sendall(b"x: " + b"y" * 4096 + b"\r\n")
        assert running.ask().endswith(b"0 bytes")


# ---- open files ----


def test_the_soft_limit_is_raised_to_the_hard_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    limits = [(1024, 20_000)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, given: limits.append(given))
    assert raise_open_files() == 20_000
    assert limits[-1] == (20_000, 20_000)
    assert raise_open_files() == 20_000
    assert len(limits) == 2, "there was nothing left to raise"


def test_a_system_that_refuses_its_own_limit_gives_a_smaller_one(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    limits = [(256, resource.RLIM_INFINITY)]

    def picky(_: int, given: tuple[int, int]) -> None:
        if given[0] > open_files.SMALLEST:
            raise ValueError("current limit exceeds maximum limit")
        limits.append(given)

    monkeypatch.setattr(resource, "getrlimit", lambda _: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", picky)
    assert raise_open_files() == open_files.SMALLEST


# ---- the names that are leaned on ----


def test_uvicorns_protocols_have_the_methods_that_are_overridden() -> None:
    for kind, names in (
        (HttpToolsProtocol, ("on_headers_complete", "on_message_complete")),
        (H11Protocol, ("handle_events",)),
    ):
        for name in (*names, "connection_made", "connection_lost", "data_received", "on_response_complete"):
            assert name in vars(kind), f"uvicorn's {kind.__name__}.{name} went away"
        assert "self.handle_websocket_upgrade(" in inspect.getsource(kind)
    assert "loop.create_server" in inspect.getsource(uvicorn.Server.startup)
    assert asyncio.iscoroutinefunction(patient_http.PatientServer.startup)
