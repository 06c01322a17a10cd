"""Pieces of a session's video as WebM files: encoded frames go in as they came, and are joined again; nothing is encoded here.

A segment begins with a key frame, so it plays by itself. While it is being written every frame is flushed: what a killed
process leaves is read up to its last whole cluster.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.packet import Packet

from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.errors import InvalidInput
from proctor_core.media.ffmpeg_words import ffmpeg_problem

RTP_TICK = Fraction(1, 90_000)
_MILLISECOND = Fraction(1, 1000)
_KEY_FRAME_HEAD = 10
_START_CODE = b"\x9d\x01\x2a"
_FLUSHED = {"cluster_time_limit": "100", "flush_packets": "1"}
"""A cluster reaches the disk when the next one begins: of short ones a killed process loses the last frame."""


@dataclass(frozen=True, slots=True)
class SegmentFacts:
    """What a segment's file holds; seconds, pixels."""

    frames: int
    duration_s: float
    width: int
    height: int
    codec: str


def vp8_key_frame_size(frame: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels when the encoded frame is a key frame, else None. Source: RFC 6386, section 9.1."""
    if len(frame) < _KEY_FRAME_HEAD or frame[0] & 1 or frame[3:6] != _START_CODE:
        return None
    width, height = int.from_bytes(frame[6:8], "little"), int.from_bytes(frame[8:10], "little")
    return width & 0x3FFF, height & 0x3FFF


class SegmentFile:
    """One segment being written; `width` and `height` are those of its first frame, a VP8 key frame."""

    def __init__(self, path: Path, width: int, height: int) -> None:
        self.path = path
        self._container = av.open(str(path), "w", format="webm", options=_FLUSHED)
        self._stream = self._container.add_mux_stream("vp8", width=width, height=height, time_base=RTP_TICK)

    def add(self, frame: bytes, ticks: int, *, is_key: bool) -> None:
        """Append an encoded frame, `ticks` of 1/90,000 s after the segment's first."""
        self._container.mux(_packet(frame, ticks, RTP_TICK, self._stream, is_key))

    def close(self) -> None:
        """Write the end; the file is complete then."""
        self._container.close()


def segment_facts(path: Path) -> SegmentFacts:
    """Read what a segment holds, without decoding it. Its duration counts the last frame as long as the others on average.

    Raises:
        InvalidInput: it holds no frame that can be read.
    """
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            times = [float(packet.pts * packet.time_base) for packet in _packets(container) if packet.pts is not None]
            context = stream.codec_context
            size, codec = (context.width, context.height), context.name
    except (FFmpegError, IndexError) as error:
        raise InvalidInput("segment", RecordingFault.NOT_READ, said=ffmpeg_problem(error)) from error
    if not times:
        raise InvalidInput("segment", RecordingFault.NO_FRAME)
    span_s = times[-1] - times[0]
    return SegmentFacts(len(times), span_s + span_s / max(len(times) - 1, 1), *size, codec)


def join_segments(parts: Iterable[tuple[Path, float]], target: Path) -> SegmentFacts:
    """Write one file that can be seeked in from (segment, second at which it begins), in order; no frame is encoded again.

    A part that would begin before the one in front of it ends begins at its end: clocks of network and machine differ a little.

    Raises:
        InvalidInput: there is no part, or one can't be read.
    """
    joining = _Joining()
    try:
        with av.open(str(target), "w", format="webm", options={"cues_to_front": "1"}) as output:
            for path, start_s in parts:
                joining.append(output, path, start_s)
    except (FFmpegError, IndexError) as error:
        raise InvalidInput("segment", RecordingFault.NOT_JOINED, said=ffmpeg_problem(error)) from error
    if not joining.frames:
        raise InvalidInput("segment", RecordingFault.NO_PART)
    return SegmentFacts(joining.frames, joining.end_s, *joining.size, joining.codec)


@dataclass(slots=True)
class _Joining:
    """How far a joined file has come."""

    frames: int = 0
    end_s: float = 0.0
    size: tuple[int, int] = (0, 0)
    codec: str = ""
    stream: Any = None

    def append(self, output: OutputContainer, path: Path, start_s: float) -> None:
        with av.open(str(path)) as part:
            source = part.streams.video[0]
            if self.stream is None:
                self.stream = output.add_stream_from_template(source)
                self.size, self.codec = (source.width, source.height), source.codec_context.name
            shift_s, last_s, interval_s = max(start_s, self.end_s), 0.0, 0.0
            for packet in _packets(part):
                at_s = float((packet.pts or 0) * packet.time_base)
                interval_s, last_s, self.frames = at_s - last_s, at_s, self.frames + 1
                millis = round((at_s + shift_s) * 1000)
                output.mux(_packet(bytes(packet), millis, _MILLISECOND, self.stream, packet.is_keyframe))
            self.end_s = shift_s + last_s + max(interval_s, 0.001)


def _packets(container: InputContainer) -> "Iterator[Packet[Any]]":
    """Every whole frame; a file that was cut off ends at its last one."""
    try:
        for packet in container.demux(video=0):
            if packet.size:
                yield packet
    except FFmpegError:
        return


def _packet(frame: bytes, ticks: int, tick: Fraction, stream: Any, is_key: bool) -> "Packet[Any]":
    packet: Packet[Any] = av.Packet(frame)
    packet.pts = packet.dts = ticks
    packet.time_base, packet.stream, packet.is_keyframe = tick, stream, is_key
    return packet
