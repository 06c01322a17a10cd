"""Every path in the documents exists. A short name lies in the folder of a path before it in the same row or paragraph.

Records of decisions say what was so when they were written, and are left out.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.program import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md", *(f"docs/{file.name}" for file in sorted((ROOT / "docs").glob("*.md"))))
QUOTED = re.compile(r"`([\w.*-]*(?:/[\w.*-]*)*)(?:::\w+)?`")
IN_REPOSITORY = re.compile(r"[\w-]+(/|\.(py|md|js|css|html|sh|toml|json|sql|in|txt|example))")
SNAPSHOT = ROOT / "tests/outside/snapshots/data_folder.txt"
IN_DATA = {line for name in SNAPSHOT.read_text(encoding="utf-8").split() for line in (name, name.rstrip("/"))}
MADE = {
    *IN_DATA,
    *(f"data/{name}" for name in IN_DATA),
    ".cache/libraries",
    "demo/",
    "observations.jsonl",
    "waiting.json",
}
"""By a running program in its data folder; by a start; beside a recording; in a copy of what is kept about a person."""


def paths_of(text: str) -> Iterator[tuple[str, Path]]:
    """What is quoted as a path, with the folder that a short name is looked for in."""
    folder = ROOT
    for name in QUOTED.findall(text):
        if IN_REPOSITORY.search(name) and not name.startswith(("/", "../")):
            yield name, folder
            found = next((path for path in places(name, folder) if path.exists()), None)
            folder = folder if found is None else found if found.is_dir() else found.parent


def places(name: str, folder: Path) -> tuple[Path, ...]:
    """Where it may be: from the checkout, from the program's package, or beside what was named before."""
    return (ROOT / name, ROOT / "proctor_core" / name, folder / name)


def exists(name: str, folder: Path) -> bool:
    if "*" in name:
        return any(ROOT.glob(name)) or any(folder.glob(name))
    return name in MADE or any(path.exists() for path in places(name, folder))


def lost(text: str) -> list[str]:
    parts = (part for block in text.split("\n\n") for part in (block.splitlines() if "| " in block else [block]))
    return [name for part in parts for name, folder in paths_of(part) if not exists(name, folder)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_exists(document: str) -> None:
    assert lost((ROOT / document).read_text(encoding="utf-8")) == []


def test_a_path_that_is_gone_is_found() -> None:
    assert lost("| rule | `proctor_core/rules/judge.py`, `course.py`, `gone.py` |") == ["gone.py"]
    assert lost("In `services/nowhere/` and `judge.py`.") == ["services/nowhere/", "judge.py"]
    assert lost("By `db/away.py`, at `/api/health`, with `python -m proctor_core`.") == []
