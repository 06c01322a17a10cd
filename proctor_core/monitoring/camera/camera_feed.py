"""What one session's camera sends: whose frames count, and the newest one unread.

Second step of the live path (camera -> **feed** -> session monitor -> checks). `receive` runs on the event loop and takes no lock
of the monitor; everything else is called with that lock held.
"""

from datetime import datetime

from proctor_core.monitoring.camera.frame_rate import FrameRate
from proctor_core.monitoring.camera.received_frame import Mailbox, ReceivedFrame
from proctor_core.monitoring.video.session_video import SessionVideo


class CameraFeed:
    """One per session; another camera takes it over by `attach`.

    Attributes:
        stream: the page whose frames count; empty before the first one.
        mailbox: the newest frame; another one after each change of camera, so that a look can tell.
        last_frame_at: when the last frame came, of whatever camera.
    """

    def __init__(self, video: SessionVideo) -> None:
        """`video`: who gets the packets of the stream whose frames count."""
        self.stream = ""
        self.is_demo_camera = False
        self.mailbox = Mailbox()
        self.last_frame_at: datetime | None = None
        self._rate = FrameRate()
        self._video = video

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
            self._video.follow(frame.tap)

    def frames_per_second(self, now: datetime) -> float:
        """At which the camera sends."""
        return self._rate.per_second(now)

    def is_silent(self, now: datetime, for_s: float) -> bool:
        """Whether no frame came for longer than `for_s`, or none ever."""
        last = self.last_frame_at
        return last is None or (now - last).total_seconds() > for_s
