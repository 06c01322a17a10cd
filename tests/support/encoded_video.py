"""A drawn camera's VP8 packets, encoded once: a key frame whenever one was asked for, as a browser sends it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from av.video.frame import PictureType

from proctor_core.monitoring.video.packet_tap import PacketTap

FPS = 8
TICKS = 90_000 // FPS


@cache
def encoded(count: int, width: int = 160, height: int = 120, *, key_every: int = 1) -> tuple[bytes, ...]:
    """`count` frames of a bar that moves; every `key_every`th is a key frame."""
    codec = av.CodecContext.create("libvpx", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = width, height, "yuv420p", Fraction(1, FPS)
    codec.bit_rate, codec.options = 60_000, {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
    codec.gop_size = 1000
    packets: list[bytes] = []
    for index in range(count):
        picture = np.full((height, width, 3), 90, np.uint8)
        picture[:, index % width : index % width + 8] = 220
        frame = av.VideoFrame.from_ndarray(picture)
        frame.pts = index
        frame.pict_type = PictureType.I if index % key_every == 0 else PictureType.NONE
        packets += [bytes(packet) for packet in codec.encode(frame)]
    return tuple(packets)


@dataclass
class DrawnCamera:
    """Sends through a tap; each key frame of the list begins a group of two, so one asked for comes at once."""

    at: datetime
    width: int = 160
    height: int = 120
    codec: str = "VP8"
    asked: int = 0
    ticks: int = 0
    wants_key: bool = True
    tap: PacketTap = field(init=False)

    def __post_init__(self) -> None:
        self.tap = PacketTap(self._ask, lambda: self.at)

    def _ask(self) -> None:
        self.asked += 1
        self.wants_key = True

    def send(self, seconds: float) -> None:
        for _ in range(round(seconds * FPS)):
            pair = encoded(2, self.width, self.height, key_every=2)
            frame, self.wants_key = pair[0 if self.wants_key else 1], False
            self.tap.pass_on(self.codec, frame, self.ticks)
            self.wait(1 / FPS)

    def wait(self, seconds: float) -> None:
        """Time passes and no frame comes."""
        self.at += timedelta(seconds=seconds)
        self.ticks += round(seconds * 90_000)


def frames_of(path: Path) -> Iterator[tuple[float, int, int]]:
    """(second, width, height) of each frame of a file that can be decoded."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield float(frame.time or 0.0), frame.width, frame.height
