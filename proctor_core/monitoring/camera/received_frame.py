"""A frame on its way from a camera to the checks, and the mailbox in which the newest replaces an unread one."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import av

from proctor_core.domain.observation import Picture
from proctor_core.monitoring.camera.colour import to_rgb
from proctor_core.monitoring.video.packet_tap import PacketTap


@dataclass(frozen=True, slots=True, eq=False)
class ReceivedFrame:
    """What the event loop hands over: nothing is converted until an analysis thread takes it.

    Attributes:
        to_rgb: makes the picture, RGB uint8 (H, W, 3).
        received_at: when it reached this process.
        source_time_s: the source's own time stamp in seconds, or None.
        tap: the stream's encoded packets, where it has any.
    """

    to_rgb: Callable[[], Picture]
    received_at: datetime
    source_time_s: float | None = None
    tap: PacketTap | None = None


def frame_of(image: av.VideoFrame, received_at: datetime) -> ReceivedFrame:
    """A stream's image as it came; nothing is decoded or converted here, so the event loop may call it."""
    tap = image.opaque if isinstance(image.opaque, PacketTap) else None
    return ReceivedFrame(partial(to_rgb, image), received_at, image.time, tap)


class Mailbox:
    """Holds at most one frame: a queue that can't grow."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frame: ReceivedFrame | None = None
        self._received = 0

    def put(self, frame: ReceivedFrame) -> None:
        """Put the newest frame in; an unread one is dropped."""
        with self._lock:
            self._frame = frame
            self._received += 1

    def take(self) -> tuple[ReceivedFrame, int] | None:
        """Take the frame and its sequence number out, or None when there is none."""
        with self._lock:
            frame, self._frame = self._frame, None
            return (frame, self._received) if frame else None

    @property
    def is_empty(self) -> bool:
        """Whether no unread frame is waiting."""
        return self._frame is None
