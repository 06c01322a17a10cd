"""What others rely on is as it was: whoever changes it writes the snapshot anew and a line into CHANGELOG.md."""

from pathlib import Path

import pytest

from tests.outside import data_folder
from tests.outside.seen_from_outside import SEEN, SNAPSHOTS

HOW = "changed on purpose? `python -m tests.outside.seen_from_outside` and a line in CHANGELOG.md"


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEN)
def test_it_is_as_it_was(name: str) -> None:
    assert SEEN[name]().splitlines() == (SNAPSHOTS / name).read_text().splitlines(), HOW


@pytest.mark.slow
def test_the_data_folder_and_the_media_store_are_laid_out_as_they_were(models_dir: Path) -> None:
    how = "changed on purpose? `python -m tests.outside.data_folder MODELS_DIR` and a line in CHANGELOG.md"
    assert data_folder.data_folder(models_dir).splitlines() == data_folder.SNAPSHOT.read_text().splitlines(), how


def test_every_snapshot_is_compared() -> None:
    assert {file.name for file in SNAPSHOTS.iterdir()} == {*SEEN, data_folder.SNAPSHOT.name}
