"""Takes finished segments from the folder into the media store and names them in the database, oldest first.

In the writer's thread while a session is watched; in the task's thread once it is over. Where only violations are recorded, a
segment waits until it is known whether one lies beside it. What a killed process left unfinished is completed and kept too.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from db.away import is_away
from db.tables import RecordingSegment
from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.domain.failure import failure_by
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.recording import SegmentFate, fate_of
from proctor_core.domain.states import RUNNING
from proctor_core.errors import InvalidInput, NotFound, Unavailable
from proctor_core.media.segments import SegmentFacts, join_segments, segment_facts
from proctor_core.media.store import MediaStore, media_key
from proctor_core.monitoring.video.session_recorder import SEGMENT, UNFINISHED
from proctor_core.services.files.session_files import VIDEO
from proctor_core.services.recordings.recordings import RecordingService

log = logging.getLogger(__name__)

FETCHED, JOINED = ".fetched", ".joined"
"""Files of a join that is going on; they lie with the session's others, where an erasure finds them."""


@dataclass(frozen=True, slots=True)
class SegmentKeeper:
    """One per process. `log_dir` holds one folder per session, where its recorder writes."""

    recordings: RecordingService
    media: MediaStore
    log_dir: Path
    clock: Callable[[], datetime]
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def folder(self, session_id: UUID) -> Path:
        """Where the session's segments wait."""
        return self.log_dir / str(session_id)

    def settle(self, session_id: UUID) -> None:
        """Keep, let go or leave waiting what lies finished in the session's folder; safe to call again at any time."""
        with self._lock:
            session = self.recordings.session(session_id)
            paths = sorted(self.folder(session_id).glob(f"*{SEGMENT}"))
            if session is None:
                # That a row is missing proves nothing: an erasure takes this folder itself, the sweep what came after it.
                return
            if session.recording_mode is RecordingMode.OFF or session.started_at is None:
                _remove(paths)
                return
            is_over = session.status not in RUNNING
            now_s = (self.clock() - session.started_at).total_seconds()
            intervals = self.recordings.intervals(session_id)
            for path in paths:
                start_s, facts = _start_s(path), _facts(path)
                fate = SegmentFate.KEEP
                if facts is None:
                    fate = SegmentFate.LET_GO
                elif session.recording_mode is RecordingMode.VIOLATIONS:
                    fate = fate_of(start_s, start_s + facts.duration_s, intervals, now_s, is_over=is_over)
                if fate is SegmentFate.WAIT:
                    # Links are chained in order of time, so the later ones wait too.
                    return
                if fate is SegmentFate.KEEP and facts:
                    self._keep(session_id, path, start_s, facts)
                path.unlink(missing_ok=True)

    def left_unfinished(self, session_id: UUID) -> Sequence[Path]:
        """What lies half-written in the session's folder; while no recorder writes there, a killed process left it."""
        return sorted(self.folder(session_id).glob(f"*{UNFINISHED}"))

    def take_up(self, session_id: UUID, left: Sequence[Path]) -> None:
        """Complete what a killed process left half-written, and keep it."""
        for path in left:
            if not path.exists():
                continue
            complete = path.with_suffix(".whole")
            try:
                join_segments([(path, 0.0)], complete)
                complete.rename(path.with_suffix(""))
            except InvalidInput:
                log.info("a segment without any frame was left, let go")
                complete.unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        self.settle(session_id)

    def process_due(self) -> None:
        """Close the recordings of sessions that are over, and join those that are closed."""
        for recording_id in self.recordings.over_but_open():
            self._alone(recording_id, self._close)
        for recording_id in self.recordings.waiting():
            self._alone(recording_id, self._join)

    def _alone(self, recording_id: UUID, run: Callable[[UUID], None]) -> None:
        """A recording that can't be worked on holds up no other, and is tried again by the next look."""
        try:
            run(recording_id)
        except Exception as error:
            if isinstance(error, Unavailable) or is_away(error):
                raise
            log.exception("recording %s can't be closed or joined", recording_id)

    def _close(self, recording_id: UUID) -> None:
        session_id = self.recordings.session_of(recording_id)
        self.take_up(session_id, self.left_unfinished(session_id))
        self.recordings.close(recording_id)

    def _keep(self, session_id: UUID, path: Path, start_s: float, facts: SegmentFacts) -> None:
        key = media_key(session_id, VIDEO, path.name)
        stored = self.media.put(key, path.read_bytes())
        try:
            is_kept = self.recordings.add_segment(session_id, stored, start_s, facts)
        except NotFound:
            is_kept = False
        if not is_kept:
            self.media.delete(key)

    def _join(self, recording_id: UUID) -> None:
        session_id, segments = self.recordings.session_of(recording_id), self.recordings.segments(recording_id)
        if not segments:
            self.recordings.without_segments(recording_id)
            return
        folder = self.folder(session_id)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._join_in(folder, session_id, recording_id, segments)
        except (InvalidInput, NotFound) as error:
            self.recordings.failed(recording_id, failure_by(error))
        finally:
            _remove([*folder.glob(f"*{FETCHED}"), *folder.glob(f"*{JOINED}")])

    def _join_in(
        self, folder: Path, session_id: UUID, recording_id: UUID, segments: Sequence[RecordingSegment]
    ) -> None:
        begins_s, joined = segments[0].start_s, folder / f"{recording_id}{JOINED}"
        parts = [(self._fetched(segment, folder), segment.start_s - begins_s) for segment in segments]
        facts = join_segments(parts, joined)
        stored = self.media.put(media_key(session_id, VIDEO, f"{recording_id}.webm"), joined.read_bytes())
        if not self.recordings.processed(recording_id, stored, begins_s, round(facts.duration_s, 3)):
            self.media.delete(stored.key)
        for segment in segments:
            if segment.media_key:
                self.media.delete(segment.media_key)

    def _fetched(self, segment: RecordingSegment, folder: Path) -> Path:
        """The segment's file; one that was altered is not joined."""
        if segment.media_key is None:
            raise NotFound(RecordingFault.SEGMENT_ERASED, number=segment.number)
        content = self.media.get(segment.media_key)
        if hashlib.sha256(content).hexdigest() != segment.sha256:
            raise InvalidInput("segment", RecordingFault.SEGMENT_ALTERED, number=segment.number)
        path = folder / f"{segment.number:06d}{FETCHED}"
        path.write_bytes(content)
        return path


def _start_s(path: Path) -> float:
    return int(path.name.split("-")[0]) / 1000


def _facts(path: Path) -> SegmentFacts | None:
    try:
        return segment_facts(path)
    except InvalidInput:
        log.warning("a segment that can't be read is let go")
        return None


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
