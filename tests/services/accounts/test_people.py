"""People in an administrator's hands: links that work once, roles, and accounts that are switched off."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from db.tables import AuditEvent, Invitation, User
from proctor_core.domain.roles import Role
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed, NotFound, NotSignedIn
from proctor_core.services.accounts.people import PeopleService
from proctor_core.services.accounts.sign_ins import SignInService
from tests.support.session_world import CHEAP, PASSWORD, SessionWorld

Act = Callable[[PeopleService, User, User], object]
ACTS: list[Act] = [
    lambda people, actor, person: people.invite(actor, "new", "New", Role.TAKER),
    lambda people, actor, person: people.reset(actor, person.id),
    lambda people, actor, person: people.change_role(actor, person.id, Role.MODERATOR),
    lambda people, actor, person: people.deactivate(actor, person.id),
    lambda people, actor, person: people.activate(actor, person.id),
]


@pytest.fixture
def people(world: SessionWorld) -> PeopleService:
    return PeopleService(world.engine, world.clock, passwords=CHEAP)


def test_an_invited_person_sets_a_password_once(world: SessionWorld, people: PeopleService) -> None:
    invited = people.invite(world.administrator, " Lee ", "Lee", Role.MODERATOR)
    with pytest.raises(NotSignedIn):
        world.accounts.sign_in("lee", "")
    assert people.set_password(invited.token, PASSWORD).name == "lee"
    assert world.accounts.sign_in("lee", PASSWORD)
    with pytest.raises(NotFound):
        people.set_password(invited.token, "another password")
    assert invited.token not in str([row.model_dump() for row in world.rows(Invitation)])


def test_a_weak_password_leaves_the_link_as_it_was(world: SessionWorld, people: PeopleService) -> None:
    invited = people.invite(world.administrator, "lee", "Lee", Role.MODERATOR)
    with pytest.raises(InvalidInput):
        people.set_password(invited.token, "short")
    assert people.set_password(invited.token, PASSWORD)


def test_a_link_ends_with_its_time(world: SessionWorld, people: PeopleService) -> None:
    invited = people.invite(world.administrator, "lee", "Lee", Role.MODERATOR)
    world.clock.pass_time(timedelta(days=7).total_seconds())
    with pytest.raises(NotFound):
        people.invited_person(invited.token)


def test_a_taken_name_is_not_invited(world: SessionWorld, people: PeopleService) -> None:
    with pytest.raises(Conflict):
        people.invite(world.administrator, "ADA", "Ada", Role.TAKER)
    assert not world.rows(Invitation)


def test_a_reset_ends_password_sign_ins_and_older_links(world: SessionWorld, people: PeopleService) -> None:
    token = world.accounts.sign_in("ada", PASSWORD)
    first = people.reset(world.administrator, world.taker.id)
    second = people.reset(world.administrator, world.taker.id)
    assert world.accounts.person_of(token) is None
    with pytest.raises(NotSignedIn):
        world.accounts.sign_in("ada", PASSWORD)
    with pytest.raises(NotFound):
        people.set_password(first.token, PASSWORD)
    people.set_password(second.token, "a new password")
    assert world.accounts.sign_in("ada", "a new password")


def test_a_switched_off_account_is_shut_until_it_is_switched_on(world: SessionWorld, people: PeopleService) -> None:
    token = world.accounts.sign_in("ada", PASSWORD)
    people.deactivate(world.administrator, world.taker.id)
    with pytest.raises(IllegalMove):
        people.reset(world.administrator, world.taker.id)
    people.activate(world.administrator, world.taker.id)
    assert world.accounts.person_of(token) is None, "a sign-in that has ended does not come back"
    assert world.accounts.sign_in("ada", PASSWORD)


def test_a_role_holds_at_once(world: SessionWorld, people: PeopleService) -> None:
    token = world.accounts.sign_in("ada", PASSWORD)
    people.change_role(world.administrator, world.taker.id, Role.ANALYST)
    person = world.accounts.person_of(token)
    assert person is not None and person.role is Role.ANALYST
    (noted,) = world.rows(AuditEvent, action="account.role_changed")
    assert (noted.actor_id, noted.detail) == (world.administrator.id, "taker to analyst")


@pytest.mark.parametrize("act", ACTS[1:4])
def test_nobody_acts_on_their_own_account(world: SessionWorld, people: PeopleService, act: Act) -> None:
    with pytest.raises(IllegalMove):
        act(people, world.administrator, world.administrator)


def test_of_two_administrators_who_switch_each_other_off_one_stays(world: SessionWorld, people: PeopleService) -> None:
    second = world.accounts.create_administrator("second", PASSWORD)
    people.deactivate(world.administrator, second.id)
    with pytest.raises(IllegalMove):
        people.deactivate(second, world.administrator.id)


@pytest.mark.parametrize("act", ACTS)
def test_only_administrators_do_this(world: SessionWorld, people: PeopleService, act: Act) -> None:
    with pytest.raises(NotAllowed):
        act(people, world.person("eve", Role.MODERATOR), world.taker)


def test_people_end_their_own_sign_ins_and_administrators_anybodys(world: SessionWorld) -> None:
    sign_ins, eve = SignInService(world.engine, world.clock), world.person("eve")
    here, there, third = (world.accounts.sign_in("ada", PASSWORD) for _ in range(3))
    places = sign_ins.places(world.taker, world.taker.id, here)
    assert [place.is_here for place in places].count(True) == 1
    with pytest.raises(NotFound):
        sign_ins.end(eve, places[0].id)
    with pytest.raises(NotFound):
        sign_ins.places(eve, world.taker.id)
    assert sign_ins.end_others(world.taker, world.taker.id, here) == 2
    assert [world.accounts.person_of(token) is not None for token in (here, there, third)] == [True, False, False]
    sign_ins.end(world.administrator, next(place.id for place in places if place.is_here))
    assert world.accounts.person_of(here) is None
