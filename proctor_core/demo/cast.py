"""The demo's accounts: who can be signed in as without a password."""

from collections.abc import Iterator
from dataclasses import dataclass

from proctor_core.demo.people import PEOPLE, Person
from proctor_core.domain.roles import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One invented person with a role."""

    name: str
    display_name: str
    role: Role


STAFF = (
    DemoAccount("demo.lee", "Lee Moradi", Role.MODERATOR),
    DemoAccount("demo.okafor", "Ada Okafor", Role.MODERATOR),
    DemoAccount("demo.ines", "Inês Duarte", Role.ANALYST),
    DemoAccount("demo.admin", "Robin Adler", Role.ADMINISTRATOR),
)
VISITOR = DemoAccount("demo.visitor", "You, as a survey taker", Role.TAKER)
"""Whom the demo button "Survey taker" signs in; the invented takers have their own accounts."""


def accounts() -> Iterator[DemoAccount]:
    """Every demo account; the visitor stands before the other takers, so that the demo button finds it first."""
    yield from STAFF
    yield VISITOR
    for person in PEOPLE:
        yield account_of(person)


def account_of(person: Person) -> DemoAccount:
    """The account of an invented taker."""
    return DemoAccount(f"demo.taker{person.id:02d}", person.name, Role.TAKER)
