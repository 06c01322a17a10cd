"""The official model files by what they are for; a test that asks for one is skipped by name where they are missing."""

from pathlib import Path

import pytest

from proctor_core.models.manifest import ModelRole, find_models
from tests.support import needs


def official(models: Path, role: ModelRole) -> Path:
    path = find_models(models, models).path(role)
    assert path is not None
    return path


@pytest.fixture(scope="session")
def blaze_face_file(official_models: Path) -> Path:
    return official(official_models, ModelRole.FACE_DETECTOR)


@pytest.fixture(scope="session")
def landmarker_bundle(official_models: Path) -> Path:
    return official(official_models, ModelRole.FACE_LANDMARKER)


@pytest.fixture(scope="session")
def yunet_file(official_models: Path) -> Path:
    return official(official_models, ModelRole.SECOND_FACE_DETECTOR)


@pytest.fixture(scope="session")
def yolox_file(official_models: Path) -> Path:
    path = find_models(official_models, official_models).path(ModelRole.SECOND_PHONE_DETECTOR)
    if path is None:
        needs.skip_without("shared", f"no yolox_nano.onnx in {official_models}: no package carries it")
    return path
