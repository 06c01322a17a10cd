"""Writes an uploaded video anew: the picture track alone, so that sound, places and titles stay behind; it can be seeked in.

Nothing is encoded again. A part of `recording_child`, which is the only process that opens what strangers sent.
"""

import errno
from collections.abc import Callable
from pathlib import Path

import av
from av.error import FFmpegError

from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.errors import InvalidInput
from proctor_core.media.ffmpeg_words import ffmpeg_problem
from proctor_core.media.video_clock import beginning_s, picture_tracks

WEBM_CODECS = frozenset({"vp8", "vp9", "av1"})
_OPTIONS = {"webm": {"cues_to_front": "1"}, "mp4": {"movflags": "faststart"}}
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REPORTED_EVERY = 5000
MEDIA_TYPES = {"webm": "video/webm", "mp4": "video/mp4"}


def silent_kind(codec: str) -> str:
    """The container (`webm` or `mp4`) that a browser plays this codec in."""
    return "webm" if codec in WEBM_CODECS else "mp4"


def write_silent(
    source: Path, container: str, target: Path, kind: str, progress: Callable[[], None] = lambda: None
) -> None:
    """Copy the packets of the picture track from `source` to `target`, each at its second of the recording.

    Where the sound began before the camera, the first picture comes later than second 0: its times stay those of the source.

    `container`: the only demuxer of FFmpeg that may open it (`media.container_layout`); `kind`: `webm` or `mp4`;
    `progress` is called every few thousand packets.

    Raises:
        InvalidInput: the source can't be read, or can't be written so.
        OSError: the disk takes no more.
    """
    try:
        frames = _copy(source, container, target, kind, progress)
    except FFmpegError as error:
        if error.errno in NO_ROOM:
            raise OSError(error.errno, "no room for the video") from None
        raise InvalidInput("file", RecordingFault.NOT_WRITTEN, said=ffmpeg_problem(error)) from None
    except (ValueError, IndexError) as error:
        raise InvalidInput("file", RecordingFault.NOT_COPIED, error=str(error)) from None
    if not frames:
        raise InvalidInput("file", RecordingFault.NO_FRAME_READ)


def _copy(source: Path, container: str, target: Path, kind: str, progress: Callable[[], None]) -> int:
    frames = 0
    with (
        av.open(str(source), format=container, options={"protocol_whitelist": "file"}) as read,
        av.open(str(target), "w", format=kind, options=_OPTIONS[kind]) as written,
    ):
        track = picture_tracks(read)[0]
        begins = round(beginning_s(read) / track.time_base) if track.time_base else 0
        copied = written.add_stream_from_template(track)
        for packet in read.demux(track):
            if packet.pts is None or packet.dts is None:
                continue
            packet.pts, packet.dts, packet.stream = packet.pts - begins, packet.dts - begins, copied
            written.mux(packet)
            frames += 1
            if not frames % _REPORTED_EVERY:
                progress()
    return frames
