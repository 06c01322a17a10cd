"""Guessing gets slow, for a known name as for an unknown one; nobody elsewhere can lock a person out of where they sign in."""

import pytest

from db.tables import SignInThrottle
from proctor_core.errors import NotSignedIn, TooManyTries
from proctor_core.services.sign_in_throttle import ADDRESS, KNOWN_PAIR, NAME, SignInOrigin
from tests.support.session_world import PASSWORD, SessionWorld

HOME, ELSEWHERE = SignInOrigin("192.0.2.1", "Firefox on Linux"), SignInOrigin("198.51.100.7")


def guess(world: SessionWorld, name: str, times: int, origin: SignInOrigin = ELSEWHERE) -> None:
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            world.accounts.sign_in(name, "wrong password", origin)


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_after_some_tries_each_further_one_waits_twice_as_long(world: SessionWorld, name: str) -> None:
    guess(world, name, NAME.free_tries + 1)
    for waited_s in (2, 4, 8):
        with pytest.raises(TooManyTries) as refused:
            world.accounts.sign_in(name, PASSWORD, ELSEWHERE)
        assert refused.value.wait_s in (waited_s, waited_s + 1)
        world.clock.pass_time(waited_s)
        guess(world, name, 1)


def test_the_wait_has_an_end() -> None:
    for limit in (NAME, ADDRESS, KNOWN_PAIR):
        assert limit.wait_s(limit.free_tries) == 0
        assert limit.wait_s(10_000) == limit.longest_s


def test_the_right_password_still_works_where_the_person_signed_in_before(world: SessionWorld) -> None:
    assert world.accounts.sign_in("ada", PASSWORD, HOME)
    guess(world, "ada", NAME.free_tries + 1)
    with pytest.raises(TooManyTries):
        world.accounts.sign_in("ada", PASSWORD, ELSEWHERE)
    assert world.accounts.sign_in("ada", PASSWORD, HOME)


def test_one_address_can_not_try_name_after_name(world: SessionWorld) -> None:
    for number in range(ADDRESS.free_tries + 1):
        guess(world, f"name {number}", 1)
    with pytest.raises(TooManyTries):
        world.accounts.sign_in("ada", PASSWORD, ELSEWHERE)
    assert world.accounts.sign_in("ada", PASSWORD, HOME)


def test_an_account_of_ones_own_does_not_wash_an_address(world: SessionWorld) -> None:
    for number in range(ADDRESS.free_tries - 1):
        guess(world, f"name {number}", 1)
    world.accounts.sign_in("ada", PASSWORD, ELSEWHERE)
    guess(world, "somebody", 1)
    guess(world, "somebody else", 1)
    with pytest.raises(TooManyTries):
        world.accounts.sign_in("root", PASSWORD, ELSEWHERE)


def test_a_right_password_starts_the_name_anew(world: SessionWorld) -> None:
    guess(world, "ada", NAME.free_tries)
    world.accounts.sign_in("ada", PASSWORD, SignInOrigin("203.0.113.9"))
    guess(world, "ada", NAME.free_tries)


def test_tries_are_forgotten_after_a_day(world: SessionWorld) -> None:
    guess(world, "ada", NAME.free_tries + 1)
    world.clock.pass_time(25 * 3600)
    guess(world, "ada", 1)
    assert {row.tries for row in world.rows(SignInThrottle)} == {1}


def test_neither_name_nor_address_can_be_read_in_the_database(world: SessionWorld) -> None:
    guess(world, "ada", 1)
    stored = "".join(str(row.model_dump()) for row in world.rows(SignInThrottle))
    assert "ada" not in stored and ELSEWHERE.address not in stored


def test_addresses_of_one_ipv6_network_count_as_one(world: SessionWorld) -> None:
    throttle = world.accounts.throttle
    one, far = SignInOrigin("2001:db8:1:2::1"), SignInOrigin("2001:db8:1:3::1")
    assert throttle.address_hash(one) == throttle.address_hash(SignInOrigin("2001:db8:1:2:ffff::2"))
    assert throttle.address_hash(one) != throttle.address_hash(far)
    assert throttle.address_hash(SignInOrigin("::ffff:192.0.2.1")) == throttle.address_hash(HOME)
