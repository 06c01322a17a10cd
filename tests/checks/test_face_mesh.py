"""The face mesh run by ourselves says what MediaPipe's own FaceLandmarker says."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from mediapipe import Image, ImageFormat, tasks

from proctor_core.checks.blaze_face import BlazeFace
from proctor_core.checks.face_mesh import FACE_FROM, FaceMesh
from proctor_core.checks.picture import WorkingPicture, prepare
from proctor_core.domain.observation import Picture
from proctor_core.errors import ModelUnavailable
from tests.checks.pictures import black, closer, half_covered, textured, two_astronauts

OF_THE_WIDTH = 0.01
"""Mean distance of the points in parts of the face's width: FaceLandmarker does not round the rectangle to pixels."""


@pytest.fixture(scope="module")
def landmarker(landmarker_bundle: Path) -> Iterator[Any]:
    base = tasks.BaseOptions(model_asset_path=str(landmarker_bundle))
    options = tasks.vision.FaceLandmarkerOptions(base_options=base, num_faces=3)
    with tasks.vision.FaceLandmarker.create_from_options(options) as landmarker:
        yield landmarker


@pytest.fixture(scope="module")
def mesh(landmarker_bundle: Path, blaze_face_file: Path) -> Callable[[WorkingPicture], tuple[np.ndarray, ...]]:
    blaze_face, face_mesh = BlazeFace(blaze_face_file), FaceMesh(landmarker_bundle)
    return lambda picture: face_mesh.find(picture, blaze_face.find(picture))


def leaning() -> Picture:
    """`closer`, the head tilted by 25 degrees."""
    turn = cv2.getRotationMatrix2D((320, 240), 25, 1.0)
    return np.asarray(cv2.warpAffine(closer(), turn, (640, 480), borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)


def at_the_edge() -> Picture:
    """`closer`, a part of the face out of the picture."""
    return np.ascontiguousarray(np.roll(closer(), -250, axis=1)[:, :500])


def mediapipe_says(landmarker: Any, picture: WorkingPicture) -> list[np.ndarray]:
    """(478, 2) in pixels each, widest first."""
    found = landmarker.detect(Image(image_format=ImageFormat.SRGB, data=picture.rgb)).face_landmarks
    meshes = [np.array([(p.x, p.y) for p in face]) * (picture.width, picture.height) for face in found]
    return sorted(meshes, key=lambda points: -np.ptp(points[:, 0]))


@pytest.mark.parametrize("picture", [closer, half_covered, two_astronauts, leaning, at_the_edge, textured, black])
def test_its_points_lie_where_face_landmarker_puts_them(
    mesh: Callable[[WorkingPicture], tuple[np.ndarray, ...]], landmarker: Any, picture: Callable[[], Picture]
) -> None:
    working = prepare(picture())
    expected, found = mediapipe_says(landmarker, working), mesh(working)
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert np.hypot(*(ours - theirs).T).mean() < OF_THE_WIDTH * np.ptp(theirs[:, 0])


def test_a_face_that_the_detector_doubts_gets_no_mesh(landmarker_bundle: Path, blaze_face_file: Path) -> None:
    picture, face_mesh = prepare(closer()), FaceMesh(landmarker_bundle)
    [face] = [found for found in BlazeFace(blaze_face_file).find(picture) if found.score >= FACE_FROM]
    assert len(face_mesh.find(picture, (face,))) == 1
    assert face_mesh.find(picture, (replace(face, score=FACE_FROM - 0.01),)) == ()


def test_a_bundle_without_the_network_is_refused_by_name(tmp_path: Path) -> None:
    empty, broken = tmp_path / "empty.task", tmp_path / "broken.task"
    zipfile.ZipFile(empty, "w").close()
    broken.write_bytes(b"not a bundle")
    for path in (empty, broken, tmp_path / "missing.task"):
        with pytest.raises(ModelUnavailable, match=r"expected face_landmarks_detector\.tflite in the bundle"):
            FaceMesh(path)
