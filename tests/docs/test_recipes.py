"""docs/recipes.md names files that exist, and of them only what they hold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.test_paths import IN_REPOSITORY, QUOTED, paths_of, places
from tests.support.program import ROOT

RECIPES = (ROOT / "docs/recipes.md").read_text(encoding="utf-8")
STEPS = [line for line in RECIPES.splitlines() if re.match(r"\d+\. ", line)]
NAME = re.compile(r"_?[A-Za-z]\w*(\.\w+)*")


def files_of(step: str) -> Iterator[Path]:
    """What a step names, and what lies in a folder that it names."""
    for name, folder in paths_of(step):
        found = next(path for path in places(name, folder) if path.exists())
        yield from (path for path in (found.rglob("*.py") if found.is_dir() else [found]))


def names_not_held(step: str) -> list[str]:
    """Names in backticks that stand in none of the step's files."""
    held = {word for file in files_of(step) for word in re.findall(r"\w+", file.read_text(encoding="utf-8"))}
    names = (name for name in QUOTED.findall(step) if NAME.fullmatch(name) and not IN_REPOSITORY.search(name))
    return [name for name in names if not set(name.split(".")) <= held]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_names_a_file_and_what_is_in_it(step: str) -> None:
    assert list(paths_of(step)), "a step says in which file"
    assert names_not_held(step) == []


def test_there_is_a_recipe_for_everything_that_is_added_often() -> None:
    titles = re.findall(r"^## An? (.*)$", RECIPES, re.MULTILINE)
    assert {
        "check",
        "flag rule",
        "violation type",
        "question type",
        "page",
        "setting",
        "background task",
        "table",
    } <= set(titles)


def test_a_name_that_is_gone_is_found() -> None:
    assert names_not_held("1. `proctor_core/rules/flags.py`: `flag_reasons` and `gone_reasons`.") == ["gone_reasons"]
