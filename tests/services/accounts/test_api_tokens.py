"""API tokens: told once, kept as a hash, over at their time, and never stronger than the person behind them."""

from datetime import timedelta

import pytest

from db.tables import ApiToken, AuditEvent
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import ROLE_OF_SCOPE, TokenScope
from proctor_core.errors import InvalidInput, NotAllowed
from proctor_core.services.accounts.api_tokens import LONGEST, ApiTokenService, IssuedToken
from proctor_core.services.accounts.people import PeopleService
from tests.support.session_world import SessionWorld

DAY = timedelta(days=1)


@pytest.fixture
def tokens(world: SessionWorld) -> ApiTokenService:
    return ApiTokenService(world.engine, world.clock)


def issued(world: SessionWorld, tokens: ApiTokenService, scope: TokenScope = TokenScope.TAKER) -> IssuedToken:
    person = world.taker if scope is TokenScope.TAKER else world.person(f"a {scope}", ROLE_OF_SCOPE[scope])
    return tokens.issue(world.administrator, "test", scope, DAY, None if scope is TokenScope.SERVICE else person.id)


def test_a_token_is_told_once_and_kept_as_a_hash(world: SessionWorld, tokens: ApiTokenService) -> None:
    made = issued(world, tokens)
    (row,) = world.rows(ApiToken)
    assert made.token.startswith("spt_")
    assert made.token not in repr(row)
    caller = tokens.caller_of(made.token)
    assert caller is not None
    assert caller.person.id == world.taker.id
    assert "token.issued" in {event.action for event in world.rows(AuditEvent)}


@pytest.mark.parametrize("scope", list(TokenScope))
def test_a_token_ends_at_its_time(world: SessionWorld, tokens: ApiTokenService, scope: TokenScope) -> None:
    made = issued(world, tokens, scope)
    assert tokens.caller_of(made.token)
    world.clock.pass_time(DAY.total_seconds())
    assert tokens.caller_of(made.token) is None


def test_a_revoked_token_ends_at_once(world: SessionWorld, tokens: ApiTokenService) -> None:
    made = issued(world, tokens)
    tokens.revoke(world.administrator, made.row.id)
    tokens.revoke(world.administrator, made.row.id)
    assert tokens.caller_of(made.token) is None
    assert [event.action for event in world.rows(AuditEvent)].count("token.revoked") == 1


def test_a_token_is_no_stronger_than_its_person(world: SessionWorld, tokens: ApiTokenService) -> None:
    made = issued(world, tokens, TokenScope.MODERATOR)
    people = PeopleService(world.engine, world.clock)
    people.change_role(world.administrator, made.row.user_id, Role.TAKER)
    assert tokens.caller_of(made.token) is None
    people.change_role(world.administrator, made.row.user_id, Role.MODERATOR)
    assert tokens.caller_of(made.token)
    people.deactivate(world.administrator, made.row.user_id)
    assert tokens.caller_of(made.token) is None


def test_only_an_administrator_makes_lists_and_ends_tokens(world: SessionWorld, tokens: ApiTokenService) -> None:
    made = issued(world, tokens)
    for act in (
        lambda: tokens.issue(world.taker, "x", TokenScope.TAKER, DAY, world.taker.id),
        lambda: tokens.tokens(world.taker),
        lambda: tokens.revoke(world.taker, made.row.id),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_what_does_not_fit_is_named(world: SessionWorld, tokens: ApiTokenService) -> None:
    def field(**wrong: object) -> str:
        right = {"name": "x", "scope": TokenScope.TAKER, "lasts": DAY, "person_id": world.taker.id}
        with pytest.raises(InvalidInput) as refused:
            tokens.issue(world.administrator, **{**right, **wrong})  # pyright: ignore[reportArgumentType]
        return refused.value.field

    assert field(name=" ") == "name"
    assert field(lasts=LONGEST + DAY) == "lasts"
    assert field(person_id=None) == "person_id"
    assert field(scope=TokenScope.MODERATOR) == "person_id"


def test_the_last_use_is_noted_once_a_minute(world: SessionWorld, tokens: ApiTokenService) -> None:
    made = issued(world, tokens)
    first = world.clock()
    tokens.caller_of(made.token)
    world.clock.pass_time(30)
    tokens.caller_of(made.token)
    assert world.rows(ApiToken)[0].last_used_at == first
    world.clock.pass_time(31)
    tokens.caller_of(made.token)
    assert world.rows(ApiToken)[0].last_used_at == world.clock()
