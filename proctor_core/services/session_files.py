"""Everything of a session that lies in files: its pictures and logs in the media store, and the logs still being written."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from proctor_core.media.store import MediaStore, media_key

_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a session: a key of the media store, or a path in the folder of logs."""

    name: str
    size_bytes: int
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class SessionFiles:
    """The files of sessions. `log_dir` holds one folder per session whose observation log is not in the media store yet."""

    media: MediaStore
    log_dir: Path

    def of(self, session_id: UUID) -> Iterator[KeptFile]:
        """Every file of the session."""
        for stored in self.media.list(media_key(session_id)):
            yield KeptFile(stored.key, stored.size_bytes)
        for path in sorted((self.log_dir / str(session_id)).glob("*")):
            yield KeptFile(media_key(session_id, "unfinished", path.name), path.stat().st_size, path)

    def chunks(self, file: KeptFile) -> Iterator[bytes]:
        """The content of a file in parts."""
        if file.path is None:
            yield from self.media.chunks(file.name)
            return
        with file.path.open("rb") as opened:
            while part := opened.read(_READ):
                yield part

    def remove(self, session_id: UUID) -> int:
        """Remove them all; answers how many there were."""
        folder = self.log_dir / str(session_id)
        logs = len(list(folder.glob("*")))
        shutil.rmtree(folder, ignore_errors=True)
        return logs + self.media.delete_prefix(media_key(session_id))

    def owners(self) -> set[UUID]:
        """The sessions that have files."""
        names = {stored.key.split("/")[1] for stored in self.media.list("sessions")}
        names |= {path.name for path in self.log_dir.glob("*")}
        return {UUID(name) for name in names if _is_id(name)}


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
