"""Keeps the native libraries' start-up chatter out of the program's log.

glog, absl and LiteRT write to file descriptor 2 whatever Python's logging says, and the words of the environment that they
honour (set here, unless somebody has set them) silence only a part. So while detectors are built and run for the first
time, descriptor 2 is caught, and every line that is no known chatter is passed on afterwards.
"""

import os
import re
import sys
import tempfile
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


@contextmanager
def caught_chatter() -> Iterator[None]:
    """Catch descriptor 2 for the length of the block; what is no chatter comes out at its end."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as caught:
        kept = os.dup(_STDERR)
        os.dup2(caught.fileno(), _STDERR)
        try:
            yield
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
            _pass_on(caught)


def _pass_on(caught: BinaryIO) -> None:
    caught.seek(0)
    rest = b"".join(line for line in caught if not _CHATTER.match(line))
    if rest:
        os.write(_STDERR, rest)
