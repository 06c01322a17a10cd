"""A decoded image as the RGB picture that everything else works on: the first step of a live stream and of a file."""

import threading

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from proctor_core.domain.observation import Picture


class _OfThread(threading.local):
    """PyAV's own conversion sets a scaler up, with threads of its own, for each image: five times the price of keeping one."""

    def __init__(self) -> None:
        self.reformatter = VideoReformatter()


_own = _OfThread()


def to_rgb(image: av.VideoFrame, width: int | None = None) -> Picture:
    """RGB uint8 (H, W, 3), as `image.to_ndarray(format="rgb24")` returns it, on the calling thread alone.

    `width`: pixels to stretch it to, for pictures whose pixels are no squares.
    """
    shown = _own.reformatter.reformat(image, width=width, format="rgb24", threads=1)
    return np.asarray(shown.to_ndarray(), dtype=np.uint8)
