"""Uploaded recordings whose process is played: it says the lines that a test gives, and writes the files that go with them."""

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from db.tables import SessionRecording
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, SnapshotKind, ViolationType
from proctor_core.media.video_probe import ProbedVideo
from proctor_core.monitoring.recordings.recording_child import SNAPSHOT, THUMBNAILS
from proctor_core.monitoring.recordings.recording_process import ChildTask, NotWanted, Patience
from proctor_core.monitoring.recordings.recording_worker import Look, RecordingWorker
from proctor_core.services.recordings.recording_outcome import RecordingOutcomeService
from proctor_core.services.recordings.recording_work import RecordingWork
from proctor_core.services.recordings.upload_admission import Sender
from tests.support.session_world import SessionWorld
from tests.support.uploading import recorded_session
from tests.support.videos import video

LENGTH_S = 60.0
JPEG = b"\xff\xd8 a picture out of a recording"
NO_MODELS: dict[str, str | None] = dict.fromkeys(
    ("face_detector", "face_landmarker", "second_face_detector", "phone_detector")
)
WITH_PHONES = {**NO_MODELS, "phone_detector": "there"}


def seen(kind: ViolationType, onset_s: float, offset_s: float) -> AllegedViolation:
    """A violation as the rules would allege it, in seconds of the recording."""
    return AllegedViolation(kind, onset_s, offset_s, onset_s, 0.8, 10, 8, 0.9, 0.5, f"{kind} seen")


@dataclass
class PlayedLook:
    """Stands in for the process: says what it was told; `before` runs at each line and may raise what a process would."""

    violations: Sequence[AllegedViolation] = ()
    signals: Sequence[tuple[SignalKind, float, float]] = ()
    before: Callable[[str], None] = lambda _: None
    tasks: list[ChildTask] = field(default_factory=list[ChildTask])

    def __call__(
        self, task: ChildTask, patience: Patience, is_wanted: Callable[[float], bool], ending: threading.Event
    ) -> Iterator[dict[str, Any]]:
        self.tasks.append(task)
        for line in self._lines(task):
            self.before(next(iter(line)))
            if ending.is_set() or not is_wanted(0.5):
                raise NotWanted("played")
            yield line

    def _lines(self, task: ChildTask) -> Iterator[dict[str, Any]]:
        if task.rewrites:
            name = f"silent.{task.kind}"
            shutil.copy(task.source, task.folder / name)
            yield {"rewritten": name}
        if task.analyses:
            for number, violation in enumerate(self.violations):
                yield {"violation": asdict(violation), "pictures": _pictures(task.folder, number, violation)}
            for kind, onset_s, offset_s in self.signals:
                yield {"signal": asdict(RaisedSignal(kind, onset_s, offset_s, "played"))}
        (task.folder / THUMBNAILS).write_bytes(JPEG)
        yield {"done": 300}


def _pictures(folder: Path, number: int, violation: AllegedViolation) -> list[dict[str, Any]]:
    for kind in SnapshotKind:
        (folder / SNAPSHOT.format(number=number, kind=kind)).write_bytes(JPEG)
    shape = {"width": 64, "height": 48, "faces": [[0.1, 0.1, 0.3, 0.3]], "facts": {"brightness": 90.0}}
    return [{"kind": kind, "taken_s": violation.onset_s, **shape} for kind in SnapshotKind]


class RecordingWorld:
    """Beside a world of sessions: uploads, and workers of any number."""

    def __init__(self, world: SessionWorld, folder: Path) -> None:
        self.world, self.folder = world, folder / "uploads"
        self.work = RecordingWork(world.engine, world.clock, world.media)
        self.uploads = world.services.recordings.uploads

    def worker(self, look: Look | None = None, name: str = "one", **parts: Any) -> RecordingWorker:
        """A worker whose process is played."""
        given: dict[str, Any] = {
            "look": look or PlayedLook(),
            "models": WITH_PHONES,
            "patience": Patience(whole_s=60.0),
            "free_bytes": lambda _: 10**12,
            **parts,
        }
        outcome = RecordingOutcomeService(self.world.engine, self.world.clock)
        return RecordingWorker(self.work, outcome, self.world.media, self.folder, name=name, **given)

    def session(self) -> UUID:
        """A session that has begun and is to be recorded."""
        return recorded_session(self.world)

    def upload(
        self,
        session_id: UUID,
        content: bytes = b"",
        started_s: float | None = 0.0,
        *,
        codec: str = "vp8",
        seconds: float = LENGTH_S,
    ) -> UUID:
        """A recording has come that passes for one of so many seconds; its id."""
        content = content or video()
        sender = Sender(self.world.taker.id, self.world.taker.id)
        row = self.uploads.begin(sender, session_id, len(content), started_s)
        self.uploads.folder.append(session_id, row.id, content)
        probed = ProbedVideo(codec, 64, 48, seconds, round(seconds * 10))
        kept = replace(self.uploads, look=lambda _, kind: probed).finish(row, sender)
        assert kept.recording_id is not None
        return kept.recording_id

    def hand_in(self, session_id: UUID, after_s: float = 100.0) -> None:
        """The taker is done."""
        self.world.answer_all(session_id)
        self.world.clock.pass_time(after_s)
        self.world.stored_sessions.submit(self.world.taker, session_id, 1.0)

    def uploaded(self, started_s: float | None = 0.0, before: Callable[[UUID], object] = lambda _: None) -> UUID:
        """A recording of a session that was handed in; `before` happens while the session runs."""
        session_id = self.session()
        recording_id = self.upload(session_id, started_s=started_s)
        before(session_id)
        self.hand_in(session_id)
        return recording_id

    def recording(self, recording_id: UUID) -> SessionRecording:
        """As the database has it."""
        (row,) = self.world.rows(SessionRecording, id=recording_id)
        return row


def reported(world: SessionWorld, session_id: UUID, kind: ViolationType, onset_s: float, offset_s: float) -> UUID:
    """What was noted while the session ran."""
    violation_id, one = uuid4(), seen(kind, onset_s, offset_s)
    world.violations.open_violation(session_id, replace(one, offset_s=None), None, violation_id=violation_id)
    world.violations.close_violation(violation_id, one)
    return violation_id
