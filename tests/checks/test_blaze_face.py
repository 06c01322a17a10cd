"""BlazeFace run by ourselves says what MediaPipe's own FaceDetector says."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mediapipe import Image, ImageFormat, tasks

from proctor_core.checks.blaze_face import FLOOR, BlazeFace
from proctor_core.checks.picture import prepare
from proctor_core.domain.observation import Picture
from proctor_core.errors import ModelUnavailable
from tests.checks.pictures import astronaut, black, closer, half_covered, textured, two_astronauts

SCORE = 0.01
POINTS_PX = 1.0
BOX_PX = 2.0
"""FaceDetector rounds rectangles to whole pixels."""


@pytest.fixture(scope="module")
def detector(blaze_face_file: Path) -> Iterator[Any]:
    base = tasks.BaseOptions(model_asset_path=str(blaze_face_file))
    options = tasks.vision.FaceDetectorOptions(base_options=base, min_detection_confidence=FLOOR)
    with tasks.vision.FaceDetector.create_from_options(options) as detector:
        yield detector


def upright() -> Picture:
    """A picture that is higher than wide."""
    return np.ascontiguousarray(astronaut()[:, 120:400])


@pytest.mark.parametrize("picture", [closer, half_covered, two_astronauts, upright, textured, black])
def test_it_finds_what_face_detector_finds(
    blaze_face_file: Path, detector: Any, picture: Callable[[], Picture]
) -> None:
    working = prepare(picture())
    expected = detector.detect(Image(image_format=ImageFormat.SRGB, data=working.rgb)).detections
    found = BlazeFace(blaze_face_file).find(working)
    assert len(found) == len(expected)
    for face, theirs in zip(found, sorted(expected, key=lambda d: -d.categories[0].score), strict=True):
        assert face.score == pytest.approx(theirs.categories[0].score, abs=SCORE)
        points = np.array([(k.x, k.y) for k in theirs.keypoints]) * (working.width, working.height)
        assert face.points == pytest.approx(points, abs=POINTS_PX)
        assert face.box.left * working.width == pytest.approx(theirs.bounding_box.origin_x, abs=BOX_PX)
        assert face.box.height * working.height == pytest.approx(theirs.bounding_box.height, abs=BOX_PX)


def test_a_file_that_is_no_such_network_is_refused_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "blaze_face.tflite"
    broken.write_bytes(b"not a network")
    for path in (broken, tmp_path / "missing.tflite"):
        with pytest.raises(ModelUnavailable, match="expected BlazeFace at"):
            BlazeFace(path)
