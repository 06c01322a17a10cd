"""What others rely on is as it was: whoever changes it writes the snapshot anew and a line into CHANGELOG.md."""

import pytest

from tests.outside.seen_from_outside import SEEN, SNAPSHOTS

HOW = "changed on purpose? `python -m tests.outside.seen_from_outside` and a line in CHANGELOG.md"


@pytest.mark.slow
@pytest.mark.parametrize("name", SEEN)
def test_it_is_as_it_was(name: str) -> None:
    assert SEEN[name]().splitlines() == (SNAPSHOTS / name).read_text().splitlines(), HOW


def test_every_snapshot_is_compared() -> None:
    assert {file.name for file in SNAPSHOTS.iterdir()} == set(SEEN)
