"""The folders are searched in order, and only a whole file with the right hash is found."""

import os
from pathlib import Path

import pytest

from proctor_core.errors import ModelUnavailable
from proctor_core.models import hashes as model_hashes
from proctor_core.models.file import ModelFile, ModelRole, OfficialAddress
from proctor_core.models.manifest import find_models
from tests.support.model_server import CONTENT, model_file

FILE = model_file(OfficialAddress("https://models.example/tiny.tflite"))


def put(folder: Path, content: bytes = CONTENT) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / FILE.file_name
    path.write_bytes(content)
    return path


def test_the_configured_folder_comes_before_the_cache(tmp_path: Path) -> None:
    configured, cached = put(tmp_path / "configured"), put(tmp_path / "cache")
    models = find_models(configured.parent, cached.parent, manifest=(FILE,))
    assert models.path(FILE.role) == configured
    assert str(models.found[0].source) == "models folder"


def test_the_cache_is_used_when_the_configured_folder_has_a_damaged_file(tmp_path: Path) -> None:
    configured, cached = put(tmp_path / "configured", CONTENT[::-1]), put(tmp_path / "cache")
    models = find_models(configured.parent, cached.parent, manifest=(FILE,))
    assert models.path(FILE.role) == cached
    assert "models.example" in str(models.found[0].source)
    assert "expected SHA-256" in str(models.notes[0])


def test_half_a_file_is_not_found(tmp_path: Path) -> None:
    put(tmp_path / "cache", CONTENT[:1000])
    models = find_models(None, tmp_path / "cache", manifest=(FILE,))
    assert models.found == ()
    assert "expected 320000 bytes, found 1000" in str(models.notes[0])


def test_a_models_folder_that_does_not_exist_is_said(tmp_path: Path) -> None:
    models = find_models(tmp_path / "nowhere", tmp_path, manifest=(FILE,))
    assert tuple(map(str, models.notes)) == (f"the models folder {tmp_path / 'nowhere'} does not exist",)


def test_a_second_search_hashes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path)
    find_models(None, tmp_path, manifest=(FILE,))
    monkeypatch.setattr(model_hashes, "hash_file", lambda path: pytest.fail(f"hashed {path} again"))
    assert find_models(None, tmp_path, manifest=(FILE,)).path(FILE.role)


def test_a_file_that_changed_since_is_hashed_again(tmp_path: Path) -> None:
    path = put(tmp_path)
    find_models(None, tmp_path, manifest=(FILE,))
    before = path.stat().st_mtime_ns
    path.write_bytes(CONTENT[::-1])
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))
    assert find_models(None, tmp_path, manifest=(FILE,)).found == ()


@pytest.mark.parametrize("rubbish", ["{", "[1, 2]", ""])
def test_a_damaged_memory_of_hashes_is_rebuilt(tmp_path: Path, rubbish: str) -> None:
    put(tmp_path)
    (tmp_path / model_hashes.MEMORY_FILE_NAME).write_text(rubbish)
    assert find_models(None, tmp_path, manifest=(FILE,)).path(FILE.role)


def test_a_required_role_without_a_file_says_what_that_costs(tmp_path: Path) -> None:
    models = find_models(None, tmp_path, manifest=(FILE,))
    with pytest.raises(ModelUnavailable, match="no survey can be proctored"):
        models.require(ModelRole.FACE_DETECTOR)


EITHER = (FILE, model_file(OfficialAddress("https://sample.example/tiny.tflite"), content=CONTENT[::-1]))


@pytest.mark.parametrize("file", EITHER, ids=["first", "second"])
def test_a_model_that_is_published_as_two_files_of_one_name_may_be_either(tmp_path: Path, file: ModelFile) -> None:
    put(tmp_path, CONTENT if file is FILE else CONTENT[::-1])
    models = find_models(None, tmp_path, manifest=EITHER)
    assert [found.file for found in models.found] == [file]
    assert models.notes == ()
    assert str(file.sources[0].origin) in str(models.found[0].source)


def test_a_file_that_is_neither_of_two_is_refused_as_each(tmp_path: Path) -> None:
    put(tmp_path, b"other" * 64_000)
    models = find_models(None, tmp_path, manifest=EITHER)
    assert models.found == ()
    assert [file.sha256[:12] in str(note) for file, note in zip(EITHER, models.notes, strict=True)] == [True, True]
