"""Writes a camera's encoded frames into segments: cut at key frames asked for, each file complete before it gets its name.

Works on aiortc's decoder thread, never on the event loop: appending a frame to a file costs some 50 microseconds. What is
finished is handed to `segment_keeping.py`, in the writer's thread.
"""

import logging
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from av.error import FFmpegError

from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.codes.storage_faults import RoomFault
from proctor_core.domain.failure import Failure, failure
from proctor_core.domain.policy import RecordingMode
from proctor_core.media.segments import SegmentFile, vp8_key_frame_size
from proctor_core.monitoring.video.packet_tap import PacketTap

log = logging.getLogger(__name__)

SEGMENT, UNFINISHED = ".webm", ".webm.part"
SEGMENT_S = {RecordingMode.FULL: 9.0, RecordingMode.VIOLATIONS: 4.0}
"""A segment ends at the first key frame after so long; shorter ones where only violations are kept, so that little else is."""
ASK_AGAIN_S = 1.0
GAP_S = 2.0
"""Frames that lie further apart belong to two segments: what was not seen is not counted as video."""
SAME_CLOCK_S = 0.5
LEAST_FREE_BYTES = 256 * 1024 * 1024
"""Below it no segment is begun: answers and violations need what is left, which is some 8,000 pictures."""
_TICKS = 90_000


@dataclass(slots=True)
class _Open:
    """The segment being written: its tap, the time stamp of its first frame, and of its newest."""

    file: SegmentFile
    tap: PacketTap
    size: tuple[int, int]
    first_ticks: int
    last_ticks: int


@dataclass(slots=True)
class SessionRecorder:
    """One per watched session whose video is kept.

    Attributes:
        folder: where segments wait to be kept, `<first millisecond of the session>-<id>.webm`.
        began_at: second 0 of the session.
        segment_s: a segment ends at the first key frame after so long.
        finished: told that a segment lies in the folder. refused: told, once per reason, why no video is kept.
    """

    folder: Path
    began_at: datetime
    segment_s: float
    finished: Callable[[], object]
    refused: Callable[[Failure], object]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: _Open | None = None
    _anchor: tuple[PacketTap, int, datetime] | None = None
    _asked_at: datetime | None = None
    _refused_for: set[str] = field(default_factory=set[str])
    _is_closed: bool = False
    lacks_room: bool = False
    """No segment is begun, since the disk is nearly full; it goes on by itself when there is room again."""

    def hear(self, tap: PacketTap, codec: str, frame: bytes, ticks: int, at: datetime) -> None:
        """Append an encoded frame, or begin a segment with it; frames before a key frame can't be played and are let go."""
        with self._lock:
            if self._is_closed or tap.listener is not self:
                return
            if codec.upper() != "VP8":
                self._refuse(failure(RecordingFault.OTHER_CODEC, codec=codec))
                return
            try:
                self._take(tap, frame, ticks, at)
            except (OSError, FFmpegError) as error:
                log.error("a segment of video can't be written: %s", type(error).__name__)
                self._open = None
                self._refuse(failure(RoomFault.OUT_OF_USE))

    def hear_end(self, tap: PacketTap) -> None:
        """This stream ended; another may follow."""
        with self._lock:
            if self._open and self._open.tap is tap:
                self._finish()

    def cut(self) -> None:
        """What was filmed up to now becomes a whole segment."""
        with self._lock:
            self._finish()

    def close(self) -> None:
        """No frame is taken any more."""
        with self._lock:
            self._finish()
            self._is_closed = True

    def _take(self, tap: PacketTap, frame: bytes, ticks: int, at: datetime) -> None:
        size, segment = vp8_key_frame_size(frame), self._open
        if segment and (segment.tap is not tap or not 0 <= ticks - segment.last_ticks <= GAP_S * _TICKS):
            self._finish()
            segment = None
        if segment and size and (ticks - segment.first_ticks >= self.segment_s * _TICKS or size != segment.size):
            self._finish()
            segment = None
        if segment is None:
            segment = self._begin(tap, size, ticks, at) if size else None
        if segment is None or ticks - segment.first_ticks >= self.segment_s * _TICKS:
            self._ask(tap, at)
        if segment:
            segment.file.add(frame, ticks - segment.first_ticks, is_key=size is not None)
            segment.last_ticks = ticks

    def _begin(self, tap: PacketTap, size: tuple[int, int], ticks: int, at: datetime) -> _Open | None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.lacks_room = free_for_video(self.folder) < LEAST_FREE_BYTES
        if self.lacks_room:
            self._refuse(failure(RoomFault.NEARLY_FULL))
            return None
        start_s = max(0.0, (self._captured_at(tap, ticks, at) - self.began_at).total_seconds())
        path = self.folder / f"{round(start_s * 1000):012d}-{uuid4().hex[:8]}{UNFINISHED}"
        self._asked_at = None
        self._open = _Open(SegmentFile(path, *size), tap, size, ticks, ticks)
        return self._open

    def _captured_at(self, tap: PacketTap, ticks: int, at: datetime) -> datetime:
        """By the sender's clock from the stream's first segment on, so that the network's jitter moves no segment."""
        if self._anchor and self._anchor[0] is tap:
            stamp = self._anchor[2] + timedelta(seconds=(ticks - self._anchor[1]) / _TICKS)
            if abs((stamp - at).total_seconds()) < SAME_CLOCK_S:
                return stamp
        self._anchor = tap, ticks, at
        return at

    def _finish(self) -> None:
        segment, self._open = self._open, None
        if segment is None:
            return
        try:
            segment.file.close()
            segment.file.path.rename(segment.file.path.with_suffix(""))
        except (OSError, FFmpegError) as error:
            # Erased meanwhile, or the disk is full: what was flushed is taken up later, if it is still there.
            log.warning("a segment of video was not finished: %s", type(error).__name__)
            return
        self.finished()

    def _ask(self, tap: PacketTap, at: datetime) -> None:
        if self._asked_at is None or (at - self._asked_at).total_seconds() >= ASK_AGAIN_S:
            self._asked_at = at
            tap.ask_for_key_frame()

    def _refuse(self, why: Failure) -> None:
        if why.text not in self._refused_for:
            self._refused_for.add(why.text)
            log.warning("no video is kept: %s", why.text)
            self.refused(why)


def free_for_video(folder: Path) -> int:
    """Bytes that are free where a session is recorded; its folder need not be there yet."""
    there = next(parent for parent in (folder, *folder.parents) if parent.is_dir())
    return shutil.disk_usage(there).free
