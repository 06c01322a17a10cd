"""The table of docs/testing.md names tests that exist, and leaves out nothing that must work."""

import ast
import re
from functools import cache

import pytest

from tests.support.program import ROOT

ROWS = {
    cells[1].strip(): re.findall(r"`(tests/[\w/.]+\.py)(?:::(\w+))?`", cells[2])
    for line in (ROOT / "docs/testing.md").read_text(encoding="utf-8").splitlines()
    if len(cells := line.split("|")) == 4 and not line.startswith("|--")
}
MUST_WORK = (
    "initial verification",
    "heartbeat recording",
    "violation detection and flagging",
    "video upload",
    "moderator review",
    "auto-flagging",
    "media storage",
    "data deletion",
)


@pytest.mark.parametrize("what", MUST_WORK)
def test_what_must_work_names_at_least_one_single_test(what: str) -> None:
    assert any(name for _, name in ROWS[what])


def test_every_named_test_exists() -> None:
    named = [place for places in ROWS.values() for place in places]
    assert len(named) > 30
    missing = [f"{file}::{name}" for file, name in named if name not in {"", *names_in(file)}]
    assert not missing


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name[:5] == "test_"}
    assert found, f"{file} holds no test"
    return found
