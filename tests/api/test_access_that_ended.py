"""Access that ended is over at the next request: a token's next heartbeat, and the sign-in that a browser had before."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest

from db.tables import LatestHeartbeat
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.services.accounts.api_tokens import ApiTokenService
from tests.support.api_client import browser
from tests.support.session_world import PASSWORD
from tests.support.web_world import WebWorld


class Sender:
    """A taker's browser whose heartbeats are known, so that they take the short way."""

    def __init__(self, world: WebWorld, http: httpx.Client) -> None:
        self.world, self._http, self.sequence = world, http, 0
        self.session_id = world.in_progress(by_platform="quiz.example").id
        self.issued = world.tokens.issue(world.administrator, "t", TokenScope.TAKER, timedelta(hours=1), world.taker.id)
        assert [self.beat(), self.beat()] == [200, 200]

    def beat(self) -> int:
        self.sequence += 1
        headers = {"authorization": f"Bearer {self.issued.token}", "content-type": "application/json"}
        body = json.dumps({"session_id": str(self.session_id), "sequence": self.sequence, "face_count": 1})
        return self._http.post("/api/proctor/heartbeat/", content=body, headers=headers).status_code


@pytest.fixture
def sender(world: WebWorld) -> Iterator[Sender]:
    with browser(world) as http:
        yield Sender(world, http)


def revoked(sender: Sender) -> None:
    sender.world.tokens.revoke(sender.world.administrator, sender.issued.row.id)


def switched_off(sender: Sender) -> None:
    sender.world.people.deactivate(sender.world.administrator, sender.world.taker.id)


def of_another_role(sender: Sender) -> None:
    sender.world.people.change_role(sender.world.administrator, sender.world.taker.id, Role.ANALYST)


def erased(sender: Sender) -> None:
    sender.world.book.writer.write()
    sender.world.privacy.erase_person(sender.world.administrator, sender.world.taker.id)


def over(sender: Sender) -> None:
    sender.world.clock.pass_time(3600)


@pytest.mark.parametrize("end", [revoked, switched_off, of_another_role, erased, over])
def test_the_next_heartbeat_after_access_ended_is_refused(sender: Sender, end: Callable[[Sender], None]) -> None:
    end(sender)
    assert sender.beat() == 401
    assert sender.beat() == 401


def test_what_was_acknowledged_before_is_stored(sender: Sender) -> None:
    revoked(sender)
    assert sender.beat() == 401
    sender.world.book.writer.write()
    (latest,) = sender.world.rows(LatestHeartbeat)
    assert latest.sequence == 2


def test_the_end_of_another_token_costs_a_working_one_nothing_but_the_long_way(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = sender.world
    other = world.tokens.issue(world.administrator, "other", TokenScope.TAKER, timedelta(days=1), world.taker.id)
    world.tokens.revoke(world.administrator, other.row.id)
    assert sender.beat() == 200
    world.book.writer.write()

    def asked(*_: object) -> None:
        raise AssertionError("the route was asked")

    monkeypatch.setattr("proctor_core.api.proctor.heartbeats_of", asked)
    assert sender.beat() == 200


def test_what_another_process_revoked_ends_at_the_next_look(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    world = sender.world
    sender.world.book.writer.write()
    monkeypatch.setattr("proctor_core.monitoring.clients.token_checks.LOOK_AGAIN_S", 0.0)
    # A process of its own tells this one nothing.
    monkeypatch.setattr("proctor_core.services.accounts.api_tokens.end_access", lambda _: None)
    ApiTokenService(world.engine, world.clock).revoke(world.administrator, sender.issued.row.id)
    world.book.writer.write()
    assert world.book.open_sessions == 0
    assert sender.beat() == 401


def test_looking_costs_one_question_for_all_sessions(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    service = type(sender.world.book._service)  # pyright: ignore[reportPrivateUsage]
    look = service.live_tokens
    monkeypatch.setattr(service, "live_tokens", lambda self, tokens: asked.append(len(tokens)) or look(self, tokens))
    monkeypatch.setattr("proctor_core.monitoring.clients.token_checks.LOOK_AGAIN_S", 3600.0)
    sender.world.book.writer.write()
    asked.clear()
    for _ in range(5):
        assert sender.beat() == 200
        sender.world.book.writer.write()
    assert asked == []
    sender.world.book._tokens.doubt()  # pyright: ignore[reportPrivateUsage]
    sender.world.book.writer.write()
    assert asked == [1]


# ---- one browser, one sign-in ----


def test_signing_in_again_in_a_browser_ends_its_sign_in_before(world: WebWorld) -> None:
    elsewhere, before = world.cookie_of(world.taker), world.cookie_of(world.taker)
    answer = world.ask("POST", "/account/login", cookie=before, form={"name": "root", "password": PASSWORD})
    assert answer.status_code == 303
    assert not world.is_signed_in(before)
    assert world.is_signed_in(elsewhere)
    assert world.is_signed_in(answer.cookies["proctor_sign_in"])


def test_a_wrong_password_ends_nothing(world: WebWorld) -> None:
    before = world.cookie_of(world.taker)
    form = {"name": "ada", "password": "a wrong guess"}
    assert world.ask("POST", "/account/login", cookie=before, form=form).status_code == 401
    assert world.is_signed_in(before)


def test_the_demo_and_an_invitation_end_it_too(world: WebWorld) -> None:
    world.add_demo_people()
    before = world.cookie_of(world.taker)
    assert world.ask("POST", "/account/demo", cookie=before, form={"role": "taker"}).status_code == 303
    assert not world.is_signed_in(before)
    before = world.cookie_of(world.administrator)
    link = world.people.reset(world.administrator, world.taker.id)
    form = {"password": "a longer password", "again": "a longer password"}
    assert world.ask("POST", f"/account/invitation/{link.token}", cookie=before, form=form).status_code == 303
    assert not world.is_signed_in(before)
