"""Services are made in one place: the program, the demo and the shared worlds of the tests have the same ones."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

from proctor_core.services import composition
from tests.support.session_world import SessionWorld

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [field.type for field in fields(composition.Services) if field.name != "basis"]
SERVICES = {kind.__name__ for room in ROOMS for kind in get_type_hints(room).values()}
PLACES = ("app.py", "pages", "proctor_core", "scripts", "tests/support")


def made_in(file: Path) -> Iterator[str]:
    """Services that are made in a file: `file: name`."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SERVICES:
            yield f"{file.relative_to(ROOT)}: {node.func.id}"


def test_services_are_made_by_the_composition_alone() -> None:
    places = [ROOT / place for place in PLACES]
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.py")))]
    own = ROOT / "proctor_core" / "services"
    assert len(files) > 500
    assert [made for file in files if own not in file.parents for made in made_in(file)] == []


def test_the_composition_makes_every_service_that_it_names() -> None:
    assert {made.split(": ")[1] for made in made_in(ROOT / "proctor_core" / "services" / "composition.py")} == SERVICES


def test_whoever_shares_a_thing_shares_one(world: SessionWorld) -> None:
    services = world.services
    assert services.accounts.accounts.known is services.accounts.known is services.taking.sessions.known
    assert services.taking.sessions.outbox is services.taking.outbox is services.keeping.files.outbox
    assert services.keeping.retention.files is services.keeping.privacy.files is services.keeping.files
    assert services.surveys.taker_lists.surveys is services.surveys.surveys
