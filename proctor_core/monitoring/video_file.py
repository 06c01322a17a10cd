"""Reads recordings and pictures from files: any that FFmpeg or OpenCV reads; what can't be read is one clear sentence."""

from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from av.error import FFmpegError

from proctor_core.domain.observation import Frame, Picture
from proctor_core.errors import InvalidInput
from proctor_core.monitoring.colour import to_rgb

PICTURE_LIMIT_BYTES = 64 * 1024 * 1024
TORN_AFTER_S = 2.0
"""A recording whose last frame lies further than this before its declared end was cut off."""


class VideoFile:
    """One recording.

    Raises:
        InvalidInput: the file is missing, empty, broken, or holds no picture track.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise InvalidInput(str(path), "expected a file, found none")
        if path.stat().st_size == 0:
            raise InvalidInput(str(path), "the file is empty")
        self.path = path
        try:
            with av.open(str(path)) as container:
                if not container.streams.video:
                    raise InvalidInput(str(path), "the file holds no picture track, only sound or nothing")
                # 0 where the container does not say.
                self.duration_s = (container.duration or 0) / av.time_base
        except FFmpegError as error:
            raise InvalidInput(str(path), f"FFmpeg can't read it: {_said(error)}") from None

    def frames(self, rate_hz: float) -> Iterator[Frame]:
        """About `rate_hz` frames per second, times from the first frame on; raising it costs time and finds no more.

        Raises:
            InvalidInput: a frame can't be decoded, there is none, or the recording ends before its declared end.
        """
        due_s, last_s, sequence = 0.0, -1.0, 0
        try:
            for t_s, image in self._images():
                last_s = t_s
                if t_s + 1e-6 >= due_s:
                    due_s = max(due_s + 1 / rate_hz, t_s)
                    yield Frame(_upright(image), t_s, sequence, t_s)
                    sequence += 1
        except FFmpegError as error:
            raise InvalidInput(str(self.path), f"broken after {max(last_s, 0):.1f} s: {_said(error)}") from None
        if sequence == 0:
            raise InvalidInput(str(self.path), "no frame in it can be decoded")
        if last_s < self.duration_s - max(TORN_AFTER_S, self.duration_s * 0.02):
            raise InvalidInput(str(self.path), f"cut off: it says {self.duration_s:.1f} s and ends at {last_s:.1f} s")

    def _images(self) -> Iterator[tuple[float, av.VideoFrame]]:
        with av.open(str(self.path)) as container:
            start_s: float | None = None
            for stream in container.streams.video:
                # PyAV's choice, threads by slices, makes FFmpeg refuse whole VP8 frames of Chromium's (5 of 1,055 in one).
                stream.thread_type = "NONE"
            for image in container.decode(video=0):
                at_s = float(image.time or 0.0)
                start_s = at_s if start_s is None else start_s
                yield at_s - start_s, image


def _upright(image: av.VideoFrame) -> Picture:
    """RGB, turned as a player would: phones write portrait video as landscape with a rotation beside it."""
    picture = to_rgb(image)
    # PyAV and numpy both count counter-clockwise.
    return np.ascontiguousarray(np.rot90(picture, image.rotation // 90)) if image.rotation else picture


def read_picture(path: Path) -> Picture | None:
    """The picture in a file as RGB uint8 (H, W, 3); None when the content is no picture (its name does not matter)."""
    if not path.is_file() or not 0 < path.stat().st_size <= PICTURE_LIMIT_BYTES:
        return None
    decoded = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    return None if decoded is None else np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _said(error: FFmpegError) -> str:
    return (error.strerror or str(error)).lower()
