"""The sign-in page under attack: damaged cookies, guesses, stolen forms, and what their answers and times tell."""

import re

import pytest
from itsdangerous import URLSafeSerializer

from pages.texts_account import ACCOUNT_TEXTS
from proctor_core.api.form_token import FORM_COOKIE
from proctor_core.services.accounts.sign_ins import SignInService
from tests.support.session_world import PASSWORD
from tests.support.web_world import WebWorld

pytestmark = pytest.mark.slow

ADA = {"name": "ada", "password": PASSWORD}
ELSEWHERE = "198.51.100.7"
OTHER_KEY = URLSafeSerializer("another key " * 4, salt="sign-in")


def damaged(cookie: str) -> list[str]:
    """What becomes of a cookie on a bad day, and what somebody may make of it."""
    half = len(cookie) // 2
    return [
        cookie[:half],
        cookie[:-1],
        cookie[:half] + ("A" if cookie[half] != "A" else "B") + cookie[half + 1 :],
        cookie + "x" * 5000,
        "." * 40,
        '"' + cookie[:10] + '"',
        "%00%ff%0a",
        "caf%C3%A9",
        OTHER_KEY.dumps("a token"),
        cookie.rsplit(".", 1)[0] + "." + OTHER_KEY.dumps("x").rsplit(".", 1)[1],
    ]


@pytest.mark.parametrize("case", range(10))
def test_a_damaged_cookie_is_signed_out_and_calm(world: WebWorld, case: int) -> None:
    cookie = damaged(world.cookie_of(world.taker))[case]
    page = world.ask("GET", "/take_survey", cookie=cookie)
    assert (page.status_code, page.headers["location"]) == (303, "/account/login?next=/take_survey")
    assert world.ask("GET", "/account/login", cookie=cookie).status_code == 200
    assert world.ask("GET", f"/api/people/{world.taker.id}/export", cookie=cookie).status_code == 401
    again = world.ask("POST", "/account/login", cookie=cookie, form=ADA)
    assert again.status_code == 303
    assert world.ask("GET", "/take_survey", as_person=world.taker).status_code == 200


@pytest.mark.parametrize("signed", [7, None, ["a"], {"token": "a"}, ""])
def test_a_rightly_signed_cookie_that_holds_no_token_is_nobody(world: WebWorld, signed: object) -> None:
    cookie = URLSafeSerializer("k" * 40, salt="sign-in").dumps(signed)
    assert world.ask("GET", "/take_survey", cookie=cookie).status_code == 303


def test_a_form_that_another_browser_was_given_signs_nobody_in(world: WebWorld) -> None:
    """Login CSRF: somebody else's form would sign people in as somebody else."""
    answer = world.ask("POST", "/account/login", form=ADA, headers={"cookie": f"{FORM_COOKIE}=another browser"})
    assert answer.status_code == 403
    assert ACCOUNT_TEXTS.old_form in answer.text
    assert "proctor_sign_in" not in answer.headers.get("set-cookie", "")


def test_an_attacker_locks_nobody_out(world: WebWorld) -> None:
    """Neither at the place where they sign in, nor, after the longest wait, anywhere else."""
    assert world.ask("POST", "/account/login", form=ADA).status_code == 303
    wrong = {"name": "ada", "password": "a guess"}
    statuses = [world.ask("POST", "/account/login", form=wrong, client=ELSEWHERE).status_code for _ in range(40)]
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert world.ask("POST", "/account/login", form=ADA, client=ELSEWHERE).status_code == 429
    assert world.ask("POST", "/account/login", form=ADA).status_code == 303
    world.clock.pass_time(901)
    assert world.ask("POST", "/account/login", form=ADA, client="203.0.113.5").status_code == 303


def without_token(page: str) -> str:
    """The page without the form's token, which holds the second in which it was given."""
    return re.sub(r'name="form_token" value="[^"]*"', "", page)


def test_a_refused_try_says_the_same_of_known_and_unknown_names(world: WebWorld) -> None:
    said = []
    for name in ("ada", "nobody"):
        tries = [
            world.ask("POST", "/account/login", form={"name": name, "password": "a guess"}, client=f"{ELSEWHERE}{i}")
            for i in range(8)
        ]
        said.append(
            [(answer.status_code, without_token(answer.text), answer.headers.get("retry-after")) for answer in tries]
        )
    assert said[0] == said[1]


def test_a_new_password_ends_every_older_sign_in(world: WebWorld) -> None:
    stolen = world.cookie_of(world.taker)
    link = world.people.reset(world.administrator, world.taker.id)
    assert not world.is_signed_in(stolen)
    world.people.set_password(link.token, "a longer password")
    assert not world.is_signed_in(stolen)


def test_a_sign_in_that_is_ended_in_the_list_is_over_at_once(world: WebWorld) -> None:
    here, there = world.cookie_of(world.taker), world.cookie_of(world.taker)
    ended = SignInService(world.engine, world.clock).end_others(world.taker, world.taker.id, world.cookies.read(here))
    assert ended == 1
    assert world.is_signed_in(here)
    assert not world.is_signed_in(there)
