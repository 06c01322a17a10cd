"""Tests lie as the packages do, so that what shows a thing is found where the thing is."""

import pytest

from tests.support.program import ROOT

LIKE_THEIR_PACKAGE = ("services", "monitoring")


@pytest.mark.parametrize("name", LIKE_THEIR_PACKAGE)
def test_every_folder_of_tests_is_named_after_the_room_that_it_tests(name: str) -> None:
    rooms = {path.parent.name for path in (ROOT / "proctor_core" / name).glob("*/__init__.py")}
    folders = {path.parent.name for path in (ROOT / "tests" / name).glob("*/test_*.py")}
    assert folders and folders <= rooms


@pytest.mark.parametrize("name", LIKE_THEIR_PACKAGE)
def test_a_room_of_tests_is_not_full(name: str) -> None:
    """At about twenty files a room is full; the folder's name is the first line of documentation."""
    root = ROOT / "tests" / name
    crowded = {str(folder) for folder in (root, *root.iterdir()) if len(list(folder.glob("test_*.py"))) > 20}
    assert not crowded
