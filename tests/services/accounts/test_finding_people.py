"""However many people there are, each is found: page by page, and by a part of either name."""

import pytest
from sqlalchemy import Engine

from db.engine import transaction
from db.tables import User
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.services.accounts.accounts import AccountService
from tests.support.review_world import NOON, World

MANY = 2500
NAMED = {"özil": "Özge Öztürk", "per%cent": "Per_Cent 100%", "nfd": "Zoe\u0308 Noël", "mo.lee": "Mo O'Lee-Smith"}


@pytest.fixture
def world(engine: Engine) -> World:
    made = World(engine)
    with transaction(engine) as db:
        for name, shown in NAMED.items():
            db.add(User(name=name, display_name=shown, role=Role.TAKER, is_active=name != "nfd", created_at=NOON))
    return made


def accounts_of(world: World) -> tuple[AccountService, User]:
    return AccountService(world.engine, world.clock), world.person("root", Role.ADMINISTRATOR)


def test_every_one_of_2500_people_is_listed_once_page_by_page_and_found_by_name(world: World) -> None:
    with transaction(world.engine) as db:
        for number in range(MANY):
            name = f"taker{number:04}"
            db.add(User(name=name, display_name=name.title(), role=Role.TAKER, created_at=NOON))
    accounts, root = accounts_of(world)
    listed: list[str] = []
    while page := accounts.users(root, after=listed[-1] if listed else ""):
        listed += [person.name for person in page]
    assert len(listed) == len(set(listed)) == MANY + len(NAMED) + 1 == accounts.count_users(root)
    for number in (0, 199, 200, 1999, 2000, 2499):
        found = accounts.users(root, PeopleFilter(search=f"TAKER{number:04}"))
        assert [person.name for person in found] == [f"taker{number:04}"]
    assert accounts.count_users(root, PeopleFilter(Role.TAKER, "taker2")) == 500


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("özil", ["özil"]),
        ("öztürk", ["özil"]),
        ("ÖZTÜRK", ["özil"]),
        ("oztürk", []),
        ("100%", ["per%cent"]),
        ("per_", ["per%cent"]),
        ("%", ["per%cent"]),
        ("zoë", ["nfd"]),
        ("noël", ["nfd"]),
        ("smith mo", ["mo.lee"]),
        ("  O'LEE ", ["mo.lee"]),
        ("\0", None),
        ("nobody at all", []),
    ],
)
def test_a_search_finds_what_is_meant_and_nothing_by_accident(
    world: World, search: str, found: list[str] | None
) -> None:
    accounts, root = accounts_of(world)
    names = [person.name for person in accounts.users(root, PeopleFilter(search=search), limit=5)]
    assert names == found if found is not None else len(names) == 5


def test_who_is_switched_off_is_not_offered_to_be_asked(world: World) -> None:
    accounts, root = accounts_of(world)
    assert accounts.users(root, PeopleFilter(Role.TAKER, "noël", only_active=True)) == []
