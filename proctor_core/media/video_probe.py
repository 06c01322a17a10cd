"""Looks into a video that a stranger sent: in a process of its own, with little memory, little time and no way to write.

Run by its file name, it imports nothing of ours; `probe` is the side of the caller.
"""

import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CODECS = ("vp8", "vp9", "av1", "h264", "hevc")
LONGEST_S = 6 * 3600.0
LARGEST_SIDE = 4096
MOST_PIXELS = 4096 * 2304
_FIRST_FRAMES = 5
_MEMORY_BYTES = 2 << 30
_CPU_S = 60
_PATIENCE_S = 120.0
_TORN_S = 2.0
"""A video of which every track ends further than this, or 2 %, before its declared end was cut off."""


@dataclass(frozen=True, slots=True)
class ProbedVideo:
    """A video that can be read: pixels, seconds (from where its first track begins to where its last one ends), frames in all."""

    codec: str
    width: int
    height: int
    duration_s: float
    frames: int


def probe(path: Path, container: str) -> ProbedVideo | str:
    """What the video is, or one sentence why it is refused. `container`: the only demuxer of FFmpeg that may open it.

    Every packet is read, the first frames are decoded.
    """
    # -I: neither the folder nor the environment of whoever started us is looked into.
    command = [sys.executable, "-I", __file__, str(path), container]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return f"it can't be read within {_PATIENCE_S:.0f} s"
    probed: dict[str, Any] = json.loads(done.stdout or b"{}") if done.returncode == 0 else {}
    if "refusal" in probed or not probed:
        return str(probed.get("refusal", "it can't be read within the limits"))
    return ProbedVideo(**probed)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _look(path: str, container: str) -> dict[str, object]:
    import av
    from av.error import FFmpegError

    try:
        with av.open(path, format=container, options={"protocol_whitelist": "file"}) as opened:
            return _look_into(opened)
    except FFmpegError as error:
        return {"refusal": f"FFmpeg can't read it: {(error.strerror or 'broken').lower()}"}
    except (ValueError, MemoryError, ArithmeticError):
        return {"refusal": "it can't be read within the limits"}


def _look_into(opened: Any) -> dict[str, object]:
    from av.stream import Disposition

    # A cover picture that belongs to the sound is none; as in `video_clock`, which can't be imported here.
    tracks = [track for track in opened.streams.video if not track.disposition & Disposition.attached_pic]
    if len(tracks) != 1:
        return {"refusal": f"expected one picture track, found {len(tracks)}"}
    stream = tracks[0]
    context = stream.codec_context
    codec = getattr(context.codec, "canonical_name", context.name) if context else "none"
    if codec not in CODECS:
        return {"refusal": f"expected {', '.join(CODECS)}, got {codec}"}
    context.thread_count = 1
    context.options = {"max_pixels": str(MOST_PIXELS)}
    declared_s = (opened.duration or 0) / 1_000_000
    if _is_too_large(context.width, context.height):
        return {"refusal": f"expected at most {LARGEST_SIDE} pixels a side, got {context.width} x {context.height}"}
    return _read_through(opened, stream, declared_s)


def _read_through(opened: Any, stream: Any, declared_s: float) -> dict[str, object]:
    decoded, packets, clock = [], 0, _Clock(opened, stream)
    for packet in opened.demux():
        clock.hear(packet)
        if clock.length_s > LONGEST_S:
            return {"refusal": f"expected at most {LONGEST_S / 3600:.0f} hours"}
        if packet.stream is not stream or packet.pts is None:
            continue
        if packet.is_corrupt:
            return {"refusal": "a part of it is damaged"}
        packets += 1
        if len(decoded) < _FIRST_FRAMES:
            decoded += _sizes_in(packet)
    if not decoded:
        return {"refusal": "no frame in it can be decoded"}
    too_large = next((size for size in decoded if _is_too_large(*size)), None)
    if too_large:
        return {"refusal": f"expected at most {LARGEST_SIDE} pixels a side, got {too_large[0]} x {too_large[1]}"}
    # Some containers count their length from the beginning, others from the clock's zero.
    end_s = max(clock.length_s, clock.end_s)
    if end_s < declared_s - max(_TORN_S, declared_s * 0.02):
        return {"refusal": f"cut off: it says {declared_s:.1f} s and ends at {end_s:.1f} s"}
    codec, (width, height) = stream.codec_context.name, decoded[0]
    codec = getattr(stream.codec_context.codec, "canonical_name", codec)
    return {"codec": codec, "width": width, "height": height, "duration_s": round(clock.length_s, 3), "frames": packets}


def _sizes_in(packet: Any) -> list[tuple[int, int]]:
    """Of its frames; a recording that begins between two key frames can't be decoded until the next one, as a player shows it."""
    from av.error import InvalidDataError

    try:
        return [(frame.width, frame.height) for frame in packet.decode()]
    except InvalidDataError:
        return []


class _Clock:
    """Where the recording begins and ends on the container's clock: of pictures and sound, and of the rest only its end."""

    def __init__(self, opened: Any, pictures: Any) -> None:
        self._heard = {pictures.index, *(track.index for track in opened.streams.audio)}
        tracks = (pictures, *opened.streams.audio)
        begins = [float(t.start_time * t.time_base) for t in tracks if t.start_time is not None and t.time_base]
        self._begins_s = min(begins, default=0.0)
        self.length_s = self.end_s = 0.0

    def hear(self, packet: Any) -> None:
        if packet.pts is None or not packet.time_base:
            return
        end_s = float((packet.pts + (packet.duration or 0)) * packet.time_base)
        self.end_s = max(self.end_s, end_s)
        if packet.stream.index in self._heard:
            self.length_s = max(self.length_s, end_s - self._begins_s)


def _is_too_large(width: int, height: int) -> bool:
    return max(width, height) > LARGEST_SIDE or width * height > MOST_PIXELS


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_look(sys.argv[1], sys.argv[2])))
