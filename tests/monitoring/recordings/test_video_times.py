"""Times of a recording's pictures: from where its first track begins, whatever its clock shows; what is missing is unseen."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from proctor_core.domain.observation import Observation, Picture
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.violation import RaisedSignal, SignalKind
from proctor_core.errors import InvalidInput
from proctor_core.media.container_layout import container_of
from proctor_core.media.silent_video import write_silent
from proctor_core.media.video_probe import ProbedVideo, probe
from proctor_core.monitoring.recordings.recording_analysis import FoundViolation, analyse_recording
from proctor_core.monitoring.recordings.thumbnails import Thumbnails
from proctor_core.monitoring.recordings.video_file import VideoFile
from tests.rules.observations import calm, times
from tests.support.tracks import Tracks, shade_at, write_tracks

SHAPES = {
    "pictures alone": Tracks(),
    "sound 1.8 s before the camera": Tracks((1.8, 7.8), (0, 7.8)),
    "sound 4 s before the camera": Tracks((4, 10), (0, 10)),
    "sound 4 s longer than the camera": Tracks((0, 6), (0, 10)),
    "sound on both sides": Tracks((2, 6), (0, 12)),
    "the camera before the sound": Tracks((0, 6), (3, 5)),
    "a clock that begins at 500 s": Tracks((1, 6), (0, 6), clock_s=500),
    "a clock that counts since 1970": Tracks((0, 6), (0, 6), clock_s=1_700_000),
    "pictures that depend on later ones": Tracks((1.8, 7.8), (0, 7.8), b_frames=3),
    "a camera that paused": Tracks((0, 8), (0, 8), gap=(2, 6)),
}


def beginning(tracks: Tracks) -> float:
    return min(tracks.pictures[0], tracks.sound[0] if tracks.sound else tracks.pictures[0])


@pytest.mark.parametrize("kind", ["webm", "mp4"])
@pytest.mark.parametrize("name", list(SHAPES))
def test_a_whole_recording_is_taken_and_each_picture_lies_at_its_second(tmp_path: Path, kind: str, name: str) -> None:
    tracks = SHAPES[name]
    path, begins = write_tracks(tmp_path / "came", tracks, kind), beginning(tracks)
    ends = max(tracks.pictures[1], tracks.sound[1] if tracks.sound else 0) - begins
    probed = probe(path, container_of(path))
    assert isinstance(probed, ProbedVideo), probed
    assert probed.duration_s == pytest.approx(ends, abs=0.15)
    silent = tmp_path / "silent"
    write_silent(path, container_of(path), silent, kind)
    for video in (VideoFile(path), VideoFile(silent, begins_s=0.0)):
        frames = list(video.frames(10))
        assert len(frames) >= 40 and video.unread == 0
        assert frames[0].captured_s == pytest.approx(tracks.pictures[0] - begins, abs=0.05)
        assert frames[-1].captured_s == pytest.approx(tracks.pictures[1] - 0.1 - begins, abs=0.05)
        for frame in frames:
            shade = float(np.median(frame.picture[30:, 40:]))
            assert shade == pytest.approx(shade_at(frame.captured_s + begins), abs=12), frame.captured_s


@pytest.mark.parametrize("kind", ["webm", "mp4"])
def test_a_recording_that_begins_between_two_key_frames_is_taken_by_uploads_as_by_analyze(
    tmp_path: Path, kind: str
) -> None:
    path = write_tracks(tmp_path / "came", Tracks((0, 4), (0, 4), lost=3), kind)
    probed, video = probe(path, container_of(path)), VideoFile(path)
    assert isinstance(probed, ProbedVideo), probed
    frames = list(video.frames(10))
    assert (frames[0].captured_s, frames[-1].captured_s) == pytest.approx((1.0, 3.9), abs=0.1)
    assert probed.duration_s == pytest.approx(4.0, abs=0.15)


@pytest.mark.parametrize("case", ["camera_1_8s_after_sound", "camera_3s_after_sound", "camera_ends_3s_before_sound"])
def test_the_cases_of_version_01_are_whole(shared_dir: Path, case: str) -> None:
    path = shared_dir / f"cases/video-times/{case}.webm"
    first_s, length_s = {"1": (1.8, 7.8), "3": (3.0, 9.0), "e": (0.0, 9.0)}[case.removeprefix("camera_")[0]]
    video, probed = VideoFile(path), probe(path, container_of(path))
    frames = list(video.frames(5))
    assert isinstance(probed, ProbedVideo)
    assert (frames[0].captured_s, probed.duration_s, video.ends_s) == pytest.approx(
        (first_s, length_s, length_s), abs=0.2
    )


class Heard:
    """What an analysis tells."""

    def __init__(self) -> None:
        self.signals: list[RaisedSignal] = []

    def observed(self, observation: Observation, picture: Picture) -> None: ...

    def alleged(self, found: FoundViolation) -> None: ...

    def signalled(self, signal: RaisedSignal) -> None:
        self.signals.append(signal)


def lost(spans: list[tuple[float, float]], ends_s: float) -> list[tuple[float, float | None]]:
    looks = ((calm(t), np.zeros((48, 64, 3), np.uint8)) for first, last in spans for t in times(first, last, 5))
    heard = Heard()
    analyse_recording(looks, STANDARD, heard, 5.0, ends_s=lambda: ends_s)
    found = [s for s in heard.signals if s.kind is SignalKind.CAMERA_LOST]
    return [(round(s.onset_s, 1), None if s.offset_s is None else round(s.offset_s, 1)) for s in found]


def test_missing_pictures_at_the_beginning_in_the_middle_and_at_the_end_are_a_lost_camera() -> None:
    assert lost([(4, 10), (20, 26)], 40) == [(0.0, 4.0), (9.8, 20.0), (25.8, 40.0)]
    assert lost([(0, 20)], 20) == lost([(0, 20)], 0) == []


def test_thumbnails_of_missing_pictures_stay_black(tmp_path: Path) -> None:
    strip = Thumbnails(60.0)
    for t in times(30, 60, 1):
        strip.look(t, np.full((120, 160, 3), 200, np.uint8))
    pixels = strip._strip  # pyright: ignore[reportPrivateUsage]
    assert pixels[:, : pixels.shape[1] // 2 - 160].max() == 0
    assert pixels[:, pixels.shape[1] // 2 :].min() == 200


ONE, UNIT = 0x10000, 0x40000000
MATRICES = {
    "as it is": (ONE, 0, 0, 0, ONE, 0),
    "mirrored": (-ONE, 0, 0, 0, ONE, 0),
    "half a turn": (-ONE, 0, 0, 0, -ONE, 0),
    "upside down in a mirror": (ONE, 0, 0, 0, -ONE, 0),
    "a quarter turn": (0, ONE, 0, -ONE, 0, 0),
    "three quarters": (0, -ONE, 0, ONE, 0, 0),
    "over one diagonal": (0, ONE, 0, ONE, 0, 0),
    "over the other": (0, -ONE, 0, -ONE, 0, 0),
}


def shown_by(matrix: tuple[int, ...], size: tuple[int, int]) -> tuple[tuple[int, int], tuple[bool, bool]]:
    """(height and width, whether the bright corner is below, whether it is on the right), by the standard's own formula."""
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    width, height = size
    x, y = width / 4 - width / 2, height / 4 - height / 2
    right, below = (a * x + c * y) / ONE, (b * x + d * y) / ONE
    return ((height, width) if a else (width, height)), (below > 0, right > 0)


@pytest.mark.parametrize(("codec", "kind"), [("libx264", "mp4"), ("libvpx-vp9", "webm")])
@pytest.mark.parametrize("name", list(MATRICES))
def test_pictures_stand_as_a_player_shows_them_before_and_after_the_sound_went(
    tmp_path: Path, name: str, codec: str, kind: str
) -> None:
    matrix = (*MATRICES[name], 0, 0, UNIT)
    path = write_tracks(tmp_path / "came.mp4", Tracks((0, 1), matrix=matrix), "mp4", codec)
    write_silent(path, container_of(path), tmp_path / "silent", kind)
    for video in (path, tmp_path / "silent"):
        picture = next(VideoFile(video).frames(5)).picture
        height, width = picture.shape[:2]
        places = {
            (below, right): picture[height // 4 + below * height // 2, width // 4 + right * width // 2].mean()
            for below in (False, True)
            for right in (False, True)
        }
        assert ((height, width), max(places, key=lambda at: places[at])) == shown_by(matrix, (64, 48))


def test_pixels_that_are_no_squares_are_stretched_as_a_player_does(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "wide.mp4", Tracks((0, 1), size=(48, 48), shape=Fraction(4, 3)), "mp4")
    assert next(VideoFile(path).frames(5)).picture.shape == (48, 64, 3)


def damaged(path: Path, times_s: float) -> Path:
    """Noise in the middle of the pictures, the parts' heads left as they are."""
    content = bytearray(path.read_bytes())
    at = content.index(b"mdat") + 4
    end = at + int.from_bytes(content[at - 8 : at - 4], "big") - 8
    middle = at + int((end - at) * times_s)
    content[middle : middle + (end - at) // 8] = b"\xff" * ((end - at) // 8)
    path.write_bytes(content)
    return path


def test_what_is_read_only_in_part_is_counted_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    path = damaged(write_tracks(tmp_path / "came.mp4", Tracks((0, 12), size=(320, 240)), "mp4"), 0.5)
    video = VideoFile(path)
    frames = list(video.frames(10))
    assert video.unread > 0
    assert len(frames) + video.unread >= 100
    assert frames[-1].captured_s == pytest.approx(11.9, abs=0.2)


def test_pictures_of_a_clock_that_was_set_back_are_counted_as_unread(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "twice.ts", Tracks(), "mpegts", "libx264")
    path.write_bytes(path.read_bytes() * 2)
    video = VideoFile(path)
    seconds = [frame.captured_s for frame in video.frames(10)]
    assert seconds == sorted(seconds)
    assert 50 <= video.unread <= 60


def test_a_second_picture_track_is_told(tmp_path: Path) -> None:
    assert VideoFile(write_tracks(tmp_path / "one.webm", Tracks())).other_tracks == 0
    with av.open(str(tmp_path / "two.mkv"), "w") as container:
        streams: list[Any] = [container.add_stream("libx264", rate=10) for _ in range(2)]
        for stream in streams:
            stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for stream in streams:
            for _ in range(5):
                picture = np.full((48, 64, 3), 90, np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            container.mux(stream.encode())
    video = VideoFile(tmp_path / "two.mkv")
    assert (video.other_tracks, len(list(video.frames(100)))) == (1, 5)


def test_a_file_of_which_no_picture_can_be_read_is_refused(tmp_path: Path) -> None:
    path = write_tracks(tmp_path / "came.mp4", Tracks((0, 3)), "mp4")
    content = bytearray(path.read_bytes())
    at = content.index(b"mdat") + 4
    end = at + int.from_bytes(content[at - 8 : at - 4], "big") - 8
    content[at:end] = b"\xff" * (end - at)
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"no frame in it can be decoded|broken after"):
        list(VideoFile(path).frames(5))
