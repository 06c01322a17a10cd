"""A labelled video keeps its times when it is sent as a live camera's is."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from skimage import data

from proctor_core.evaluation.sending import through_vp8
from proctor_core.monitoring.recordings.video_file import VideoFile

SECONDS = 6


@pytest.fixture
def video(tmp_path: Path) -> Path:
    """A photograph that moves, 25 frames a second, 480x270, hardly compressed."""
    path = tmp_path / "moving.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt, stream.options = 480, 270, "yuv420p", {"crf": "10"}
        for number in range(SECONDS * 25):
            shown = np.ascontiguousarray(np.roll(data.astronaut(), number * 3, axis=1)[100:370, :480])
            image = av.VideoFrame.from_ndarray(shown, format="rgb24")
            image.pts, image.time_base = number, Fraction(1, 25)
            container.mux(stream.encode(image))
        container.mux(stream.encode())
    return path


@pytest.mark.slow
def test_it_is_640_wide_and_lasts_as_long_at_a_fraction_of_the_size(video: Path, tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()
    sent = through_vp8(video, tmp_path / "sent", 62_000)
    frames = list(VideoFile(sent).frames(100))
    assert {frame.picture.shape for frame in frames} == {(360, 640, 3)}
    assert frames[-1].captured_s == pytest.approx(SECONDS, abs=0.2)
    assert len(frames) == pytest.approx(SECONDS * 8, abs=3)
    assert sent.stat().st_size * 8 / SECONDS < 2.5 * 62_000
    assert sent.stat().st_size < video.stat().st_size / 4
