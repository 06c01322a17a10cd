"""docs/architecture.md names the rooms that are there, with what each says of itself."""

import ast
from pathlib import Path

import pytest

from tests.support.program import ROOT

ARCHITECTURE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
FACES = sorted(file for room in ("pages", "proctor_core", "db") for file in (ROOT / room).rglob("__init__.py"))
INSIDE = sorted(
    file for room in ("services", "monitoring") for file in (ROOT / "proctor_core" / room).glob("*/__init__.py")
)


def name_of(file: Path) -> str:
    return f"`{file.parent.relative_to(ROOT)}/`"


@pytest.mark.parametrize("face", FACES, ids=name_of)
def test_a_package_says_in_its_first_line_what_the_room_is_for(face: Path) -> None:
    said = ast.get_docstring(ast.parse(face.read_text(encoding="utf-8")))
    assert said and said.splitlines()[0].endswith((".", ";", ":")), face


@pytest.mark.parametrize("face", INSIDE, ids=name_of)
def test_a_room_inside_services_or_monitoring_is_in_the_table_as_it_says_itself(face: Path) -> None:
    said = ast.get_docstring(ast.parse(face.read_text(encoding="utf-8"))) or ""
    assert f"| {name_of(face)} | {said.splitlines()[0]} |" in ARCHITECTURE, "docs/architecture.md, Rooms"


def test_every_room_of_the_program_is_in_the_table() -> None:
    program = ROOT / "proctor_core"
    rooms = [f"`{file.parent.relative_to(ROOT)}/`" for file in program.glob("*/__init__.py")]
    files = [f"{file.name}`" for file in program.glob("[!_]*.py")]
    assert [name for name in (*rooms, *files) if name not in ARCHITECTURE] == []
