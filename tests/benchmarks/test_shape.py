"""What `python -m benchmarks.shape` measures, on files that were written for it."""

from pathlib import Path

import pytest

from benchmarks.shape import Shape, measure

NESTED = """
def outer(items):
    '''Two blocks in each other, and an elif beside its if.'''
    for item in items:
        if item:
            item()
        elif items:
            pass
        else:
            pass
    try:
        pass
    except ValueError:
        with items:
            if items:
                pass
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text(NESTED)
    for room in ("pages", "db/migrations/versions", "proctor_core"):
        (tmp_path / room).mkdir(parents=True)
    (tmp_path / "db/migrations/versions/0001_long.py").write_text("pass\n" * 500)
    return tmp_path


def write(checkout: Path, **files: str) -> Shape:
    for name, text in files.items():
        (checkout / "proctor_core" / f"{name}.py").write_text(text)
    return measure(checkout)


def test_lines_of_files_and_functions_are_counted_without_migrations(checkout: Path) -> None:
    shape = write(checkout, one="x = 1\n", two="def f():\n    return 1\n")
    assert (shape.files, shape.functions) == ([1, 2, 16], [2, 15])
    assert shape.in_words().startswith("3 | 2 / 2 / 16 | 2 / 2 / 15 | 3 |")


def test_an_elif_is_no_deeper_than_its_if_and_a_handler_is_as_deep_as_its_try(checkout: Path) -> None:
    assert measure(checkout).nesting == 3


def test_modules_that_import_each_other_are_named(checkout: Path) -> None:
    shape = write(checkout, one="import proctor_core.two\n", two="def f():\n    from proctor_core.one import g\n")
    assert {"proctor_core.one", "proctor_core.two"} == set(shape.cycle)
    assert shape.in_words().endswith(" -> ".join(shape.cycle))


def test_what_only_types_ask_for_makes_no_cycle(checkout: Path) -> None:
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from proctor_core.one import g\n"
    shape = write(checkout, one="from proctor_core import two\n", two=typed)
    assert shape.cycle == ()
