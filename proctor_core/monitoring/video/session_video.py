"""One session's video: which stream's packets are kept, by which recorder, and how much the browser may send."""

import threading

from proctor_core.monitoring.video.packet_tap import PacketTap
from proctor_core.monitoring.video.session_recorder import SessionRecorder


class SessionVideo:
    """One per monitor: its feed says whose packets come, the registry who takes them; they end with the monitor, or by the taker.

    `_lock` orders `record` and `stop`, and is not held while a file is closed. `follow` runs on the event loop at each frame and
    takes no lock: what it misses it makes good at the next one.

    Attributes:
        bitrate_limit: bits per second that the browser may send, None for as much as it likes.
    """

    def __init__(self) -> None:
        self.bitrate_limit: int | None = None
        self._tap: PacketTap | None = None
        self._recorder: SessionRecorder | None = None
        self._lock = threading.Lock()

    def follow(self, tap: PacketTap | None) -> None:
        """The frames come from this stream: its packets are wanted from now on, and no more those of the one before."""
        if tap is self._tap and (tap is None or tap.listener is self._recorder):
            return
        before, self._tap = self._tap, tap
        if before and before is not tap:
            before.listener = None
        if tap:
            tap.bitrate_limit, tap.listener = self.bitrate_limit, self._recorder

    def limit_bitrate(self, bits_per_s: int) -> None:
        """Video will be kept: the browser may send no more, already before the recording begins."""
        self.bitrate_limit = bits_per_s

    def record(self, recorder: SessionRecorder) -> None:
        """From now on the packets go to `recorder`, also those of a camera that takes over."""
        with self._lock:
            self._recorder = recorder
            if self._tap:
                self._tap.listener = recorder

    @property
    def lacks_room(self) -> bool:
        """Whether video would be kept and there is no room for it."""
        recorder = self._recorder
        return recorder is not None and recorder.lacks_room

    def cut(self) -> None:
        """Finish the segment being written; the next key frame begins another."""
        recorder = self._recorder
        if recorder:
            recorder.cut()

    def stop(self) -> None:
        """Finish the segment being written; no further one is begun, and the browser may send what it likes."""
        with self._lock:
            recorder, self._recorder = self._recorder, None
            self.bitrate_limit = None
            if self._tap:
                self._tap.listener = self._tap.bitrate_limit = None
        if recorder:
            recorder.close()
