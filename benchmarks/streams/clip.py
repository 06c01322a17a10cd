"""What every sender shows: a drawn person who reads and, twice a minute, does something to be noted; encoded once."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from proctor_core.demo.clips import Clip, frames
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Scene

WIDTH, HEIGHT, FPS = 640, 480, 8
BIT_RATE = 62_000
KEY_FRAME_EVERY_S = 8
TIME_BASE = Fraction(1, 90_000)
MINUTE = Clip(PEOPLE[4], (Scene(Act.READS, 24), Scene(Act.LEAVES, 5), Scene(Act.READS, 25), Scene(Act.LOOKS_ASIDE, 6)))


@dataclass(frozen=True, slots=True)
class Packet:
    """One encoded frame; `at_s` is its time in the clip."""

    content: bytes
    at_s: float


def encoded(cache: Path) -> Sequence[Packet]:
    """The clip as VP8 packets, drawn and encoded at the first call and read from `cache` later."""
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        part = cache.with_suffix(".part.webm")
        _encode(part)
        part.rename(cache)
    with av.open(str(cache)) as container:
        return [
            Packet(bytes(packet), float((packet.pts or 0) * packet.time_base))
            for packet in container.demux(video=0)
            if packet.size and packet.time_base
        ]


def _encode(target: Path) -> None:
    with av.open(str(target), "w", format="webm") as container:
        stream = container.add_stream("libvpx", rate=FPS)
        stream.width, stream.height, stream.bit_rate, stream.pix_fmt = WIDTH, HEIGHT, BIT_RATE, "yuv420p"
        stream.gop_size = FPS * KEY_FRAME_EVERY_S
        stream.options = {"deadline": "realtime", "cpu-used": "5", "error-resilient": "1"}
        for number, shown in enumerate(frames(MINUTE, FPS)):
            picture = shown.picture if shown.picture is not None else np.zeros((HEIGHT, WIDTH, 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
