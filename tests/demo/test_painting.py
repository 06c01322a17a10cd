"""Painted moments: real size, light that goes, people who go, and a file for a browser's fake camera."""

from pathlib import Path

import av
import numpy as np
import pytest

from proctor_core.demo.clips import Clip, frame_at
from proctor_core.demo.contact_sheet import contact_sheet
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Scene
from proctor_core.demo.video import write_video
from proctor_core.domain.observation import Picture
from proctor_core.errors import InvalidInput

pytestmark = pytest.mark.slow

NADIA = PEOPLE[4]


def shown(act: Act, at_s: float = 4.0) -> Picture:
    picture = frame_at(Clip(NADIA, (Scene(act, 8.0),)), at_s)
    assert picture is not None
    return picture


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.GAP])
def test_every_act_is_painted_as_a_640x480_rgb_picture(act: Act) -> None:
    picture = shown(act)
    assert picture.shape == (480, 640, 3)
    assert picture.dtype == np.uint8


@pytest.mark.parametrize("at_s", [0.1, 0.2, 0.3, 0.4, 0.5, 7.7])
def test_somebody_half_out_of_the_picture_is_painted_too(at_s: float) -> None:
    assert shown(Act.LEAVES, at_s).shape == (480, 640, 3)


def test_a_covered_lens_shows_nothing() -> None:
    assert shown(Act.COVERS_LENS).std() < 3


def test_with_the_lamp_off_the_picture_is_dark_but_not_empty() -> None:
    picture = shown(Act.DIM_LIGHT)
    assert 15 < picture.mean() < 35
    assert picture.std() > 6


def test_whoever_leaves_shows_the_same_empty_room_at_any_time() -> None:
    one, other = shown(Act.LEAVES, 3.0).astype(int), shown(Act.LEAVES, 5.0).astype(int)
    assert np.abs(one - other).mean() < 3
    assert np.abs(one - shown(Act.READS, 3.0)).mean() > 10


def test_two_people_do_not_look_alike() -> None:
    sheet = contact_sheet(PEOPLE[:4])[:480].astype(int)
    faces = [sheet[:, 640 * index : 640 * (index + 1)] for index in range(4)]
    assert all(np.abs(faces[0] - face).mean() > 10 for face in faces[1:])


def test_a_clip_becomes_a_file_that_a_fake_camera_plays_at_its_30_pictures_a_second(tmp_path: Path) -> None:
    file = write_video(Clip(NADIA, (Scene(Act.READS, 1), Scene(Act.LEAVES, 1))), tmp_path / "camera.mjpeg", 5)
    with av.open(str(file)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert [picture.shape for picture in pictures] == [(480, 640, 3)] * 60


def test_a_lost_camera_is_a_hole_in_the_recordings_time(tmp_path: Path) -> None:
    clip = Clip(NADIA, (Scene(Act.READS, 1), Scene(Act.GAP, 1), Scene(Act.READS, 1)))
    with av.open(str(write_video(clip, tmp_path / "session.webm", 5))) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([0.0, 0.2, 0.4, 0.6, 0.8, 2.0, 2.2, 2.4, 2.6, 2.8], abs=0.01)


def test_a_file_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"\.mjpeg or \.webm"):
        write_video(Clip(NADIA, (Scene(Act.READS, 1),)), tmp_path / "clip.gif", 5)
