"""Signing in and out: the cookie, the page that says no, forms of other sites, and the demo's buttons."""

import re
from html import unescape

import httpx
import pytest

from db.tables import SignIn
from pages.texts_account import ACCOUNT_TEXTS
from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.codes.caller_refusals import CallerRefusal
from proctor_core.domain.roles import Role
from proctor_core.language.translation import translator
from tests.support.session_world import PASSWORD
from tests.support.web_world import WebWorld

ADA = {"name": "ada", "password": PASSWORD}


def cookie_in(response: httpx.Response) -> str | None:
    return response.cookies.get(COOKIE_NAME)


def test_the_sign_in_page_asks_for_name_and_password(world: WebWorld) -> None:
    page = world.ask("GET", "/account/login?next=/take_survey")
    assert page.status_code == 200
    assert 'name="password" type="password"' in page.text
    assert 'name="next" value="/take_survey"' in page.text
    assert ACCOUNT_TEXTS.demo_title not in page.text


def test_the_page_escapes_where_to_go_next(world: WebWorld) -> None:
    page = world.ask("GET", '/account/login?next=/"><script>alert(1)</script>')
    assert "<script>alert" not in page.text


def test_the_right_name_and_password_lead_on_with_a_cookie(world: WebWorld) -> None:
    answer = world.ask("POST", "/account/login", form={**ADA, "next": "/take_survey"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/take_survey")
    token = world.cookies.read(cookie_in(answer))
    assert token is not None
    person = world.accounts.person_of(token)
    assert person is not None and person.name == "ada"


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(world: WebWorld) -> None:
    flags = world.ask("POST", "/account/login", form=ADA).headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=lax" in flags
    assert "path=/;" in flags
    assert "max-age=3600" in flags
    assert "domain=" not in flags


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "ada", "password": "wrong password"},
        {"name": "nobody", "password": PASSWORD},
        {"name": "", "password": ""},
        {},
        {"name": "ada" * 500, "password": "x" * 5000},
        {"name": "a\0da", "password": PASSWORD + "!"},
    ],
    ids=["wrong password", "wrong name", "empty", "nothing", "too long", "nul"],
)
def test_whatever_is_wrong_the_page_is_the_same(world: WebWorld, typed: dict[str, str]) -> None:
    known_wrong = world.ask("POST", "/account/login", form={"name": "ada", "password": "wrong password!"})
    refused = world.ask("POST", "/account/login", form=typed)
    assert refused.status_code == 401
    assert without_form_token(refused.text) == without_form_token(known_wrong.text)
    assert ACCOUNT_TEXTS.wrong in refused.text
    assert cookie_in(refused) is None


def without_form_token(page: str) -> str:
    """It holds the second in which the page was made."""
    return re.sub(r'name="form_token" value="[^"]*"', "", page)


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/account/logout"])
def test_after_signing_in_nobody_is_sent_elsewhere(world: WebWorld, wanted: str) -> None:
    assert world.ask("POST", "/account/login", form={**ADA, "next": wanted}).headers["location"] == "/"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/account/login", "/account/demo", "/account/logout"])
def test_a_form_of_another_site_is_refused(world: WebWorld, path: str, headers: dict[str, str]) -> None:
    world.add_demo_people()
    cookie = world.cookie_of(world.taker)
    answer = world.ask("POST", path, form={**ADA, "role": "taker"}, headers=headers, cookie=cookie)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert world.is_signed_in(cookie)


def test_a_refusal_stands_on_the_page_in_the_browser_s_language(world: WebWorld) -> None:
    headers = {"sec-fetch-site": "cross-site", "accept-language": "en-XA"}
    answer = world.ask("POST", "/account/login", form=ADA, headers=headers)
    assert translator("en-XA").gettext(CallerRefusal.FORM_OF_ANOTHER_SITE.english) in unescape(answer.text)


def test_a_form_of_our_own_page_is_taken(world: WebWorld) -> None:
    headers = {"origin": "http://127.0.0.1:8501", "sec-fetch-site": "same-origin"}
    assert world.ask("POST", "/account/login", form=ADA, headers=headers).status_code == 303


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:80", "http://127.0.0.1"),
        ("survey.example:443", "https://survey.example"),
        ("survey.example", "https://survey.example:443"),
        ("Survey.Example", "http://survey.example"),
        ("[::1]:8501", "http://[::1]:8501"),
    ],
)
def test_a_proxy_that_writes_out_the_port_or_capitals_keeps_nobody_from_signing_in(
    world: WebWorld, host: str, origin: str
) -> None:
    headers = {"host": host, "origin": origin}
    assert world.ask("POST", "/account/login", form=ADA, headers=headers).status_code == 303


def test_a_made_up_cookie_is_nobody(world: WebWorld) -> None:
    for value in ("made up", world.cookies.sign("made up"), "", world.cookie_of(world.taker) + "x"):
        assert not world.is_signed_in(value)


def test_signing_out_revokes_the_cookie_everywhere(world: WebWorld) -> None:
    cookie = world.cookie_of(world.taker)
    answer = world.ask("POST", "/account/logout", cookie=cookie)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/login")
    assert 'proctor_sign_in=""' in answer.headers["set-cookie"]
    assert not world.is_signed_in(cookie)
    assert all(row.revoked_at for row in world.rows(SignIn))


def test_a_link_of_another_page_asks_before_it_signs_out(world: WebWorld) -> None:
    cookie = world.cookie_of(world.taker)
    asked = world.ask("GET", "/account/logout", cookie=cookie, headers={"sec-fetch-site": "cross-site"})
    assert ACCOUNT_TEXTS.sign_out_question in asked.text
    assert world.is_signed_in(cookie)
    assert world.ask("GET", "/account/logout", cookie=cookie, headers={"sec-fetch-site": "same-origin"}).is_redirect
    assert not world.is_signed_in(cookie)


def test_signing_out_without_a_cookie_is_fine(world: WebWorld) -> None:
    assert world.ask("POST", "/account/logout").status_code == 303


@pytest.mark.parametrize("role", list(Role))
def test_each_demo_role_has_a_button(world: WebWorld, role: Role) -> None:
    world.add_demo_people()
    page = world.ask("GET", "/account/login")
    assert f'name="role" value="{role}"' in page.text
    assert ACCOUNT_TEXTS.demo_banner in page.text
    answer = world.ask("POST", "/account/demo", form={"role": role})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    person = world.accounts.person_of(world.cookies.read(cookie_in(answer)) or "")
    assert person is not None and (person.role, person.is_demo) == (role, True)


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        ("192.168.1.7", {}),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}),
        ("127.0.0.1", {"forwarded": "for=127.0.0.1"}),
        ("::ffff:10.0.0.1", {}),
    ],
)
def test_demo_accounts_are_for_this_machine_alone(world: WebWorld, client: str, headers: dict[str, str]) -> None:
    world.add_demo_people()
    assert ACCOUNT_TEXTS.demo_title not in world.ask("GET", "/account/login", client=client, headers=headers).text
    answer = world.ask("POST", "/account/demo", form={"role": "administrator"}, client=client, headers=headers)
    assert answer.status_code == 403
    assert ACCOUNT_TEXTS.demo_refused in answer.text
    assert cookie_in(answer) is None


def test_without_demo_content_there_are_no_demo_accounts(world: WebWorld) -> None:
    assert world.ask("POST", "/account/demo", form={"role": "administrator"}).status_code == 403


def test_a_demo_person_has_no_password_to_guess(world: WebWorld) -> None:
    world.add_demo_people()
    for password in ("", "None", "null"):
        assert world.ask("POST", "/account/login", form={"name": "demo taker", "password": password}).status_code == 401
