"""A role counts as long as its account does: whoever was switched off may do nothing, whatever object of theirs is in hand."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.tables import User
from proctor_core.domain.roles import Role
from proctor_core.errors import NotAllowed
from proctor_core.services.permissions import has_role
from proctor_core.services.reviewing.reviewing import QueueView
from proctor_core.services.reviewing.statistics import Period
from proctor_core.services.taking.live_sessions import LiveSessionService
from tests.support.review_world import NOON, World

ROOT = Path(__file__).parents[2]
OF_SOMEBODY_ELSE = {
    "pages/administrator/change_person.py": "person",
    "proctor_core/services/keeping/privacy.py": "person",
}
"""Who is changed or erased, not who acts."""

Use = Callable[[World, User], object]


@pytest.mark.parametrize(
    ("role", "use"),
    [
        (Role.MODERATOR, lambda world, person: world.reviewing.queue(person, QueueView.WAITING)),
        (Role.MODERATOR, lambda world, person: world.reviewing.claim_next(person)),
        (Role.MODERATOR, lambda world, person: LiveSessionService(world.engine, world.clock).running(person, [])),
        (Role.ANALYST, lambda world, person: world.statistics.overview(person, Period.WEEK)),
        (Role.ANALYST, lambda world, person: world.statistics.survey_titles(person)),
    ],
)
def test_whoever_was_switched_off_has_no_role_any_more(sqlite_engine: Engine, role: Role, use: Use) -> None:
    world = World(sqlite_engine)
    use(world, world.person("robin", role))
    switched_off = User(name="eve", display_name="Eve", role=role, is_active=False, created_at=NOON)
    world.add(switched_off)
    with pytest.raises(NotAllowed):
        use(world, switched_off)


@pytest.mark.parametrize("is_active", [True, False])
def test_an_account_has_its_role_while_it_is_active(is_active: bool) -> None:
    person = User(name="a", display_name="A", role=Role.ANALYST, is_active=is_active, created_at=NOON)
    assert has_role(person, Role.MODERATOR, Role.ANALYST) is is_active
    assert not has_role(person, Role.MODERATOR)


def roles_compared(source: str) -> Iterator[str]:
    """Whose role is compared: `actor` of `actor.role is Role.TAKER`, `person` of `caller.person.role not in ...`."""
    for node in ast.walk(ast.parse(source)):
        for side in (node.left, *node.comparators) if isinstance(node, ast.Compare) else ():
            match side:
                case ast.Attribute(ast.Name("actor" | "person" as owner), "role"):
                    yield owner
                case ast.Attribute(ast.Attribute(_, "person" as owner), "role"):
                    yield owner
                case _:
                    pass


def test_the_role_of_who_acts_is_asked_in_one_place() -> None:
    own = ROOT / "proctor_core/services/permissions.py"
    files = [file for room in ("pages", "proctor_core") for file in (ROOT / room).rglob("*.py") if file != own]
    compared = {
        str(file.relative_to(ROOT)): owner
        for file in files
        for owner in roles_compared(file.read_text(encoding="utf-8"))
    }
    assert compared == OF_SOMEBODY_ELSE


@pytest.mark.parametrize("planted", ["actor.role is not Role.TAKER", "caller.person.role in ROLES", "x is person.role"])
def test_a_planted_comparison_is_found(planted: str) -> None:
    assert list(roles_compared(planted))
