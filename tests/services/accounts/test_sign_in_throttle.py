"""Guessing gets slow, for a known name as for an unknown one; nobody elsewhere can lock a person out of where they sign in."""

import os
import sys
import threading
from typing import Any

import pytest

from db.tables import AuditEvent, SignInThrottle
from proctor_core.errors import NotSignedIn, TooManyTries
from proctor_core.services.accounts.passwords import BEHIND
from proctor_core.services.accounts.sign_in_throttle import ALWAYS_LOOKED_AT, KNOWN_PAIR, NAME, PAIR, SignInOrigin
from tests.support.session_world import PASSWORD, SessionWorld

HOME, ELSEWHERE = SignInOrigin("192.0.2.1", "Firefox on Linux"), SignInOrigin("198.51.100.7")


def guess(world: SessionWorld, name: str, times: int, origin: SignInOrigin = ELSEWHERE) -> None:
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            world.accounts.sign_in(name, "wrong password", origin)


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_after_some_tries_each_further_one_waits_twice_as_long(world: SessionWorld, name: str) -> None:
    guess(world, name, PAIR.free_tries + 1)
    for waited_s in (2, 4, 8):
        with pytest.raises(TooManyTries) as refused:
            world.accounts.sign_in(name, PASSWORD, ELSEWHERE)
        assert refused.value.wait_s in (waited_s, waited_s + 1)
        world.clock.pass_time(waited_s)
        guess(world, name, 1)


def test_the_wait_has_an_end() -> None:
    for limit in (NAME, PAIR, KNOWN_PAIR):
        assert limit.wait_s(limit.free_tries) == 0
        assert limit.wait_s(10_000) == limit.longest_s


def test_the_right_password_still_works_where_the_person_signed_in_before(world: SessionWorld) -> None:
    assert world.accounts.sign_in("ada", PASSWORD, HOME)
    guess(world, "ada", PAIR.free_tries + 1)
    with pytest.raises(TooManyTries):
        world.accounts.sign_in("ada", PASSWORD, ELSEWHERE)
    assert world.accounts.sign_in("ada", PASSWORD, HOME)


def test_wrong_passwords_of_others_at_an_address_keep_no_newcomer_out(world: SessionWorld) -> None:
    for number in range(60):
        guess(world, f"name {number % 30}", 1)
    assert world.accounts.sign_in("ada", PASSWORD, ELSEWHERE)


def test_a_name_guessed_from_many_addresses_waits_and_a_newcomer_still_has_two_tries(world: SessionWorld) -> None:
    for number in range(NAME.free_tries + 5):
        guess(world, "ada", 1, SignInOrigin(f"203.0.113.{number}"))
    guess(world, "ada", ALWAYS_LOOKED_AT)
    with pytest.raises(TooManyTries):
        world.accounts.sign_in("ada", PASSWORD, ELSEWHERE)
    guess(world, "ada", ALWAYS_LOOKED_AT - 1, SignInOrigin("192.0.2.200"))
    assert world.accounts.sign_in("ada", PASSWORD, SignInOrigin("192.0.2.200"))


def test_the_counters_and_the_lines_about_names_that_nobody_has_are_bounded(
    world: SessionWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proctor_core.services.accounts.sign_in_throttle.MOST_KEPT", 30)
    for number in range(70):
        world.clock.pass_time(1)
        guess(world, f"name {number}", 1)
    assert len(world.rows(SignInThrottle)) <= 30 + 3
    assert len(world.rows(AuditEvent, action="account.sign_in_refused")) == 20 + 2  # the 32nd, the 64th


@pytest.mark.parametrize("set_by_s", [-3600, -86_400, 3600])
def test_a_clock_that_is_set_makes_no_wait_longer(world: SessionWorld, set_by_s: int) -> None:
    guess(world, "ada", PAIR.free_tries + 1)
    world.clock.set_by(set_by_s)
    world.clock.pass_time(2)
    assert world.accounts.sign_in("ada", PASSWORD, ELSEWHERE)


def test_a_right_password_starts_the_name_anew(world: SessionWorld) -> None:
    guess(world, "ada", PAIR.free_tries)
    world.accounts.sign_in("ada", PASSWORD, ELSEWHERE)
    guess(world, "ada", KNOWN_PAIR.free_tries)


def test_tries_are_forgotten_after_a_day(world: SessionWorld) -> None:
    guess(world, "ada", PAIR.free_tries + 1)
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


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere threads have no priority of their own")
def test_hashing_stands_back_behind_everything_else(world: SessionWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    verify = type(world.accounts.passwords).verify_and_update

    def noting(*given: Any) -> Any:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return verify(*given)

    monkeypatch.setattr(type(world.accounts.passwords), "verify_and_update", noting)
    assert world.accounts.sign_in("ada", PASSWORD, HOME)
    assert seen == [BEHIND]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) < BEHIND
