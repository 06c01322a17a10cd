"""The data folder: room on the disk, and one server at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from proctor_core.errors import AlreadyServed, NoRoom
from proctor_core.start.data_folder import FolderLock, require_room
from tests.support.program import ROOT


def test_with_room_the_folder_is_made_and_nothing_is_left_in_it(tmp_path: Path) -> None:
    require_room(tmp_path / "a" / "data", least_free_bytes=1)
    assert list((tmp_path / "a" / "data").iterdir()) == []


def test_too_little_room_is_said_in_megabytes(tmp_path: Path) -> None:
    with pytest.raises(NoRoom, match=r"expected 1000000000000 MB of free disk in the data folder .*, found \d+ MB"):
        require_room(tmp_path, least_free_bytes=10**18)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file stands in the way")
    with pytest.raises(NoRoom, match="can't be written"):
        require_room(tmp_path / "data")


def test_a_second_server_is_told_who_serves_the_folder(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.take("http://localhost:8501")
    first.take("http://localhost:8501")
    with pytest.raises(AlreadyServed, match=r"served already, by process \d+ on http://localhost:8501"):
        second.take("http://localhost:8502")
    with pytest.raises(AlreadyServed):
        second.require_free()
    first.give_back()
    second.require_free()
    second.take()
    second.give_back()


def test_a_killed_server_lets_the_folder_go(tmp_path: Path) -> None:
    holding = (
        "import sys\nfrom pathlib import Path\nfrom proctor_core.start.data_folder import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1]))\nlock.take()\nprint('held', flush=True)\nsys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", holding, tmp_path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    lock = FolderLock(tmp_path)
    with pytest.raises(AlreadyServed, match=f"process {process.pid}"):
        lock.take()
    process.kill()
    process.communicate()
    lock.take()
    lock.give_back()
