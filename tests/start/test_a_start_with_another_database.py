"""The real program started with an empty database, and with an older copy of its own: no file goes, and it says so."""

import json
import sqlite3
import urllib.request
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support.processes import wait_until
from tests.support.program import RunningProgram, running_program

FILES = 3


def swept_part(program: RunningProgram) -> dict[str, str]:
    """What health says of the sweep."""
    with urllib.request.urlopen(f"{program.url}/api/health") as answer:
        return json.load(answer)["parts"]["sweep"]


def is_swept(program: RunningProgram) -> bool:
    return "h ago" in swept_part(program)["fact"]


def files_of_sessions(data: Path) -> int:
    return sum(1 for path in (data / "media" / "sessions").rglob("*") if path.is_file())


def put_files(data: Path) -> None:
    """As if sessions had left them long ago."""
    for _ in range(FILES):
        folder = data / "media" / "sessions" / str(uuid4())
        folder.mkdir(parents=True)
        (folder / "start.jpg").write_bytes(b"a picture")


@pytest.mark.slow
def test_no_file_goes_when_the_program_is_started_with_an_empty_or_an_older_database(
    tmp_path: Path, models_dir: Path
) -> None:
    settings = {"DEMO": "0", "PROCTORING_MODELS_DIR": str(models_dir)}
    with running_program(tmp_path, settings) as program:
        data = program.data_dir
        wait_until(lambda: is_swept(program), "the first sweep", timeout_s=30)
        with sqlite3.connect(data / "proctor.db") as live, sqlite3.connect(tmp_path / "backup.db") as copy:
            live.backup(copy)
        live.close()
        copy.close()
        put_files(data)
    kept = (data / "proctor.db").read_bytes()
    cases = {"an empty one": (None, "another database"), "an older copy": (tmp_path / "backup.db", "a later state")}
    for name, (database, said) in cases.items():
        for path in data.glob("proctor.db*"):
            path.unlink()
        if database:
            (data / "proctor.db").write_bytes(database.read_bytes())
        with running_program(tmp_path, settings) as program:
            wait_until(lambda program=program: swept_part(program)["state"] == "degraded", name, timeout_s=30)
            part = swept_part(program)
            assert (part["state"], said in part["fact"]) == ("degraded", True), (name, part)
            assert "adopt-store" in program.log.read_text()
            assert files_of_sessions(data) == FILES, name
    for path in data.glob("proctor.db*"):
        path.unlink()
    (data / "proctor.db").write_bytes(kept)
    with running_program(tmp_path, settings) as program:
        assert swept_part(program)["fact"] == "0 h ago", "the right one goes on"
        assert files_of_sessions(data) == FILES, "no erasure of them was noted"
