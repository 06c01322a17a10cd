"""An uploaded video written anew: the pictures stay as they are, and everything beside them is gone."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from proctor_core.errors import InvalidInput
from proctor_core.media.container_layout import MP4, WEBM
from proctor_core.media.silent_video import silent_kind, write_silent
from tests.support.videos import video

PLACE = "+48.2082+016.3738/"
A_QUARTER = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 48 << 16, 0, 0x40000000)
"""Matrix of a picture that a player turns by 90 degrees, as phones write it. Source: ISO/IEC 14496-12, 8.3.2."""


def with_sound(path: Path, kind: str = "mp4", sound: str = "aac", codec: str = "libx264") -> Path:
    """Three seconds with a tone and a place, its first picture at second 2."""
    with av.open(str(path), "w", format=kind) as container:
        container.metadata["location"] = PLACE
        container.metadata["title"] = "my kitchen"
        picture, track = container.add_stream(codec, rate=10), container.add_stream(sound, rate=48000)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        for number in range(30):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), number * 7 % 255, np.uint8), format="rgb24")
            frame.pts, frame.time_base = number + 20, Fraction(1, 10)
            container.mux(picture.encode(frame))
        for number in range(50):
            heard = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.float32), format="fltp", layout="mono")
            heard.sample_rate, heard.pts, heard.time_base = 48000, number * 960, Fraction(1, 48000)
            container.mux(track.encode(heard))
        container.mux(picture.encode())
        container.mux(track.encode())
    return path


def packets_of(path: Path) -> list[tuple[float, bytes]]:
    with av.open(str(path)) as container:
        return [(round(float(p.pts * p.time_base), 2), bytes(p)) for p in container.demux(video=0) if p.size]


@pytest.mark.parametrize(
    ("kind", "sound", "codec", "container"), [("mp4", "aac", "libx264", MP4), ("webm", "libopus", "libvpx", WEBM)]
)
def test_sound_places_and_titles_stay_behind_and_every_picture_is_as_it_was(
    tmp_path: Path, kind: str, sound: str, codec: str, container: str
) -> None:
    came, silent = with_sound(tmp_path / "came", kind, sound, codec), tmp_path / "silent"
    write_silent(came, container, silent, kind)
    with av.open(str(silent)) as opened:
        assert [stream.type for stream in opened.streams] == ["video"]
        assert not {"location", "title"} & {name.lower() for name in opened.metadata}
        assert opened.streams.video[0].start_time * opened.streams.video[0].time_base == pytest.approx(2.0, abs=0.05)
    before, after = packets_of(came), packets_of(silent)
    assert [content for _, content in after] == [content for _, content in before]
    assert [t for t, _ in after] == pytest.approx([t for t, _ in before], abs=0.05), "each stays at its second"
    assert PLACE.encode() not in silent.read_bytes()


def test_a_picture_that_is_turned_stays_turned(tmp_path: Path) -> None:
    content = bytearray(video("mp4"))
    matrix = content.find(b"tkhd") + 4 + 40
    content[matrix : matrix + 36] = A_QUARTER
    came, silent = tmp_path / "came.mp4", tmp_path / "silent.mp4"
    came.write_bytes(content)
    write_silent(came, MP4, silent, "mp4")
    for path in (came, silent):
        with av.open(str(path)) as opened:
            assert next(opened.decode(video=0)).rotation == -90


def test_a_browsers_recording_without_lengths_can_be_seeked_in_afterwards(tmp_path: Path) -> None:
    came, silent = tmp_path / "came.webm", tmp_path / "silent.webm"
    came.write_bytes(video("webm", live="1"))
    write_silent(came, WEBM, silent, "webm")
    with av.open(str(came)) as before, av.open(str(silent)) as after:
        assert before.duration is None
        assert after.duration / 1e6 == pytest.approx(2.0, abs=0.2)


def test_each_codec_goes_into_what_a_browser_plays() -> None:
    assert {codec: silent_kind(codec) for codec in ("vp8", "vp9", "av1", "h264", "hevc")} == {
        "vp8": "webm",
        "vp9": "webm",
        "av1": "webm",
        "h264": "mp4",
        "hevc": "mp4",
    }


def test_what_is_no_video_is_refused_by_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "came").write_bytes(b"a letter and no film" * 100)
    with pytest.raises(InvalidInput, match="FFmpeg can't write it anew"):
        write_silent(tmp_path / "came", MP4, tmp_path / "silent", "mp4")
