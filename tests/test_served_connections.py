"""The served program at its doors: strangers' sockets, slow clients, and nothing that goes out."""

import base64
import http.client
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from proctor_core.start.waiting_connections import PER_ADDRESS
from tests.support.program import RunningProgram, running_program


class Trap:
    """Stands where a proxy to the world outside would: counts who comes and never answers."""

    def __init__(self) -> None:
        self.came: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listening.accept()
            except OSError:
                return
            self.came.append(caller.recv(200))

    def close(self) -> None:
        self._listening.close()


@contextmanager
def trapped() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.close()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    with trapped() as made:
        yield made


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, models_dir: Path, trap: Trap) -> Iterator[RunningProgram]:
    outside = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), trap.url)
    settings = {"DEMO": "0", "PROCTORING_MODELS_DIR": str(models_dir), **outside}
    with running_program(tmp_path_factory.mktemp("served"), settings) as running:
        yield running


def ask(program: RunningProgram, path: str, **headers: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(program.url).netloc, timeout=20)
    connection.request("GET", path, headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


def shake_hands(program: RunningProgram, **headers: str) -> int:
    upgrade = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": base64.b64encode(os.urandom(16)).decode(),
    }
    return ask(program, "/_stcore/stream", **upgrade, **headers)


def test_no_handshake_of_a_stranger_gets_in_and_none_makes_the_program_ask_outside(
    program: RunningProgram, trap: Trap
) -> None:
    for origin in ("https://evil.example", "http://127.0.0.1:1", "null", program.url):
        assert shake_hands(program, origin=origin) == 403
    assert shake_hands(program) == 403
    assert trap.came == []


def test_streamlits_numbers_are_closed(program: RunningProgram) -> None:
    assert ask(program, "/_stcore/metrics") == 404
    assert ask(program, "/_stcore/agent/openapi.json") == 404
    assert ask(program, "/_stcore/health") == 200


def test_slow_clients_keep_nobody_waiting(program: RunningProgram) -> None:
    where = ("127.0.0.1", urlsplit(program.url).port or 0)
    with ExitStack() as at_the_end:
        slow = [at_the_end.enter_context(socket.create_connection(where, timeout=20)) for _ in range(3 * PER_ADDRESS)]
        for made in slow:
            with suppress(ConnectionError):  # cut off already
                made.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n")
        assert ask(program, "/api/health") == 200
        assert is_cut_off(slow[0]), "the one that waited longest was cut off"


def is_cut_off(client: socket.socket) -> bool:
    """An end, or a reset where the server had not yet read what was sent."""
    try:
        return client.recv(100) == b""
    except ConnectionResetError:
        return True


def test_the_program_raises_the_number_of_files_that_it_may_open(program: RunningProgram) -> None:
    for limits in Path("/proc").glob("[0-9]*/limits"):
        command = (limits.parent / "cmdline").read_bytes()
        environment = limits.parent / "environ"
        if b"proctor_core\0serve" in command and str(program.data_dir).encode() in environment.read_bytes():
            (line,) = [line for line in limits.read_text().splitlines() if line.startswith("Max open files")]
            soft, hard = (int(number) for number in line.split()[3:5])
            assert soft == min(hard, 65_536)


def test_the_log_names_no_client(program: RunningProgram) -> None:
    shake_hands(program, origin="https://evil.example")
    ask(program, "/")
    said = program.log.read_text(errors="replace")
    assert "403" not in said and "handshake" not in said, "a stranger writes no log"
    assert "127.0.0.1:" not in said.replace(program.url, "")
    assert "evil.example" not in said
