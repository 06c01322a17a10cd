"""Takes uploaded recordings one after the other: out of the store, through the process that looks at them, back into rows.

One per process, in one thread; the looking itself is done by a process of the lowest priority, so it takes what live sessions
leave. What is in memory here is the list of what was found, whatever the recording's length.
"""

import hashlib
import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.codes.storage_faults import RoomFault
from proctor_core.domain.evidence import StoredPicture
from proctor_core.domain.failure import failure, failure_by
from proctor_core.domain.picture_facts import PictureFacts
from proctor_core.domain.reason import Words, read_reason
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, SnapshotKind, ViolationType
from proctor_core.errors import InvalidInput, NoRoom, Unavailable
from proctor_core.media.container_layout import MP4, WEBM
from proctor_core.media.silent_video import MEDIA_TYPES, silent_kind
from proctor_core.media.store import MediaStore, StoredObject, media_key
from proctor_core.media.upload_folder import LEFT_FREE_BYTES
from proctor_core.monitoring.recordings.recording_child import SNAPSHOT, THUMBNAILS
from proctor_core.monitoring.recordings.recording_process import ChildTask, NotWanted, Patience, Unfinished, lines_of
from proctor_core.services.files.session_files import VIDEO
from proctor_core.services.recordings.held_recordings import TakenRecording
from proctor_core.services.recordings.recording_outcome import Analysed, RecordingOutcomeService
from proctor_core.services.recordings.recording_work import RecordingWork

log = logging.getLogger(__name__)

Look = Callable[[ChildTask, Patience, Callable[[float], bool], threading.Event], Iterator[dict[str, Any]]]
"""As `recording_process.lines_of`."""
BASELINE_S = 5.0
"""So many first seconds teach the resting pose where the enrolment did not, as `analyze` does."""
WORK = ".work"
_CONTAINER = {"video/webm": WEBM, "video/mp4": MP4}


@dataclass(slots=True)
class _Found:
    """What one recording's process has told so far."""

    violations: list[AllegedViolation] = field(default_factory=list[AllegedViolation])
    pictures: list[list[dict[str, Any]]] = field(default_factory=list[list[dict[str, Any]]])
    signals: list[RaisedSignal] = field(default_factory=list[RaisedSignal])
    looks: int = 0
    unread: int = 0


@dataclass(frozen=True, slots=True)
class RecordingWorker:
    """The worker of one process.

    Attributes:
        folder: holds one folder per session in whose recording there is work; nothing stays in it.
        models: where each of `checks.observer.DetectorFiles` lies.
        name: machine and process, for people who ask who has it.
        look: the process that opens the file, by its lines.
        ending: set when the process ends: what is being looked at is given back.
    """

    work: RecordingWork
    outcome: RecordingOutcomeService
    media: MediaStore
    folder: Path
    models: Mapping[str, str | None]
    patience: Patience
    name: str
    look: Look = lines_of
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    ending: threading.Event = field(default_factory=threading.Event)

    def work_off(self) -> int:
        """Do all that waits; how many recordings that were."""
        self._tidy()
        done = 0
        while not self.ending.is_set():
            taken = self.work.take(self.name)
            if taken is None:
                break
            self._do(taken)
            done += 1
        return done

    def _tidy(self) -> None:
        """Take away what killed workers left."""
        for path in self.folder.glob(f"*/*{WORK}"):
            owner = path.name.removesuffix(WORK)
            if _is_id(owner) and not self.work.is_at_work(UUID(owner)):
                _remove(path)

    def _do(self, taken: TakenRecording) -> None:
        recording = taken.recording
        folder = self.folder / str(recording.session_id) / f"{recording.id}{WORK}"
        try:
            shutil.rmtree(folder, ignore_errors=True)
            self._require_room(folder, taken)
            self._look(taken, folder)
        except NotWanted:
            self.work.give_back(taken)
        except (NoRoom, Unavailable) as error:
            self.work.no_room(taken, failure_by(error))
        except InvalidInput as error:
            self.work.refused(taken, failure_by(error, error.message))
        except Unfinished as error:
            self.work.failed(taken, error.why)
        except Exception as error:
            log.exception("recording %s can't be analysed", recording.id)
            self.work.failed(taken, failure(RecordingFault.UNEXPECTED, kind=type(error).__name__))
        finally:
            _remove(folder)

    def _require_room(self, folder: Path, taken: TakenRecording) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            free = self.free_bytes(folder)
        except OSError as error:
            raise NoRoom(RoomFault.NOT_WRITTEN, error=str(error.strerror)) from error
        needed = taken.recording.size_bytes * (0 if taken.is_rewritten else 1)
        if self._path(taken) is None:
            needed += taken.recording.size_bytes
        if free - LEFT_FREE_BYTES < needed:
            raise NoRoom(RoomFault.TOO_LITTLE, needed=needed, free=free)

    def _look(self, taken: TakenRecording, folder: Path) -> None:
        task, found = self._task(taken, folder), _Found()
        for report in self.look(task, self.patience, lambda done: self.work.renew(taken, done), self.ending):
            if "rewritten" in report and not self._rewritten(taken, folder / f"silent.{task.kind}", task.kind):
                raise NotWanted("another worker has it")
            _note(found, report)
        if task.analyses:
            self._keep(taken, folder, found)
        else:
            self.work.give_back(taken)

    def _task(self, taken: TakenRecording, folder: Path) -> ChildTask:
        recording, source = taken.recording, self._path(taken) or self._fetched(taken, folder / "source")
        # What is made of an altered file would be recorded as the program's own.
        if _sha256(source) != recording.sha256:
            raise InvalidInput("recording", RecordingFault.ALTERED)
        return ChildTask(
            source=source,
            container=_CONTAINER[recording.media_type],
            kind=silent_kind(recording.codec or ""),
            folder=folder,
            size_bytes=recording.size_bytes,
            duration_s=recording.duration_s or 0.0,
            policy=taken.policy,
            baseline=taken.baseline,
            baseline_s=BASELINE_S,
            models=self.models,
            rewrites=not taken.is_rewritten,
            analyses=taken.is_over,
        )

    def _path(self, taken: TakenRecording) -> Path | None:
        return self.media.local_path(taken.recording.media_key or "")

    def _fetched(self, taken: TakenRecording, path: Path) -> Path:
        with path.open("wb") as file:
            for part in self.media.chunks(taken.recording.media_key or ""):
                file.write(part)
        return path

    def _rewritten(self, taken: TakenRecording, silent: Path, kind: str) -> bool:
        recording = taken.recording
        stored = self._stored(media_key(recording.session_id, VIDEO, f"{recording.id}-{_chance()}.{kind}"), silent)
        is_mine = self.work.rewritten(taken, stored, MEDIA_TYPES[kind])
        if not is_mine:
            self.media.delete(stored.key)
        return is_mine

    def _stored(self, key: str, path: Path) -> StoredObject:
        sha256 = _sha256(path)
        self.media.put_file(key, path)
        return StoredObject(key, sha256, path.stat().st_size)

    def _keep(self, taken: TakenRecording, folder: Path, found: _Found) -> None:
        recording = taken.recording
        has_phone_check = self.models.get("phone_detector") is not None
        analysed = Analysed(tuple(found.violations), tuple(found.signals), found.looks, has_phone_check, found.unread)
        strip = media_key(recording.session_id, VIDEO, f"{recording.id}-{_chance()}.jpg")
        stored, outcome = list[tuple[int, str]](), None
        try:
            pictures: dict[int, list[StoredPicture]] = {}
            for place in self.outcome.unreported(taken, analysed):
                pictures[place] = self._pictures(taken, folder, found, place)
                stored += [(place, one.media_key) for one in pictures[place]]
            outcome = self.outcome.complete(taken, analysed, pictures, self._stored(strip, folder / THUMBNAILS))
        finally:
            for place, key in stored:
                if outcome is None or place not in outcome.counted:
                    self.media.delete(key)
            if outcome is None:
                self.media.delete(strip)
        if outcome is None:
            raise NotWanted("another worker has it")

    def _pictures(self, taken: TakenRecording, folder: Path, found: _Found, place: int) -> list[StoredPicture]:
        recording, kept = taken.recording, list[StoredPicture]()
        violation_id = self.outcome.violation_id(recording.id, found.violations[place])
        for picture in found.pictures[place]:
            kind = SnapshotKind(picture["kind"])
            key = media_key(recording.session_id, violation_id, f"{kind}-{_chance()}.jpg")
            stored = self.media.put(key, (folder / SNAPSHOT.format(number=place, kind=kind)).read_bytes())
            faces = None if picture["faces"] is None else tuple((f[0], f[1], f[2], f[3]) for f in picture["faces"])
            size = (stored.size_bytes, int(picture["width"]), int(picture["height"]))
            facts = PictureFacts(**picture["facts"])
            kept.append(StoredPicture(kind, key, stored.sha256, *size, float(picture["taken_s"]), faces, facts))
        return kept


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise InvalidInput("recording", RecordingFault.FILE_GONE) from None


def _note(found: _Found, report: dict[str, Any]) -> None:
    if violation := report.get("violation"):
        violation |= {"type": ViolationType(violation["type"]), "reason": _reason(violation["reason"])}
        found.violations.append(AllegedViolation(**violation))
        found.pictures.append(report["pictures"])
    if signal := report.get("signal"):
        signal |= {"kind": SignalKind(signal["kind"]), "reason": _reason(signal["reason"])}
        found.signals.append(RaisedSignal(**signal))
    found.looks, found.unread = int(report.get("done", 0)), int(report.get("unread", 0))


def _reason(given: str | dict[str, Any]) -> Words:
    return given if isinstance(given, str) else read_reason("", given["code"], given["numbers"])


def _chance() -> str:
    """Names of their own: a slow worker can't replace what the next one has stored."""
    return uuid4().hex[:12]


def _is_id(name: str) -> bool:
    try:
        return bool(UUID(name))
    except ValueError:
        return False


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.parent.rmdir()
    except OSError:
        # An upload of the same session lies there, or it is gone already.
        return
