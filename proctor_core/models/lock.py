"""One process at a time fetches models into a cache folder; the others wait and then find them there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proctor_core.file_lock import lock_file

LOCK_FILE_NAME = ".fetch.lock"


@contextmanager
def sole_fetcher(cache_dir: Path) -> Iterator[None]:
    """Hold the cache folder, which is made when it is not there.

    Raises:
        OSError: the folder can't be made or written.
    """
    cache_dir.mkdir(parents=True, exist_ok=True)
    with (cache_dir / LOCK_FILE_NAME).open("wb") as file:
        lock_file(file.fileno(), waits=True)
        yield
