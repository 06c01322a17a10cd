"""The manifest is complete, and the report says what is there and what is missing."""

import re
from pathlib import Path

from proctor_core.models.manifest import MANIFEST, ModelRole, describe_models, find_models, model_rows


def test_every_role_has_a_file_and_every_file_has_a_hash_a_size_and_a_source() -> None:
    assert {file.role for file in MANIFEST} == set(ModelRole)
    for file in MANIFEST:
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert file.size_bytes > 100_000
        assert file.licence
        assert file.sources


def test_no_two_files_share_a_hash_and_a_name_is_shared_within_a_role_alone() -> None:
    assert len({file.sha256 for file in MANIFEST}) == len(MANIFEST)
    assert len({(file.file_name, file.role) for file in MANIFEST}) == len({file.file_name for file in MANIFEST})


def test_the_manifest_names_the_files_of_the_models_folder(models_dir: Path, tmp_path: Path) -> None:
    models = find_models(models_dir, tmp_path)
    assert models.path(ModelRole.FACE_DETECTOR)
    assert models.path(ModelRole.FACE_LANDMARKER)
    assert not [note for note in models.notes if "expected" in str(note)]


def test_the_report_names_each_model_with_its_origin_and_hash(models_dir: Path, tmp_path: Path) -> None:
    report = "\n".join(map(str, describe_models(find_models(models_dir, tmp_path))))
    assert "from models folder" in report
    assert str(models_dir) in report
    assert "(checked)" in report


def test_the_report_says_what_every_missing_model_costs(tmp_path: Path) -> None:
    models = find_models(None, tmp_path)
    report = "\n".join(map(str, describe_models(models)))
    assert report.count("MISSING") == len(ModelRole)
    assert "Phone check not available: no phone is ever reported." in report
    assert all(row.cost and row.path is None for row in model_rows(models))


def test_the_report_lists_what_was_tried(tmp_path: Path) -> None:
    (tmp_path / MANIFEST[0].file_name).write_bytes(b"half")
    assert "found 4" in "\n".join(map(str, describe_models(find_models(None, tmp_path))))
