"""Writes a clip as a video file: .mjpeg is what a browser's fake camera plays, .webm is like a session's recording."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.video.stream import VideoStream

from proctor_core.codes.demo_faults import DemoFault
from proctor_core.demo.clips import Clip, frames
from proctor_core.demo.stencil import HEIGHT, WIDTH
from proctor_core.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class _Format:
    container: str
    codec: str
    pixels: str
    bit_rate: int
    played_fps: int | None
    """What players take the file for when it holds no times; None where each picture has its own."""


_FORMATS = {
    ".mjpeg": _Format("mjpeg", "mjpeg", "yuvj420p", 5_000_000, 30),
    ".webm": _Format("webm", "libvpx", "yuv420p", 600_000, None),
}


def write_video(clip: Clip, target: Path, fps: int) -> Path:
    """Writes the clip, painted at `fps` (30 or a part of it).

    Where the camera is lost a .webm has no pictures for that time; an .mjpeg knows no time and is shorter. Chromium plays
    .mjpeg at 30 pictures a second, so each is written as often as that needs.

    Raises:
        InvalidInput: the file's ending is neither .mjpeg nor .webm.
    """
    if target.suffix not in _FORMATS:
        raise InvalidInput("target", DemoFault.OTHER_ENDING, endings=" or ".join(_FORMATS), name=target.name)
    kind = _FORMATS[target.suffix]
    rate = kind.played_fps or fps
    with av.open(str(target), "w", format=kind.container) as container:
        stream = cast(VideoStream, container.add_stream(kind.codec, rate=rate))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, kind.pixels
        stream.bit_rate = kind.bit_rate
        for at, image in _images(clip, fps, rate):
            image.pts, image.time_base = at, Fraction(1, rate)
            container.mux(stream.encode(image))
        container.mux(stream.encode(None))
    return target


def _images(clip: Clip, fps: int, rate: int) -> Iterator[tuple[int, av.VideoFrame]]:
    """Each image with its number at the file's rate."""
    copies = max(1, round(rate / fps))
    for index, frame in enumerate(frames(clip, fps)):
        if frame.picture is None:
            continue
        for copy in range(copies):
            yield index * copies + copy, av.VideoFrame.from_ndarray(frame.picture, format="rgb24")
