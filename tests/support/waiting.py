"""Wait for something real to be so: a server that starts, a row that a browser's click writes."""

import subprocess
import time
from collections.abc import Callable
from pathlib import Path


def wait_until(
    is_so: Callable[[], bool],
    what: str,
    *,
    timeout_s: float,
    every_s: float = 0.1,
    process: "subprocess.Popen[bytes] | None" = None,
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
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-40:]) if log else ""
            raise AssertionError(f"expected: {what}; {why}\n{tail}")
        time.sleep(every_s)
