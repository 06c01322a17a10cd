"""Everything of a session that lies in files: in the media store, the logs still being written, the uploads still arriving."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from proctor_core.media.store import MediaStore, media_key, owner_of
from proctor_core.services.outage.outbox import Outbox

_READ = 1 << 20
LONG_AGO = datetime.min.replace(tzinfo=UTC)
VIDEO, AS_IT_CAME = "video", "recordings"
"""Folders of a session's video in the media store: as it is shown, and uploads that still have their sound."""
_LOGS, _ARRIVING = "unfinished", "arriving"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a session: a key of the media store, a path in a folder of what is not finished, or what the outbox holds."""

    name: str
    size_bytes: int
    path: Path | None = None
    content: bytes | None = None


def is_video(file: KeptFile) -> bool:
    """Whether the file is video, whole or a piece, or pictures of it that nobody has looked through for others."""
    return any(f"/{folder}/" in file.name for folder in (VIDEO, AS_IT_CAME, _ARRIVING)) or ".webm" in file.name


@dataclass(frozen=True, slots=True)
class SessionFiles:
    """The files of sessions.

    Attributes:
        log_dir: one folder per session whose observation log is not in the media store yet.
        upload_dir: one folder per session of which a recording is arriving or being analysed.
        outbox: what waits for the database.
    """

    media: MediaStore
    log_dir: Path
    upload_dir: Path | None = None
    outbox: Outbox | None = None

    def of(self, session_id: UUID) -> Iterator[KeptFile]:
        """Every file of the session."""
        for stored in self.media.list(media_key(session_id)):
            yield KeptFile(stored.key, stored.size_bytes)
        for path in self._unfinished(session_id):
            folder = _LOGS if path.is_relative_to(self.log_dir) else _ARRIVING
            yield KeptFile(media_key(session_id, folder, path.name), path.stat().st_size, path)
        if self.outbox and (waiting := self.outbox.of(session_id)):
            content = b"[" + b",\n".join(waiting) + b"]"
            yield KeptFile(media_key(session_id, _LOGS, "waiting.json"), len(content), content=content)

    def chunks(self, file: KeptFile) -> Iterator[bytes]:
        """The content of a file in parts."""
        if file.content is not None:
            yield file.content
            return
        if file.path is None:
            yield from self.media.chunks(file.name)
            return
        with file.path.open("rb") as opened:
            while part := opened.read(_READ):
                yield part

    def remove(self, session_id: UUID, *, keeps_answers: bool = False) -> int:
        """Remove them all, but for answers that wait where those stay; returns how many files there were."""
        if self.outbox:
            self.outbox.forget(session_id, keeps_answers=keeps_answers)
        unfinished = len(self._unfinished(session_id))
        for folder in self._folders:
            shutil.rmtree(folder / str(session_id), ignore_errors=True)
        return unfinished + self.media.delete_prefix(media_key(session_id))

    def remove_video(self, session_id: UUID) -> int:
        """Remove the session's video alone; returns how many files there were."""
        waiting = list((self.log_dir / str(session_id)).glob("*.webm*"))
        for path in waiting:
            path.unlink(missing_ok=True)
        if self.upload_dir:
            arriving = self.upload_dir / str(session_id)
            waiting += [path for path in arriving.rglob("*") if path.is_file()]
            shutil.rmtree(arriving, ignore_errors=True)
        stored = sum(self.media.delete_prefix(media_key(session_id, folder)) for folder in (VIDEO, AS_IT_CAME))
        return len(waiting) + stored

    def newest(self) -> dict[UUID, datetime]:
        """The sessions that have files, or something that waits in the outbox, and when the newest file of each was written."""
        found = dict.fromkeys(self.outbox.owners() if self.outbox else (), LONG_AGO)
        for stored in self.media.list("sessions"):
            _note(found, owner_of(stored.key), stored.modified_at)
        for path in (path for folder in self._folders for path in folder.glob("*")):
            _note(found, owner_of(f"sessions/{path.name}"), _newest_below(path))
        return found

    def newest_of(self, session_id: UUID) -> datetime:
        """When the newest file of the session was written; long ago where there is none."""
        found = {session_id: LONG_AGO}
        for stored in self.media.list(media_key(session_id)):
            _note(found, session_id, stored.modified_at)
        for folder in self._folders:
            _note(found, session_id, _newest_below(folder / str(session_id)))
        return found[session_id]

    @property
    def _folders(self) -> list[Path]:
        return [self.log_dir, *([self.upload_dir] if self.upload_dir else [])]

    def _unfinished(self, session_id: UUID) -> list[Path]:
        found = [path for folder in self._folders for path in (folder / str(session_id)).rglob("*")]
        return sorted(path for path in found if path.is_file())


def _note(found: dict[UUID, datetime], owner: UUID | None, at: datetime) -> None:
    if owner is not None:
        found[owner] = max(found.get(owner, LONG_AGO), at)


def _newest_below(folder: Path) -> datetime:
    return max(map(_modified_at, (folder, *folder.rglob("*"))))


def _modified_at(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        # Handed over or removed while it was looked at.
        return LONG_AGO
