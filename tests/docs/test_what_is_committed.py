"""Only what is written by hand, drawn or locked is committed: no data of anybody, nor what was measured on them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

WRITTEN = {
    *(
        "cjs",
        "css",
        "example",
        "gitignore",
        "html",
        "in",
        "js",
        "json",
        "mako",
        "md",
        "npmrc",
        "py",
        "sh",
        "sql",
        "toml",
        "ts",
        "txt",
    ),
    "typed",
}
WITHOUT_ENDING = {".ci/run", "LICENSE", "Makefile"}
DATA = {"tests/fixtures/version_0_1/data.zip"}
"""Made by version 0.1 out of drawn people."""
DRAWN = "docs/images/"


def git(*words: str) -> subprocess.CompletedProcess[str]:
    named = ["git", "-c", "safe.directory=*", *words]
    return subprocess.run(named, cwd=ROOT, capture_output=True, check=False, text=True)


def test_nothing_but_text_pictures_of_drawn_people_and_one_fixture_is_committed() -> None:
    names = [name for name in git("ls-files", "-z").stdout.split("\0") if name]
    assert len(names) > 1000
    assert [name for name in names if not is_expected(name)] == []


def test_no_file_holds_both_sides_of_a_conflict() -> None:
    found = git("grep", "--line-number", "-E", "^(<{7}|>{7}) ")
    assert (found.returncode, found.stdout) == (1, ""), "1: nothing found"


def is_expected(name: str) -> bool:
    if name in WITHOUT_ENDING | DATA:
        return True
    ending = name.rpartition(".")[2]
    return ending in WRITTEN or (ending == "png" and name.startswith(DRAWN))
