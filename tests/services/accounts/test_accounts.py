"""Sign-in, tokens, and who may make accounts."""

import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from db.engine import transaction
from db.tables import AuditEvent, SignIn, User
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.domain.taker_list import read_taker_list
from proctor_core.errors import Conflict, InvalidFile, InvalidInput, NotAllowed, NotSignedIn
from tests.support.session_world import PASSWORD, SessionWorld


def test_the_right_password_gives_a_token_that_leads_to_the_person(world: SessionWorld) -> None:
    token = world.accounts.sign_in("  ADA ", PASSWORD)
    person = world.accounts.person_of(token)
    assert person is not None
    assert person.id == world.taker.id


def test_neither_password_nor_token_is_stored(world: SessionWorld) -> None:
    token = world.accounts.sign_in("ada", PASSWORD)
    stored = [str(row.model_dump()) for row in (*world.rows(User), *world.rows(SignIn), *world.rows(AuditEvent))]
    assert not [row for row in stored if token in row or PASSWORD in row]
    assert all((user.password_hash or "").startswith("$argon2id$") for user in world.rows(User))


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong"), ("nobody", PASSWORD), ("ada", ""), ("", "")])
def test_a_wrong_name_and_a_wrong_password_sound_the_same(world: SessionWorld, name: str, password: str) -> None:
    with pytest.raises(NotSignedIn, match=r"^the name or the password is wrong$"):
        world.accounts.sign_in(name, password)
    assert not world.rows(SignIn)


def test_an_unknown_name_costs_the_same_hash_work(world: SessionWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    passwords = world.accounts.passwords
    verify = passwords.verify_and_update
    monkeypatch.setattr(passwords, "verify_and_update", lambda p, h: (verified.append(h), verify(p, h))[1])
    for name in ("ada", "nobody"):
        with pytest.raises(NotSignedIn):
            world.accounts.sign_in(name, "wrong password")
    known, unknown = (hashed.split("$")[1:4] for hashed in verified)
    assert known == unknown


def test_a_token_ends_with_its_time(world: SessionWorld) -> None:
    accounts = replace(world.accounts, sign_in_time=timedelta(minutes=5))
    token = accounts.sign_in("ada", PASSWORD)
    world.clock.pass_time(299)
    assert accounts.person_of(token) is not None
    world.clock.pass_time(1)
    assert accounts.person_of(token) is None


def test_signing_out_ends_this_token_and_no_other(world: SessionWorld) -> None:
    here, there = world.accounts.sign_in("ada", PASSWORD), world.accounts.sign_in("ada", PASSWORD)
    world.accounts.sign_out(here)
    world.accounts.sign_out(here)
    assert world.accounts.person_of(here) is None
    assert world.accounts.person_of(there) is not None
    assert len(world.rows(AuditEvent, action="account.signed_out")) == 1


def test_an_unknown_token_leads_to_nobody(world: SessionWorld) -> None:
    assert world.accounts.person_of("made up") is None


def test_an_account_that_is_switched_off_loses_its_tokens_and_its_sign_in(world: SessionWorld) -> None:
    token = world.accounts.sign_in("ada", PASSWORD)
    with transaction(world.engine) as db:
        db.get_one(User, world.taker.id).is_active = False
    assert world.accounts.person_of(token) is None
    with pytest.raises(NotSignedIn):
        world.accounts.sign_in("ada", PASSWORD)


def test_a_name_is_taken_in_every_spelling(world: SessionWorld) -> None:
    with pytest.raises(Conflict):
        world.person("Ada")
    assert len(world.rows(User, role=Role.TAKER)) == 1


def test_a_short_password_is_refused(world: SessionWorld) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.accounts.create_administrator("second", "ninechars")
    assert refused.value.field == "password"


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR, Role.ANALYST])
def test_only_an_administrator_makes_and_lists_people(world: SessionWorld, role: Role) -> None:
    actor = world.person("eve", role)
    with pytest.raises(NotAllowed):
        world.accounts.create_user(actor, "mallory", "Mallory", Role.ADMINISTRATOR, PASSWORD)
    with pytest.raises(NotAllowed):
        world.accounts.users(actor)


def test_people_are_listed_page_by_page_in_the_order_of_their_names(world: SessionWorld) -> None:
    for name in ("cleo", "bert", "dora"):
        world.person(name)
    first = world.accounts.users(world.administrator, limit=3)
    rest = world.accounts.users(world.administrator, after=first[-1].name)
    assert [u.name for u in (*first, *rest)] == ["ada", "bert", "cleo", "dora", "root"]
    assert [u.name for u in world.accounts.users(world.administrator, PeopleFilter(role=Role.ADMINISTRATOR))] == [
        "root"
    ]


def test_a_demo_role_signs_in_without_a_password_where_demo_is_allowed(world: SessionWorld) -> None:
    with pytest.raises(NotAllowed, match="no demo moderator"):
        world.accounts.demo_sign_in(Role.MODERATOR)
    world.accounts.create_user(None, "lee", "Lee", Role.MODERATOR, None, is_demo=True)
    assert not world.accounts.has_demo_people()
    world.accounts.create_user(None, "kim", "Kim", Role.TAKER, None, is_demo=True)
    assert world.accounts.has_demo_people()
    person = world.accounts.person_of(world.accounts.demo_sign_in(Role.MODERATOR))
    assert person is not None
    assert person.name == "lee"


def test_demo_accounts_are_refused_where_other_machines_can_reach_the_program(world: SessionWorld) -> None:
    world.accounts.create_user(None, "lee", "Lee", Role.TAKER, None, is_demo=True)
    token = world.accounts.demo_sign_in(Role.TAKER)
    public = replace(world.accounts, allows_demo=False)
    assert public.person_of(token) is None
    assert not public.has_demo_people()
    with pytest.raises(NotAllowed):
        public.demo_sign_in(Role.TAKER)


def test_a_demo_whose_taker_was_switched_off_is_not_offered(world: SessionWorld) -> None:
    lee = world.accounts.create_user(None, "lee", "Lee", Role.TAKER, None, is_demo=True)
    with transaction(world.engine) as db:
        db.get_one(User, lee.id).is_active = False
    assert not world.accounts.has_demo_people()


def test_an_account_without_a_password_is_no_way_in(world: SessionWorld) -> None:
    world.accounts.create_user(None, "lee", "Lee", Role.TAKER, None, is_demo=True)
    for password in ("", "a password that nobody has"):
        with pytest.raises(NotSignedIn):
            world.accounts.sign_in("lee", password)
    with pytest.raises(InvalidInput):
        world.accounts.create_user(None, "kim", "Kim", Role.TAKER, None)


def test_a_hash_of_an_older_cost_is_renewed_at_the_next_sign_in(world: SessionWorld) -> None:
    stronger = replace(
        world.accounts, passwords=PasswordHash((Argon2Hasher(time_cost=2, memory_cost=8, parallelism=1),))
    )
    stronger.sign_in("ada", PASSWORD)
    (stored,) = world.rows(User, name="ada")
    assert "t=2" in (stored.password_hash or "")
    assert stronger.sign_in("ada", PASSWORD)


def test_a_password_is_not_cut_to_the_longest_one(world: SessionWorld) -> None:
    longest = "x" * 1000
    world.accounts.create_administrator("second", longest)
    assert world.accounts.sign_in("second", longest)
    with pytest.raises(NotSignedIn):
        world.accounts.sign_in("second", longest + "y")


@pytest.mark.parametrize("name", ["", "   ", "n" * 121])
def test_a_name_is_neither_empty_nor_endless(world: SessionWorld, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        world.accounts.create_administrator(name, PASSWORD)
    assert refused.value.field == "name"


def test_a_refused_sign_in_is_noted_and_an_unknown_name_is_not_kept(world: SessionWorld) -> None:
    for name in ("ada", "nobody"):
        with pytest.raises(NotSignedIn):
            world.accounts.sign_in(name, "wrong password")
    noted = world.rows(AuditEvent, action="account.sign_in_refused")
    events = {(event.object_type, event.object_id, event.actor_id, event.detail) for event in noted}
    assert events == {
        ("user_account", str(world.taker.id), None, ""),
        ("user_account", "", None, "a name that nobody has"),
    }


UMLAUTS = "Müller-Straße-12"
SPELLINGS = [
    (UMLAUTS, unicodedata.normalize("NFD", UMLAUTS)),
    ("ñandú con acción", unicodedata.normalize("NFD", "ñandú con acción")),
    ("한국어 비밀번호 하나", unicodedata.normalize("NFD", "한국어 비밀번호 하나")),
    ("two words and more", "two\u00a0words and\u2003more"),
]


@pytest.mark.parametrize(("one", "other"), [*SPELLINGS, *((other, one) for one, other in SPELLINGS)])
def test_a_password_is_the_same_in_every_spelling(world: SessionWorld, one: str, other: str) -> None:
    assert one != other
    world.accounts.create_administrator("second", one)
    assert world.accounts.sign_in("second", one) and world.accounts.sign_in("second", other)
    with pytest.raises(NotSignedIn):
        world.accounts.sign_in("second", f"{one}x")


@pytest.mark.parametrize("hashed", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_an_old_hash_of_any_spelling_goes_on_working_and_is_renewed(
    world: SessionWorld, hashed: str, typed: str
) -> None:
    old = world.accounts.passwords.hash(unicodedata.normalize(hashed, UMLAUTS))  # pyright: ignore[reportArgumentType]
    with transaction(world.engine) as db:
        db.get_one(User, world.taker.id).password_hash = old
    assert world.accounts.sign_in("ada", unicodedata.normalize(typed, UMLAUTS))  # pyright: ignore[reportArgumentType]
    (stored,) = world.rows(User, name="ada")
    assert world.accounts.passwords.verify(UMLAUTS, stored.password_hash or "")


def test_a_long_password_may_be_typed_decomposed(world: SessionWorld) -> None:
    longest = "ä" * 1000
    world.accounts.create_administrator("second", longest)
    assert world.accounts.sign_in("second", unicodedata.normalize("NFD", longest))


SAME_NAMES = [
    ("Jörg", "jo\u0308rg"),
    ("José", "JOSE\u0301"),
    ("Å", "\u212b"),
    ("ζαΐμης", "ζαΐμης".upper()),
    ("Eve", "\u200eeve\u200b"),
    ("so\u00adphie", "\ufeffSophie"),
    ("Frau  Müller", "frau müller"),
]


@pytest.mark.parametrize(("name", "again"), [*SAME_NAMES, *((again, name) for name, again in SAME_NAMES)])
def test_a_name_is_the_same_in_every_spelling(world: SessionWorld, name: str, again: str) -> None:
    world.accounts.create_administrator(name, PASSWORD)
    assert world.accounts.sign_in(again, PASSWORD)
    with pytest.raises(Conflict):
        world.accounts.create_administrator(again, PASSWORD)
    with pytest.raises(InvalidFile, match="is there already"):
        read_taker_list(f"name\n{name}\n{again}\n".encode())
