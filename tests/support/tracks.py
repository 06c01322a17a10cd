"""Videos whose tracks begin and end when a test says so, with a clock that begins anywhere, as recorders write them."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE_HZ = 10
_MS = Fraction(1, 1000)
_SOUND_HZ = 48_000
_SOUND_FRAME = 960


@dataclass(frozen=True, slots=True)
class Tracks:
    """Pictures and sound from one second to another; None: no sound. `clock_s`: what the clock shows at second 0.

    `gap`: a stretch without pictures. The shade of a picture tells its second: `shade_at`. `lost`: so many packets of the first
    pictures are missing, as where a recorder joined late; there is a key frame each second.
    """

    pictures: tuple[float, float] = (0.0, 6.0)
    sound: tuple[float, float] | None = None
    clock_s: float = 0.0
    gap: tuple[float, float] | None = None
    size: tuple[int, int] = (64, 48)
    b_frames: int = 0
    shape: Fraction | None = None
    matrix: tuple[int, ...] | None = None
    lost: int = 0


def shade_at(second: float) -> int:
    """0 to 255: twenty-five shades to a second's tenth part."""
    return 20 + round(second * RATE_HZ) % 10 * 20


def write_tracks(path: Path, tracks: Tracks, kind: str = "webm", codec: str = "") -> Path:
    """Write them; the container is Matroska's or MP4's."""
    codec = codec or ("libvpx" if kind == "webm" else "libx264")
    with av.open(str(path), "w", format=kind) as container:
        video: Any = container.add_stream(codec, rate=RATE_HZ)
        video.width, video.height, video.pix_fmt = *tracks.size, "yuv420p"
        video.codec_context.time_base = _MS
        if tracks.lost:
            video.codec_context.gop_size = RATE_HZ
        if codec == "libx264":
            video.codec_context.max_b_frames = tracks.b_frames
        if tracks.shape:
            video.codec_context.sample_aspect_ratio = tracks.shape
        if tracks.matrix:
            video.set_display_matrix(tracks.matrix)
        audio: Any = None
        if tracks.sound:
            audio = container.add_stream("libopus" if kind == "webm" else "aac", rate=_SOUND_HZ)
        packets: list[Any] = [packet for at_s in _times(tracks) for packet in video.encode(_picture(tracks, at_s))]
        packets = [*packets, *video.encode()][tracks.lost :]
        if audio and tracks.sound:
            first, last = (round((tracks.clock_s + s) * _SOUND_HZ) for s in tracks.sound)
            for at in range(first, last, _SOUND_FRAME):
                heard = av.AudioFrame.from_ndarray(
                    np.zeros((1, _SOUND_FRAME), np.float32), format="fltp", layout="mono"
                )
                heard.sample_rate, heard.pts, heard.time_base = _SOUND_HZ, at, Fraction(1, _SOUND_HZ)
                packets += audio.encode(heard)
            packets += audio.encode()
        for packet in sorted(packets, key=lambda p: float((p.dts or 0) * p.time_base)):
            container.mux(packet)
    return path


def _times(tracks: Tracks) -> list[float]:
    first, last = (round(second * RATE_HZ) for second in tracks.pictures)
    times = [number / RATE_HZ for number in range(first, last)]
    return [t for t in times if not (tracks.gap and tracks.gap[0] <= t < tracks.gap[1])]


def _picture(tracks: Tracks, at_s: float) -> av.VideoFrame:
    width, height = tracks.size
    picture = np.full((height, width, 3), shade_at(at_s), np.uint8)
    # Brighter above to the left, so that turned and mirrored ones are told apart.
    picture[: height // 2, : width // 2] += 35
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
    frame.pts, frame.time_base = round((tracks.clock_s + at_s) * 1000), _MS
    return frame
