"""One process at a time fetches models into a cache folder; the others wait and then find them there.

The system drops the lock when its holder ends, however it ends.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK_FILE_NAME = ".fetch.lock"

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


@contextmanager
def sole_fetcher(cache_dir: Path) -> Iterator[None]:
    """Hold the cache folder, which is made when it is not there.

    Raises:
        OSError: the folder can't be made or written.
    """
    cache_dir.mkdir(parents=True, exist_ok=True)
    with (cache_dir / LOCK_FILE_NAME).open("wb") as file:
        _lock(file.fileno())
        yield
