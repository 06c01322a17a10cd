"""Writes a clip as a video file: .mjpeg is what a browser's fake camera plays, .webm is like a session's recording."""

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
from av.video.stream import VideoStream

from proctor_core.demo.clips import Clip, frames
from proctor_core.demo.stencil import HEIGHT, WIDTH
from proctor_core.errors import InvalidInput

_CODECS = {".mjpeg": ("mjpeg", "mjpeg", "yuvj420p"), ".webm": ("webm", "libvpx", "yuv420p")}
"""File ending -> container, codec, pixel format."""
_BIT_RATE = 600_000


def write_video(clip: Clip, target: Path, fps: int) -> Path:
    """Writes the clip at `fps`; where the camera is lost a .webm has no frames and an .mjpeg, which knows no time, is shorter.

    Raises:
        InvalidInput: the file's ending is neither .mjpeg nor .webm.
    """
    if target.suffix not in _CODECS:
        raise InvalidInput("target", f"expected a file ending in {' or '.join(_CODECS)}, got {target.name}")
    container_format, codec, pixel_format = _CODECS[target.suffix]
    with av.open(str(target), "w", format=container_format) as container:
        stream = cast(VideoStream, container.add_stream(codec, rate=fps))
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, pixel_format
        stream.bit_rate = _BIT_RATE * (8 if codec == "mjpeg" else 1)
        for index, frame in enumerate(frames(clip, fps)):
            if frame.picture is None:
                continue
            image = av.VideoFrame.from_ndarray(frame.picture, format="rgb24")
            image.pts, image.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(image))
        container.mux(stream.encode(None))
    return target
