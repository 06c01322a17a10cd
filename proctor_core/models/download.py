"""Downloads one file from an https address: in pieces, with a time-out, never more bytes than are expected.

One of the sources of `model_sources.py`. The environment's proxies are honoured; the hash is checked by the caller.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from proctor_core.codes.code import CodedMessage, message
from proctor_core.codes.model_faults import ModelFault
from proctor_core.codes.model_report import ModelNotice
from proctor_core.errors import ModelUnavailable

CHUNK_BYTES = 1 << 16
PROGRESS_STEPS = 5


def download(
    url: str, target: Path, size_bytes: int, *, progress: Callable[[CodedMessage], None], timeout_s: float
) -> None:
    """Write what the address answers to `target`.

    Args:
        size_bytes: what is expected; a longer or shorter answer is refused.
        timeout_s: how long the other side may be silent.

    Raises:
        ModelUnavailable: refused, silent, cut off, or of another size.
    """
    try:
        with urllib.request.urlopen(url, timeout=timeout_s) as answer, target.open("wb") as file:
            received = _receive(answer, file, size_bytes, target.stem, progress)
    except urllib.error.HTTPError as error:
        error.close()
        raise ModelUnavailable(ModelFault.ANSWERED, url=url, status=error.code, reason=str(error.reason)) from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise ModelUnavailable(ModelFault.ADDRESS_NOT_READ, url=url, error=str(reason)) from error
    if received > size_bytes:
        raise ModelUnavailable(ModelFault.ANSWER_TOO_LONG, url=url, size=size_bytes)
    if received < size_bytes:
        raise ModelUnavailable(ModelFault.ANSWER_TOO_SHORT, url=url, size=size_bytes, received=received)


def _receive(
    answer: http.client.HTTPResponse,
    file: BinaryIO,
    size_bytes: int,
    name: str,
    progress: Callable[[CodedMessage], None],
) -> int:
    received, step = 0, 0
    while received <= size_bytes and (chunk := answer.read(CHUNK_BYTES)):
        file.write(chunk)
        received += len(chunk)
        if received * PROGRESS_STEPS // size_bytes > step:
            step = received * PROGRESS_STEPS // size_bytes
            percent = min(100, received * 100 // size_bytes)
            progress(message(ModelNotice.PERCENT, name=name, percent=percent, size=size_text(size_bytes)))
    return received


def size_text(size_bytes: int) -> str:
    """A size as a person would say it."""
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1e6 else f"{size_bytes / 1e3:.0f} kB"
