"""A labelled video as a browser would send it: VP8 in real time, 640 wide, 8 frames a second, a capped bitrate."""

from fractions import Fraction
from itertools import chain
from pathlib import Path

import av

from proctor_core.evaluation.clips import LIVE_FRAMES_HZ
from proctor_core.monitoring.recordings.video_file import VideoFile

WIDTH = 640
KEY_FRAME_EVERY_S = 9
"""As often as the recording asks for one."""
_FPS = round(LIVE_FRAMES_HZ)
_TICKS = 1000


def through_vp8(video: Path, folder: Path, bit_rate: int) -> Path:
    """The same video in `folder`, at its own times; libvpx in real time, as a browser's encoder."""
    target = folder / f"{video.stem}.webm"
    frames = VideoFile(video).frames(LIVE_FRAMES_HZ)
    first = next(frames)
    height, width = first.picture.shape[:2]
    with av.open(str(target), "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=_FPS)
        stream.width, stream.height = WIDTH, round(WIDTH * height / width / 2) * 2
        stream.pix_fmt, stream.bit_rate, stream.gop_size = "yuv420p", bit_rate, _FPS * KEY_FRAME_EVERY_S
        stream.codec_context.time_base = Fraction(1, _TICKS)
        stream.options = {
            "deadline": "realtime",
            "cpu-used": "-6",
            "error-resilient": "1",
            "lag-in-frames": "0",
            "minrate": str(bit_rate),
            "maxrate": str(bit_rate),
            "bufsize": str(bit_rate),
        }
        for frame in chain([first], frames):
            image = av.VideoFrame.from_ndarray(frame.picture, format="rgb24")
            image = image.reformat(width=stream.width, height=stream.height, format="yuv420p", threads=1)
            image.pts, image.time_base = round(frame.captured_s * _TICKS), Fraction(1, _TICKS)
            container.mux(stream.encode(image))
        container.mux(stream.encode())
    return target
