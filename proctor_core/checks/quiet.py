"""Keeps the native libraries' start-up chatter out of the program's log.

glog, absl and LiteRT write to file descriptor 2 whatever Python's logging says, and the words of the environment that they
honour (set here, unless somebody has set them) silence only a part. So while detectors are built and run for the first
time, descriptor 2 is caught, and every line that is no known chatter is passed on afterwards.
"""

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

_WORDS = {
    "GLOG_minloglevel": "2",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "MEDIAPIPE_DISABLE_GPU": "1",
    "OPENCV_LOG_LEVEL": "ERROR",
}
_CHATTER = re.compile(rb"^(INFO: |[IW]\d{4} \d\d:\d\d|WARNING: (All log|Logging before)|\[ WARN:)")
_STDERR = 2


def silence_native_logs() -> None:
    """Ask glog, absl, TensorFlow Lite and OpenCV for errors only; takes effect for libraries that are loaded later."""
    for name, value in _WORDS.items():
        os.environ.setdefault(name, value)


class _Caught:
    """Descriptor 2 belongs to the whole process: the first block of several at once catches it, the last one lets it go.

    Each for itself, the second would take the first one's file for the log and put that back, and nothing would be logged again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blocks = 0
        self._kept = -1
        self._file: BinaryIO | None = None

    def enter(self) -> None:
        """One block more."""
        with self._lock:
            self._blocks += 1
            if self._blocks == 1:
                sys.stderr.flush()
                self._file = tempfile.TemporaryFile()  # noqa: SIM115  # `leave` closes it
                self._kept = os.dup(_STDERR)
                os.dup2(self._file.fileno(), _STDERR)

    def leave(self) -> None:
        """One block less; what was caught comes out after the last."""
        with self._lock:
            self._blocks -= 1
            if self._blocks == 0 and self._file is not None:
                sys.stderr.flush()
                os.dup2(self._kept, _STDERR)
                os.close(self._kept)
                with self._file as caught:
                    _pass_on(caught)


_caught = _Caught()


@contextmanager
def caught_chatter() -> Iterator[None]:
    """Catch descriptor 2 for the length of the block; what is no chatter comes out at its end. Blocks of threads may overlap."""
    _caught.enter()
    try:
        yield
    finally:
        _caught.leave()


def _pass_on(caught: BinaryIO) -> None:
    caught.seek(0)
    rest = b"".join(line for line in caught if not _CHATTER.match(line))
    if rest:
        os.write(_STDERR, rest)
