"""The real program, as `make run` serves it, in a data folder of its own and on a free port."""

import http.client
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from tests.support.command import run_command
from tests.support.processes import Process, end_group, ends_with_us, wait_until

ROOT = Path(__file__).resolve().parents[2]
INHERITED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "LD_LIBRARY_PATH",
    "OPENBLAS_CORETYPE",
    "PROCTORING_MODELS_DIR",
)


@dataclass(frozen=True, slots=True)
class RunningProgram:
    """Where a started program is and what it wrote."""

    url: str
    data_dir: Path
    log: Path
    process: Process
    environment: Mapping[str, str]

    def command(self, *arguments: str, stdin: str = "") -> str:
        """Run `python -m proctor_core ...` on the same data, such as `create-administrator`; what it printed."""
        done = subprocess.run(
            _command(*arguments),
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            text=True,
            stdout=subprocess.PIPE,
            check=True,
        )
        return done.stdout


Serve = Callable[..., RunningProgram]
"""The fixture `serve`."""


def free_tcp_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_program(folder: Path, settings: Mapping[str, str]) -> Generator[RunningProgram]:
    """Migrate and serve; the environment is `settings` and little else. Ends with the block."""
    port = free_tcp_port()
    data_dir, log = folder / "data", folder / "program.log"
    environment = _environment(data_dir, {"HOST": "127.0.0.1", "PORT": str(port), **settings})
    migrated = run_command(("migrate",), ROOT, environment)
    assert migrated.returncode == 0, migrated.stderr
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*ends_with_us("KILL"), *_command("serve")],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
    is_secure = settings.get("HTTPS") == "1"
    url = f"{'https' if is_secure else 'http'}://127.0.0.1:{port}"
    program = RunningProgram(url, data_dir, log, process, environment)
    try:
        wait_until(
            lambda: is_healthy(port, is_secure=is_secure), "a healthy program", timeout_s=60, process=process, log=log
        )
        yield program
    finally:
        end_group(process, signal.SIGTERM, timeout_s=15)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "proctor_core", *arguments]


def _environment(data_dir: Path, settings: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, "PYTHONUNBUFFERED": "1", "PROCTORING_DATA_DIR": str(data_dir), **settings}


def is_healthy(port: int, *, is_secure: bool = False) -> bool:
    """Whether a program answers there; its certificate is of no interest here."""
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    connection = (
        http.client.HTTPSConnection("127.0.0.1", port, timeout=2, context=trusting)
        if is_secure
        else http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    )
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
