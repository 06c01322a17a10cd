"""Forms of the account pages: their token, invitations, the wait after too many tries, and the headers of every answer."""

import pytest

from pages.texts_account import ACCOUNT_TEXTS
from proctor_core.api.browser_name import browser_name
from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.api.form_token import FORM_COOKIE, form_token
from proctor_core.domain.roles import Role
from tests.support.session_world import PASSWORD
from tests.support.web_world import WebWorld

ADA = {"name": "ada", "password": PASSWORD}


@pytest.mark.parametrize("token", ["", "made up", "another"])
@pytest.mark.parametrize("path", ["/account/login", "/account/demo", "/account/logout", "/account/invitation/x"])
def test_a_form_without_the_token_of_this_browser_does_nothing(world: WebWorld, path: str, token: str) -> None:
    given = form_token(world.cookies, "another browser") if token == "another" else token
    answer = world.ask("POST", path, form={**ADA, "role": "taker", "form_token": given})
    assert answer.status_code == 403
    assert ACCOUNT_TEXTS.old_form in answer.text
    assert COOKIE_NAME not in answer.cookies


def test_a_browser_that_has_no_form_cookie_gets_one_out_of_reach_for_scripts(world: WebWorld) -> None:
    answer = world.ask("GET", "/account/login", headers={"cookie": "other=1"})
    said = answer.headers["set-cookie"].lower()
    assert said.startswith(FORM_COOKIE) and "httponly" in said and "samesite=lax" in said


def test_too_many_tries_are_told_how_long_to_wait(world: WebWorld) -> None:
    wrong = {"name": "ada", "password": "wrong password"}
    statuses = [world.ask("POST", "/account/login", form=wrong).status_code for _ in range(7)]
    assert statuses == [401] * 6 + [429]
    answer = world.ask("POST", "/account/login", form=ADA)
    assert int(answer.headers["retry-after"]) in (2, 3)
    assert "Please wait" in answer.text


def test_an_invitation_leads_to_a_password_and_in(world: WebWorld) -> None:
    path = f"/account/invitation/{world.people.invite(world.administrator, 'lee', 'Lee', Role.ANALYST).token}"
    assert 'value="lee"' in world.ask("GET", path).text
    assert "not the same" in world.ask("POST", path, form={"password": PASSWORD, "again": "x"}).text
    assert world.ask("POST", path, form={"password": "short", "again": "short"}).status_code == 422
    answer = world.ask("POST", path, form={"password": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    person = world.accounts.person_of(world.cookies.read(answer.cookies.get(COOKIE_NAME)) or "")
    assert person is not None and person.name == "lee"
    assert world.ask("GET", path).status_code == 404


def test_a_link_that_nobody_was_given_names_nobody(world: WebWorld) -> None:
    answer = world.ask("GET", "/account/invitation/made-up")
    assert answer.status_code == 404
    assert ACCOUNT_TEXTS.link_over in answer.text
    assert "<form" not in answer.text


@pytest.mark.parametrize("path", ["/", "/account/login", "/api/version"])
def test_every_answer_carries_the_security_headers(world: WebWorld, path: str) -> None:
    headers = world.ask("GET", path, as_person=world.taker).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=(self)" in headers["permissions-policy"]
    assert "frame-ancestors" in headers["content-security-policy"]
    # Under "no-referrer" a browser posts our own forms with "Origin: null", which is refused.
    assert headers["referrer-policy"] == "same-origin"


def test_a_wrong_parameter_is_a_problem_document_too(world: WebWorld) -> None:
    answer = world.ask("GET", "/api/media/evidence/no-uuid", as_person=world.taker)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"] == "evidence_id"
    missing = world.ask("GET", "/api/nothing", as_person=world.taker)
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def test_over_https_the_cookie_goes_back_over_https_only(world: WebWorld) -> None:
    assert not world.cookies.is_secure_for("http")
    assert world.cookies.is_secure_for("https")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_as_a_person_would(header: str, name: str) -> None:
    assert browser_name(header) == name
