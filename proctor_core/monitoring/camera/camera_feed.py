"""What one session's camera sends: whose frames count, the newest one unread, and who gets the packets.

Second step of the live path (camera -> **feed** -> session monitor -> checks). `receive` runs on the event loop and takes no lock
of the monitor; everything else is called with that lock held.
"""

from datetime import datetime

from proctor_core.monitoring.camera.frame_rate import FrameRate
from proctor_core.monitoring.camera.received_frame import Mailbox, ReceivedFrame
from proctor_core.monitoring.video.packet_tap import PacketTap
from proctor_core.monitoring.video.session_recorder import SessionRecorder


class CameraFeed:
    """One per session; another camera takes it over by `attach`.

    Attributes:
        stream: the page whose frames count; empty before the first one.
        mailbox: the newest frame; another one after each change of camera, so that a look can tell.
        last_frame_at: when the last frame came, of whatever camera.
        bitrate_limit: bits per second that the sender may use, None for as much as it likes.
    """

    def __init__(self) -> None:
        self.stream = ""
        self.is_demo_camera = False
        self.mailbox = Mailbox()
        self.last_frame_at: datetime | None = None
        self.bitrate_limit: int | None = None
        self._rate = FrameRate()
        self._tap: PacketTap | None = None
        self._recorder: SessionRecorder | None = None

    def attach(self, stream: str, *, is_demo_camera: bool) -> bool:
        """From now on only the frames of this stream count; whether it is another camera than before."""
        is_another = (stream, is_demo_camera) != (self.stream, self.is_demo_camera)
        self.stream, self.is_demo_camera = stream, is_demo_camera
        if is_another:
            self.mailbox, self._rate = Mailbox(), FrameRate()
        return is_another

    def receive(self, stream: str, frame: ReceivedFrame) -> None:
        """A frame arrived."""
        # Taken before the question, in the opposite order of `attach`: no lock, and no frame in another camera's mailbox.
        mailbox = self.mailbox
        if stream == self.stream:
            self._rate.note(frame.received_at)
            self.last_frame_at = frame.received_at
            mailbox.put(frame)
            tap = frame.tap
            if tap is not self._tap or (tap and tap.listener is not self._recorder):
                self.listen(tap)

    def frames_per_second(self, now: datetime) -> float:
        """At which the camera sends."""
        return self._rate.per_second(now)

    def is_silent(self, now: datetime, for_s: float) -> bool:
        """Whether no frame came for longer than `for_s`, or none ever."""
        last = self.last_frame_at
        return last is None or (now - last).total_seconds() > for_s

    def record(self, recorder: SessionRecorder) -> None:
        """From now on the packets go to `recorder`, also those of a camera that takes over."""
        self._recorder = recorder
        if self._tap:
            self._tap.listener = recorder

    @property
    def lacks_room(self) -> bool:
        """Whether video would be kept and there is no room for it."""
        return self._recorder is not None and self._recorder.lacks_room

    def cut_recording(self) -> None:
        """Finish the segment being written; the next key frame begins another."""
        if self._recorder:
            self._recorder.cut()

    def stop_recording(self) -> SessionRecorder | None:
        """The packets go nowhere and are not limited; returns the recorder, to be closed without the monitor's lock."""
        recorder, self._recorder = self._recorder, None
        self.bitrate_limit = None
        if self._tap:
            self._tap.listener = self._tap.bitrate_limit = None
        return recorder

    def listen(self, tap: PacketTap | None) -> None:
        """The frames come from another stream: its packets are wanted from now on, and no more those of the one before."""
        before, self._tap = self._tap, tap
        if before and before is not tap:
            before.listener = None
        if tap:
            tap.bitrate_limit, tap.listener = self.bitrate_limit, self._recorder
