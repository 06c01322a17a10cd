"""What a taker's page hears while the camera runs, over a real HTTP server: the first status at once, then changes only."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn

from db.tables import SurveySession, User
from proctor_core.api.cookies import COOKIE_NAME
from proctor_core.domain.roles import Role
from tests.rules.observations import absent
from tests.support.monitor_world import PAGE
from tests.support.processes import wait_until
from tests.support.program import free_tcp_port
from tests.support.web_world import WebWorld


@pytest.fixture
def session(world: WebWorld) -> SurveySession:
    return world.begun()


@pytest.fixture
def address(world: WebWorld) -> Iterator[str]:
    """A server for the world's application."""
    config = uvicorn.Config(world.app, port=free_tcp_port(), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, "a started server", timeout_s=10, every_s=0.02)
    yield f"http://127.0.0.1:{config.port}"
    server.should_exit = True
    thread.join(10)


def events_of(session: SurveySession) -> str:
    return f"/api/sessions/{session.id}/events?page={PAGE}"


def self_view_of(session: SurveySession) -> str:
    return f"/api/sessions/{session.id}/self-view"


@contextmanager
def listening(world: WebWorld, address: str, session: SurveySession, person: User) -> Iterator[Iterator[Any]]:
    """The statuses that come, one after the other."""
    cookies = {COOKIE_NAME: world.cookie_of(person)}
    with (
        httpx.Client(base_url=address, cookies=cookies, timeout=10) as browser,
        browser.stream("GET", events_of(session)) as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        yield (json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: "))


def test_the_first_status_comes_at_once_and_the_next_with_a_change(
    world: WebWorld, session: SurveySession, address: str
) -> None:
    with listening(world, address, session, world.taker) as statuses:
        first = next(statuses)
        assert (first["phase"], first["camera"], first["notes"], first["threshold"]) == ("watching", "waiting", 0, 3)
        world.play(session.id, 5)
        assert next(statuses)["camera"] == "live"
        world.play(session.id, 4, absent)
        assert next(statuses)["open_types"] == ["no_face"]


def test_an_open_page_counts_as_there_and_a_closed_one_does_not(
    world: WebWorld, session: SurveySession, address: str
) -> None:
    monitor = world.monitor(session.id)
    with listening(world, address, session, world.taker) as statuses:
        next(statuses)
        assert monitor._subscribers.is_anyone_there(world.clock())
    world.play(session.id, 1)  # the change that the server finds nobody listening to
    wait_until(lambda: not monitor._subscribers.is_anyone_there(world.clock()), "nobody listening", timeout_s=10)


def test_the_stream_ends_with_the_session(world: WebWorld, session: SurveySession, address: str) -> None:
    world.play(session.id, 5)
    with listening(world, address, session, world.taker) as statuses:
        assert next(statuses)["phase"] == "watching"
        world.hand_in(session.id)
        assert [status["phase"] for status in statuses] == ["ended"]


def test_what_is_sent_holds_words_and_numbers_only(world: WebWorld, session: SurveySession, address: str) -> None:
    world.play(session.id, 5)
    with listening(world, address, session, world.taker) as statuses:
        text = json.dumps(next(statuses))
    assert str(session.id) not in text
    assert "jpg" not in text


@pytest.mark.parametrize("path_of", [events_of, self_view_of])
def test_strangers_other_roles_and_the_unknown_hear_nothing(
    world: WebWorld, session: SurveySession, path_of: Any
) -> None:
    path = path_of(session)
    assert world.ask("GET", path).status_code == 401
    assert world.ask("GET", path, as_person=world.person("other")).status_code == 404
    assert world.ask("GET", path, as_person=world.person("mod", Role.MODERATOR)).status_code == 403
    unknown = path.replace(str(session.id), str(uuid4()))
    answers = [world.ask("GET", p, as_person=world.person(f"p{i}")) for i, p in enumerate((path, unknown))]
    assert answers[0].json() == answers[1].json()


def test_without_a_monitor_there_is_nothing_to_hear(world: WebWorld) -> None:
    session = world.invited()
    assert world.ask("GET", events_of(session), as_person=world.taker).status_code == 404
    assert world.ask("GET", self_view_of(session), as_person=world.taker).status_code == 404


def test_the_self_view_shows_the_demo_camera_to_its_own_taker_only(world: WebWorld, session: SurveySession) -> None:
    world.monitor(session.id).attach(PAGE, is_demo_camera=True)
    assert world.ask("GET", self_view_of(session), as_person=world.taker).status_code == 404
    world.play(session.id, 2)
    answer = world.ask("GET", self_view_of(session), as_person=world.taker)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert answer.content.startswith(b"\xff\xd8")
    assert answer.headers["cache-control"] == "no-store"
    assert world.ask("GET", self_view_of(session), as_person=world.person("other")).status_code == 404


def test_a_real_camera_is_never_sent_back(world: WebWorld, session: SurveySession) -> None:
    world.play(session.id, 5)
    assert world.ask("GET", self_view_of(session), as_person=world.taker).status_code == 404


def page_of(session: SurveySession) -> str:
    return f"/api/sessions/{session.id}/page"


def report(world: WebWorld, path: str, person: User, *, csrf: str | None = None) -> int:
    """What a page's report is answered; its CSRF token is the sign-in's unless given."""
    cookie = world.cookie_of(person)
    token = world.cookies.csrf_token(world.cookies.read(cookie) or "") if csrf is None else csrf
    posted = {"page": PAGE, "is_hidden": False}
    return world.ask("POST", path, cookie=cookie, json=posted, headers={"X-CSRF-Token": token}).status_code


def test_a_page_reports_that_it_is_there_and_learns_when_nobody_watches(
    world: WebWorld, session: SurveySession
) -> None:
    assert report(world, page_of(session), world.taker) == 204
    assert report(world, page_of(session), world.taker, csrf="guessed") == 403
    assert report(world, page_of(session), world.person("stranger")) == 404
    world.registry.put_away(session.id, world.clock())
    assert report(world, page_of(session), world.taker) == 404
