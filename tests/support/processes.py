"""Processes that tests start: wait until they are ready, and end them even when the test run itself is killed."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

Process = subprocess.Popen[bytes]


def wait_until(
    is_so: Callable[[], bool],
    what: str,
    *,
    timeout_s: float,
    every_s: float = 0.1,
    process: Process | None = None,
    log: Path | None = None,
) -> None:
    """Ask `is_so` every `every_s` seconds until it is, and fail with `what` and the log's end when it never is.

    Raises:
        AssertionError: after `timeout_s`, or at once when `process` ended meanwhile.
    """
    end = time.monotonic() + timeout_s
    while not is_so():
        ended = process is not None and process.poll() is not None
        if ended or time.monotonic() > end:
            why = "the process ended" if ended else f"waited {timeout_s:g} s"
            raise AssertionError(f"expected: {what}; {why}\n{last_lines(log) if log else ''}")
        time.sleep(every_s)


def last_lines(log: Path, count: int = 60) -> str:
    """The end of a log file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def ends_with_us(signal_name: str) -> list[str]:
    """Put before a command: on Linux the kernel sends it the signal when this process dies; elsewhere nothing."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", signal_name, "--"] if setpriv else []


def end_group(process: Process, first: signal.Signals, timeout_s: float) -> None:
    """Ask the process, which leads a group of its own, to end; after `timeout_s` end the whole group."""
    process.send_signal(first)
    try:
        process.wait(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=timeout_s)
