"""Small videos made here: a few seconds of moving shades, in the containers and codecs that browsers and phones write."""

from functools import cache
from io import BytesIO
from typing import Any

import av
import numpy as np

_PIXELS = {"mjpeg": "yuvj420p", "png": "rgb24"}


@cache
def video(
    kind: str = "webm", seconds: float = 2.0, size: tuple[int, int] = (64, 48), codec: str = "", **options: str
) -> bytes:
    """A video in a container that FFmpeg knows; `live=1` writes WebM as a browser's recorder does, without lengths."""
    written = BytesIO()
    codec = codec or {"webm": "libvpx", "matroska": "libvpx"}.get(kind, "libx264")
    with av.open(written, "w", format=kind, options=dict(options)) as container:
        stream: Any = container.add_stream(codec, rate=10)
        stream.width, stream.height, stream.pix_fmt = *size, _PIXELS.get(codec, "yuv420p")
        for number in range(round(seconds * 10)):
            shade = np.full((size[1], size[0], 3), number * 7 % 255, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        container.mux(stream.encode())
    return written.getvalue()
