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
"""A video whose last frame lies further than this, or 2 %, before its declared end was cut off."""


@dataclass(frozen=True, slots=True)
class ProbedVideo:
    """A video that can be read: pixels, seconds (from the first frame to the last), frames in all."""

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
    told: dict[str, Any] = json.loads(done.stdout or b"{}") if done.returncode == 0 else {}
    if "refusal" in told or not told:
        return str(told.get("refusal", "it can't be read within the limits"))
    return ProbedVideo(**told)


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
    if len(opened.streams.video) != 1:
        return {"refusal": f"expected one picture track, found {len(opened.streams.video)}"}
    stream = opened.streams.video[0]
    context = stream.codec_context
    codec = getattr(context.codec, "canonical_name", context.name) if context else "none"
    if codec not in CODECS:
        return {"refusal": f"expected {', '.join(CODECS)}, got {codec}"}
    context.thread_count = 1
    context.options = {"max_pixels": str(MOST_PIXELS)}
    declared_s = (opened.duration or 0) / 1_000_000
    if _is_too_large(context.width, context.height):
        return {"refusal": f"expected at most {LARGEST_SIDE} pixels a side, got {context.width} x {context.height}"}
    if declared_s > LONGEST_S:
        return {"refusal": f"expected at most {LONGEST_S / 3600:.0f} hours, got {declared_s / 3600:.1f}"}
    return _read_through(opened, stream, declared_s)


def _read_through(opened: Any, stream: Any, declared_s: float) -> dict[str, object]:
    decoded, packets, first_s, last_s = [], 0, None, 0.0
    for packet in opened.demux(stream):
        if packet.pts is None:
            continue
        if packet.is_corrupt:
            return {"refusal": "a part of it is damaged"}
        at_s = float(packet.pts * packet.time_base)
        first_s = at_s if first_s is None else min(first_s, at_s)
        last_s, packets = max(last_s, at_s), packets + 1
        if len(decoded) < _FIRST_FRAMES:
            decoded += [(frame.width, frame.height) for frame in packet.decode()]
        if last_s - first_s > LONGEST_S:
            return {"refusal": f"expected at most {LONGEST_S / 3600:.0f} hours"}
    if not decoded:
        return {"refusal": "no frame in it can be decoded"}
    too_large = next((size for size in decoded if _is_too_large(*size)), None)
    if too_large:
        return {"refusal": f"expected at most {LARGEST_SIDE} pixels a side, got {too_large[0]} x {too_large[1]}"}
    length_s = last_s - (first_s or 0.0)
    if length_s < declared_s - max(_TORN_S, declared_s * 0.02):
        return {"refusal": f"cut off: it says {declared_s:.1f} s and ends at {length_s:.1f} s"}
    codec, (width, height) = stream.codec_context.name, decoded[0]
    codec = getattr(stream.codec_context.codec, "canonical_name", codec)
    return {"codec": codec, "width": width, "height": height, "duration_s": round(length_s, 3), "frames": packets}


def _is_too_large(width: int, height: int) -> bool:
    return max(width, height) > LARGEST_SIDE or width * height > MOST_PIXELS


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(_look(sys.argv[1], sys.argv[2])))
