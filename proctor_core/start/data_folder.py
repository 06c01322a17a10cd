"""The data folder before anything is written into it: it can be made and written, there is room, and nobody else serves it."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from proctor_core.codes.start_notices import Holder
from proctor_core.codes.start_refusals import StartRefusal
from proctor_core.errors import AlreadyServed, NoRoom
from proctor_core.file_lock import lock_file

LEAST_FREE_BYTES = 200_000_000
"""A day of sessions' pictures and then some; below it, a start would only fail later and in the middle of a survey."""
LOCK_NAME = ".served_by"


def require_room(folder: Path, least_free_bytes: int = LEAST_FREE_BYTES) -> None:
    """Make the folder, write into it, and look how much room there is.

    Raises:
        NoRoom: it can't be made or written, or less than `least_free_bytes` are free.
    """
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"room")
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise NoRoom(StartRefusal.NO_FOLDER, folder=str(folder), error=error.strerror or "") from error
    if free < least_free_bytes:
        raise NoRoom(StartRefusal.NO_ROOM, wanted_mb=least_free_bytes / 1e6, folder=str(folder), free_mb=free / 1e6)


@dataclass(slots=True)
class FolderLock:
    """Held by the one process that serves a data folder; the system lets it go when that process ends, however it ends."""

    folder: Path
    _file: TextIO | None = field(default=None, init=False)

    def take(self, address: str = "") -> None:
        """Hold the folder; once more changes nothing. `address` is told to whoever comes second.

        Raises:
            AlreadyServed: another process holds it.
        """
        if self._file is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        file = (self.folder / LOCK_NAME).open("a+", encoding="utf-8")
        if not lock_file(file.fileno(), waits=False):
            with file:
                raise AlreadyServed(StartRefusal.SERVED_BY, folder=str(self.folder), holder=_holder(file))
        file.truncate(0)
        file.write(f"process {os.getpid()}{' on ' if address else ''}{address}")
        file.flush()
        self._file = file

    def give_back(self) -> None:
        """Let the next one serve."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def require_free(self) -> None:
        """For commands that change what a server relies on.

        Raises:
            AlreadyServed: another process serves the folder.
        """
        if self._file is None:
            self.take()
            self.give_back()


def _holder(file: TextIO) -> str:
    file.seek(0)
    return file.read() or Holder.ANOTHER
