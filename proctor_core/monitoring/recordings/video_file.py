"""The one reader of recordings: any that FFmpeg reads, as a player shows them; what can't be read is one clear sentence."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from struct import unpack
from typing import TYPE_CHECKING

import av
from av.error import FFmpegError, InvalidDataError

from proctor_core.codes.recording_faults import RecordingFault
from proctor_core.domain.observation import Frame, Picture
from proctor_core.errors import InvalidInput
from proctor_core.media.ffmpeg_words import ffmpeg_problem
from proctor_core.media.orientation import AS_STORED, MATRIX_NUMBERS, Orientation, of_matrix
from proctor_core.media.video_clock import beginning_s, picture_tracks
from proctor_core.monitoring.camera.colour import to_rgb

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

TORN_AFTER_S = 2.0
"""A recording of which every track ends further than this, or 2 %, before its declared end was cut off."""
_OUT_OF_ORDER_S = 0.5
"""A frame that lies further than this before the one that came first was written by a clock that was set back."""
_STRETCHED = (0.25, 4.0)
"""Shapes of a pixel that are believed."""


class VideoFile:
    """One recording.

    Attributes:
        duration_s: as the container says; 0 where it does not.
        ends_s: second at which the last track ends, sound too; known once all frames were read.
        other_tracks: further picture tracks, which are not looked at.
        unread: frames that could not be decoded or lie where the clock was set back; counted while frames are read.

    Raises:
        InvalidInput: the file is missing, empty, broken, or holds no picture track.
    """

    def __init__(self, path: Path, begins_s: float | None = None) -> None:
        """`begins_s`: where on the file's own clock the recording begins; None: where its first track does."""
        if not path.is_file():
            raise InvalidInput(str(path), RecordingFault.NO_FILE)
        if path.stat().st_size == 0:
            raise InvalidInput(str(path), RecordingFault.EMPTY)
        self.path = path
        try:
            with av.open(str(path)) as container:
                self.other_tracks = len(picture_tracks(container)) - 1
                if self.other_tracks < 0:
                    raise InvalidInput(str(path), RecordingFault.NO_PICTURE_TRACK)
                self._begins_s = beginning_s(container) if begins_s is None else begins_s
                self.duration_s = (container.duration or 0) / av.time_base
        except FFmpegError as error:
            raise InvalidInput(str(path), RecordingFault.NOT_READ, said=ffmpeg_problem(error)) from None
        self.ends_s = 0.0
        self.unread = 0

    def frames(self, rate_hz: float) -> Iterator[Frame]:
        """About `rate_hz` frames per second, times from the recording's beginning; raising it costs time and finds no more.

        Raises:
            InvalidInput: the file breaks off, none of its frames can be decoded, or it ends before its declared end.
        """
        due_s, last_s, sequence = 0.0, 0.0, 0
        self.unread, self.ends_s = 0, 0.0
        try:
            for t_s, image, shape in self._images():
                if t_s < last_s - _OUT_OF_ORDER_S:
                    self.unread += 1
                    continue
                last_s = max(last_s, t_s)
                if t_s + 1e-6 >= due_s:
                    due_s = max(due_s + 1 / rate_hz, t_s)
                    yield Frame(_as_shown(image, shape), t_s, sequence, t_s)
                    sequence += 1
        except FFmpegError as error:
            said = ffmpeg_problem(error)
            raise InvalidInput(str(self.path), RecordingFault.BROKEN_AFTER, last_s=last_s, said=said) from None
        if sequence == 0:
            raise InvalidInput(str(self.path), RecordingFault.NO_FRAME_DECODED)
        # Some containers count their length from the beginning, others from the clock's zero.
        end_s = max(self.ends_s, self.ends_s + self._begins_s)
        if end_s < self.duration_s - max(TORN_AFTER_S, self.duration_s * 0.02):
            declared_s = self.duration_s
            raise InvalidInput(str(self.path), RecordingFault.CUT_OFF, declared_s=declared_s, end_s=end_s)

    def _images(self) -> Iterator[tuple[float, av.VideoFrame, Fraction | None]]:
        with av.open(str(self.path)) as container:
            track = picture_tracks(container)[0]
            # PyAV's choice, threads by slices, makes FFmpeg refuse whole VP8 frames of Chromium's (5 of 1,055 in one).
            track.thread_type = "NONE"
            shape, step_s, last_s = track.sample_aspect_ratio, 1 / float(track.average_rate or 25), 0.0
            for image in self._decoded(container, track):
                pts, base = image.pts if image.pts is not None else image.dts, image.time_base
                at_s = last_s + step_s if pts is None or base is None else float(pts * base) - self._begins_s
                last_s = max(0.0, at_s)
                yield last_s, image, shape

    def _decoded(self, container: "InputContainer", track: "VideoStream") -> Iterator[av.VideoFrame]:
        for packet in container.demux():
            if packet.pts is not None and packet.time_base:
                end_s = float((packet.pts + (packet.duration or 0)) * packet.time_base) - self._begins_s
                self.ends_s = max(self.ends_s, end_s)
            if packet.stream is not track:
                continue
            try:
                images = packet.decode()
            except InvalidDataError:
                self.unread += 1
                continue
            yield from (image for image in images if isinstance(image, av.VideoFrame))


def _as_shown(image: av.VideoFrame, shape: Fraction | None) -> Picture:
    """RGB as a player shows it: pixels square, turned and mirrored as the file says."""
    is_stretched = shape and shape != 1 and _STRETCHED[0] <= shape <= _STRETCHED[1]
    return _orientation(image).upright(to_rgb(image, round(image.width * shape) if shape and is_stretched else None))


def _orientation(image: av.VideoFrame) -> Orientation:
    matrix = image.side_data.get("DISPLAYMATRIX")
    return of_matrix(unpack(f"{MATRIX_NUMBERS}i", bytes(matrix))) if matrix else AS_STORED
