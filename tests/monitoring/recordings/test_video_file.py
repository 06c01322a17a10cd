"""Recordings from files: times, rotation, and one clear sentence for each kind of file that can't be analysed."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from proctor_core.errors import InvalidInput
from proctor_core.media.pictures import picture_in
from proctor_core.monitoring.recordings.video_file import VideoFile


def write_video(path: Path, seconds: float = 4.0, fps: int = 10) -> Path:
    """A grey clip whose left half is white."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=fps)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for number in range(round(seconds * fps)):
            picture = np.full((120, 160, 3), 60 + number % 7, np.uint8)
            picture[:, :80] = 250
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def write_sound(path: Path) -> Path:
    """A second of silence."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.int16), format="s16", layout="mono")
        frame.rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def test_frames_come_at_about_the_asked_rate_with_times_from_zero(tmp_path: Path) -> None:
    frames = list(VideoFile(write_video(tmp_path / "clip.mkv")).frames(rate_hz=5))
    assert len(frames) == pytest.approx(20, abs=1)
    assert frames[0].captured_s == 0.0
    assert frames[-1].captured_s == pytest.approx(3.8, abs=0.2)
    assert [frame.sequence for frame in frames] == list(range(len(frames)))


def test_a_rate_above_the_recordings_own_gives_every_frame(tmp_path: Path) -> None:
    assert len(list(VideoFile(write_video(tmp_path / "clip.mkv", seconds=2)).frames(rate_hz=100))) == 20


def test_a_frame_is_rgb_uint8_and_upright(tmp_path: Path) -> None:
    frame = next(VideoFile(write_video(tmp_path / "clip.mkv")).frames(5))
    assert frame.picture.shape == (120, 160, 3)
    assert frame.picture.dtype == np.uint8
    assert frame.picture[:, :60].mean() > 200 > frame.picture[:, 100:].mean()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="expected a file, found none"):
        VideoFile(tmp_path / "nothing.mp4")


def test_an_empty_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    with pytest.raises(InvalidInput, match="empty"):
        VideoFile(tmp_path / "empty.mp4")


def test_a_file_of_another_kind_is_said(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("This is a letter, not a film. " * 50)
    with pytest.raises(InvalidInput, match="FFmpeg can't read it"):
        VideoFile(tmp_path / "text.mp4")


def test_sound_without_pictures_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no picture track"):
        VideoFile(write_sound(tmp_path / "sound.wav"))


def test_a_recording_that_was_cut_off_is_said(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "whole.mkv", seconds=20).read_bytes()
    torn = tmp_path / "torn.mkv"
    torn.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(InvalidInput, match=r"cut off|broken after"):
        list(VideoFile(torn).frames(5))


def test_a_picture_is_told_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    picture = np.zeros((10, 20, 3), np.uint8)
    picture[..., 2] = 200
    is_written, content = cv2.imencode(".png", picture)
    (tmp_path / "picture.mp4").write_bytes(content.tobytes())
    read = picture_in(tmp_path / "picture.mp4")
    assert is_written
    assert read is not None
    assert tuple(read[0, 0]) == (200, 0, 0)
    assert picture_in(write_video(tmp_path / "clip.jpg.mkv")) is None
