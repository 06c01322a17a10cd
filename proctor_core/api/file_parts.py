"""A file that was written for one answer, sent part by part."""

from collections.abc import Iterator
from typing import IO

_READ = 1 << 20


def file_parts(file: IO[bytes]) -> Iterator[bytes]:
    """The file from its beginning; closed, and so gone, with the last part."""
    with file:
        file.seek(0)
        while part := file.read(_READ):
            yield part
