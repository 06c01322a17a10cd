"""Who asks for a page without being signed in is sent to the sign-in page and from there back."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.web_world import WebWorld


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/", "/"),
        ("/take_survey", "/take_survey"),
        ("/review_session?id=7&x=1", "/review_session?id=7&x=1"),
        ("/a%20b", "/a b"),
    ],
)
def test_a_page_leads_to_sign_in_and_back(world: WebWorld, path: str, back: str) -> None:
    answer = world.ask("GET", path)
    assert answer.status_code == 303
    there = urlsplit(answer.headers["location"])
    assert (there.netloc, there.path) == ("", "/account/login")
    assert parse_qs(there.query) == {"next": [back]}


@pytest.mark.parametrize("path", ["/static/js/main.js", "/_stcore/health", "/component/x/index.html", "/favicon.png"])
def test_assets_are_let_through(world: WebWorld, path: str) -> None:
    assert world.ask("GET", path).text == f"page {path}"


def test_who_is_signed_in_gets_the_page(world: WebWorld) -> None:
    assert world.ask("GET", "/take_survey", as_person=world.taker).text == "page /take_survey"


def test_a_sign_in_that_was_revoked_or_is_over_is_none(world: WebWorld) -> None:
    cookie = world.cookie_of(world.taker)
    world.clock.pass_time(13 * 3600)
    assert world.ask("GET", "/take_survey", cookie=cookie).status_code == 303


def test_the_routes_answer_for_themselves(world: WebWorld) -> None:
    assert world.ask("GET", "/account/login").status_code == 200
    assert world.ask("GET", "/api/version").json() == {"version": "0.test"}
    assert world.ask("GET", "/api/nothing").status_code == 404
