"""YuNet run by ourselves says what OpenCV's own FaceDetectorYN says."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from proctor_core.checks.free_size import with_free_size
from proctor_core.checks.picture import prepare
from proctor_core.checks.yunet import FLOOR, LONG_SIDE, YuNet
from proctor_core.domain.observation import Picture
from proctor_core.errors import ModelUnavailable
from tests.checks.pictures import black, closer, half_covered, textured, two_astronauts

TOLERANCE_PX = 0.01


def opencv_says(model: Path, bgr: Picture, size: tuple[int, int]) -> np.ndarray:
    """(n, 15) rows of the reference, best first."""
    detector = cv2.FaceDetectorYN.create(str(model), "", size, FLOOR, 0.3, 100)
    rows = detector.detect(np.asarray(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA)))[1]
    found = np.zeros((0, 15)) if rows is None else np.asarray(rows)
    return found[np.argsort(-found[:, 14])]


@pytest.mark.parametrize("picture", [closer, half_covered, two_astronauts, textured, black])
def test_it_finds_what_opencv_finds(yunet_file: Path, picture: Callable[[], Picture]) -> None:
    working = prepare(picture())
    scale = min(1.0, LONG_SIDE / max(working.width, working.height))
    size = (round(working.width * scale), round(working.height * scale))
    expected, found = opencv_says(yunet_file, working.bgr, size), YuNet(yunet_file).find(working)
    assert len(found) == len(expected)
    for face, row in zip(found, expected, strict=True):
        assert face.score == pytest.approx(row[14], abs=1e-4)
        assert face.box.left * size[0] == pytest.approx(row[0], abs=TOLERANCE_PX)
        assert face.box.width * size[0] == pytest.approx(row[2], abs=TOLERANCE_PX)
        assert face.points == pytest.approx(row[4:14].reshape(5, 2) / scale, abs=TOLERANCE_PX / scale)


def test_a_file_that_is_no_such_network_is_refused_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "yunet.onnx"
    broken.write_bytes(b"not a network")
    with pytest.raises(ModelUnavailable, match="expected one input of 640 x 640 pixels, found 0"):
        YuNet(broken)


def test_only_the_named_lengths_change_and_no_byte_moves() -> None:
    lengths = b"\x0a\x03\x08\x80\x05"
    before = b"head" + lengths * 2 + b"middle" + b"\x0a\x03\x08\x80\x32" + b"tail"
    after = with_free_size(before, 640, 640, [6400])
    assert after == b"head\x0a\x03\x12\x01h\x0a\x03\x12\x01wmiddle\x0a\x03\x12\x01Atail"
    assert len(after) == len(before)
