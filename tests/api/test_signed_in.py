"""Who comes in: a token, or a page's cookie with its CSRF token; everybody else hears one and the same 401."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from proctor_core.domain.token_scope import TokenScope
from tests.support.web_world import WebWorld


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def taker_token(world: WebWorld) -> str:
    return world.tokens.issue(world.administrator, "t", TokenScope.TAKER, timedelta(days=1), world.taker.id).token


def events(world: WebWorld) -> str:
    return f"/api/sessions/{world.begun().id}/self-view"


@pytest.mark.parametrize("header", ["Bearer spt_wrong", "Bearer ", "Basic YTpi", "spt_x", "Bearer \xe9"])
def test_a_wrong_token_is_one_clear_401_even_beside_a_good_cookie(world: WebWorld, header: str) -> None:
    path = f"/api/people/{world.taker.id}/export"
    answer = world.ask("GET", path, as_person=world.taker, headers={"authorization": header.encode("latin-1")})  # pyright: ignore[reportArgumentType]
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {"type": "about:blank", "title": "Sign in first", "status": 401}


def test_a_token_comes_in_with_and_without_a_slash_at_the_end(world: WebWorld) -> None:
    path = f"/api/people/{world.taker.id}/export"
    for asked in (path, path + "/"):
        assert world.ask("GET", asked, headers=bearer(taker_token(world))).status_code == 200


def test_a_token_for_one_session_reaches_neither_another_nor_the_person(world: WebWorld) -> None:
    session, other = world.begun(), world.begun()
    token = world.session_token(session.id)
    path = "/api/media/reference/{}"
    assert world.ask("GET", path.format(session.id), headers=bearer(token)).status_code == 200
    assert world.ask("GET", path.format(other.id), headers=bearer(token)).status_code == 404
    assert world.ask("GET", f"/api/people/{world.taker.id}/export", headers=bearer(token)).status_code == 403


def test_a_page_reads_its_csrf_token_and_nobody_else_does(world: WebWorld) -> None:
    cookie = world.cookie_of(world.taker)
    given = world.ask("GET", "/api/csrf", cookie=cookie).json()["csrf_token"]
    assert given == world.cookies.csrf_token(world.cookies.read(cookie) or "")
    assert given != world.ask("GET", "/api/csrf", as_person=world.taker).json()["csrf_token"]
    assert world.ask("GET", "/api/csrf").status_code == 401


@pytest.fixture
def strict(sqlite_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> WebWorld:
    """A world with low limits and one other origin."""
    return WebWorld(sqlite_engine, tmp_path_factory.mktemp("strict"), rate=3, cors_origins=("https://quiz.example",))


def test_who_asks_too_often_is_told_when_to_come_back(strict: WebWorld) -> None:
    tokens = [bearer(taker_token(strict)) for _ in range(2)]
    path = f"/api/media/reference/{strict.taker.id}"
    assert [strict.ask("GET", path, headers=tokens[0]).status_code for _ in range(4)] == [404, 404, 404, 429]
    refused = strict.ask("GET", path, headers=tokens[0])
    assert refused.headers["content-type"] == "application/problem+json"
    assert strict.ask("GET", path, headers=tokens[1]).status_code == 404
    strict.clock.pass_time(float(refused.headers["retry-after"]))
    assert strict.ask("GET", path, headers=tokens[0]).status_code == 404
    strict.close()


def test_other_origins_are_let_in_by_setting_and_never_with_a_cookie(strict: WebWorld) -> None:
    def preflight(origin: str) -> dict[str, str]:
        headers = {"origin": origin, "access-control-request-method": "POST"}
        return dict(strict.ask("OPTIONS", "/api/csrf", headers=headers).headers)

    allowed = preflight("https://quiz.example")
    assert allowed["access-control-allow-origin"] == "https://quiz.example"
    assert "access-control-allow-credentials" not in allowed
    assert "access-control-allow-origin" not in preflight("https://evil.example")
    strict.close()


def test_a_large_body_is_refused_before_it_is_read(world: WebWorld) -> None:
    answer = world.ask("PUT", "/api/version", headers={"content-length": str(9 << 20)})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
