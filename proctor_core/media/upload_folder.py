"""Files that arrive in parts: one per upload, below the data folder; how many bytes a file has is how far its upload is.

A name is made of ids alone. A part with a checksum counts when it was checked: until then a mark beside the file says where
it began, and whatever a kill left behind the mark is cut off again.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from proctor_core.codes.missing import Missing
from proctor_core.codes.storage_faults import RoomFault
from proctor_core.errors import NoRoom, NotFound

LEFT_FREE_BYTES = 500_000_000
"""Room that no upload may take: the running sessions' pictures and the database need it."""
_PART = ".part"
_UNCHECKED = ".unchecked"


@dataclass(frozen=True, slots=True)
class UploadFolder:
    """`folder` holds one folder per session. Methods block for as long as the disk takes."""

    folder: Path

    def begin(self, session_id: UUID, upload_id: UUID, length: int) -> None:
        """Make the empty file.

        Raises:
            NoRoom: fewer than `length` bytes are free beside what stays free, or the folder can't be written.
        """
        path = self.path(session_id, upload_id)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(path.parent).free
            if free - LEFT_FREE_BYTES < length:
                raise NoRoom(RoomFault.TOO_LITTLE, needed=length, free=free)
            path.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise NoRoom(RoomFault.NOT_BEGUN, error=str(error.strerror)) from error

    def offset(self, session_id: UUID, upload_id: UUID) -> int:
        """Bytes that arrived and count.

        Raises:
            NotFound: the file is gone.
        """
        path = self.path(session_id, upload_id)
        mark = path.with_suffix(_UNCHECKED)
        try:
            if mark.exists():
                os.truncate(path, int(mark.read_text() or path.stat().st_size))
                mark.unlink()
            return path.stat().st_size
        except FileNotFoundError:
            raise NotFound(Missing.UPLOAD) from None

    def append(self, session_id: UUID, upload_id: UUID, content: bytes | bytearray) -> None:
        """Put `content` at the end.

        Raises:
            NotFound: the file is gone, as after an erasure.
            NoRoom: the disk is full; what did fit stays and counts.
        """
        try:
            # "r+" and not "a": an upload that was taken away must not come back.
            with self.path(session_id, upload_id).open("r+b") as file:
                file.seek(0, os.SEEK_END)
                file.write(content)
        except FileNotFoundError:
            raise NotFound(Missing.UPLOAD) from None
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise NoRoom(RoomFault.FULL) from error
            raise

    def mark_unchecked(self, session_id: UUID, upload_id: UUID, offset: int) -> None:
        """From `offset` on nothing counts until `accept`."""
        self.path(session_id, upload_id).with_suffix(_UNCHECKED).write_text(str(offset))

    def accept(self, session_id: UUID, upload_id: UUID) -> None:
        """What came since the mark counts."""
        self.path(session_id, upload_id).with_suffix(_UNCHECKED).unlink(missing_ok=True)

    def remove(self, session_id: UUID, upload_id: UUID) -> None:
        """Take the upload's files away, and the session's folder with the last one."""
        path = self.path(session_id, upload_id)
        for one in (path, path.with_suffix(_UNCHECKED)):
            one.unlink(missing_ok=True)
        try:
            path.parent.rmdir()
        except OSError:
            # Another upload lies there, or it is gone already.
            return

    def path(self, session_id: UUID, upload_id: UUID) -> Path:
        """Where an upload's file lies."""
        return self.folder / str(session_id) / f"{upload_id}{_PART}"

    def all(self) -> Iterator[tuple[UUID, UUID]]:
        """(session, upload) of every file."""
        for path in sorted(self.folder.glob(f"*/*{_PART}")):
            yield UUID(path.parent.name), UUID(path.stem)
