"""The short way of a known heartbeat: the answer of the route, and nothing that the route would refuse."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from db.tables import FaceVerification, LatestHeartbeat
from proctor_core.api.known_heartbeats import KnownHeartbeats
from proctor_core.api.rate_limits import Rates
from proctor_core.domain.token_scope import TokenScope
from tests.support.api_client import browser
from tests.support.session_world import PLATFORM
from tests.support.web_world import WebWorld

PATH = "/api/proctor/heartbeat/"
JSON = "application/json"


@pytest.fixture
def http(world: WebWorld) -> Iterator[httpx.Client]:
    with browser(world) as client:
        yield client


class Sender:
    """One taker's browser, whose session is open."""

    def __init__(self, world: WebWorld, http: httpx.Client) -> None:
        self._http = http
        self.session_id = str(world.in_progress(by_platform=PLATFORM).id)
        self.headers = {"authorization": f"Bearer {world.token(TokenScope.TAKER, world.taker)}", "content-type": JSON}
        assert self.send({"sequence": 1, "face_count": 1}).status_code == 200

    def send(self, said: dict[str, Any], **headers: str) -> httpx.Response:
        return self.send_text(json.dumps({"session_id": self.session_id, **said}), **headers)

    def send_pieces(self, *pieces: bytes) -> httpx.Response:
        return self._http.post(PATH, content=iter(pieces), headers=self.headers)

    def send_text(self, text: str, **headers: str) -> httpx.Response:
        return self._http.post(PATH, content=text, headers={**self.headers, **headers})


@pytest.fixture
def sender(world: WebWorld, http: httpx.Client) -> Sender:
    return Sender(world, http)


def test_both_ways_answer_the_same(world: WebWorld, sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"face_count": 2, "confidence": 0.5, "gaze_direction": "left", "violation_type": "multiple_faces"}
    world.clock.pass_time(5)
    short = sender.send({"sequence": 2, **said})
    monkeypatch.setattr(KnownHeartbeats, "_answer", lambda *_: None)
    world.clock.pass_time(5)
    long = sender.send({"sequence": 3, **said})
    assert (short.status_code, short.content, dict(short.headers)) == (200, long.content, dict(long.headers))
    world.book.writer.write()
    (latest,) = world.rows(LatestHeartbeat)
    runs = world.rows(FaceVerification, is_initial=False)
    assert (latest.sequence, sorted(run.samples for run in runs)) == (3, [1, 2])


def test_the_short_way_is_taken(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("the route was asked")

    monkeypatch.setattr("proctor_core.api.proctor.heartbeats_of", asked)
    assert sender.send({"sequence": 2}).status_code == 200
    assert sender.send({"sequence": 3}, **{"content-type": f"{JSON}; charset=utf-8"}).status_code == 200


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"sequence": 0}, "sequence"),
        ({"sequence": 2, "confidence": 1.5}, "confidence"),
        ({"sequence": 2, "violation_type": "boredom"}, "violation_type"),
        ({"sequence": 2, "emotion": "sad"}, "emotion"),
        ({"sequence": 2, "session_id": "x"}, "session_id"),
    ],
)
def test_what_does_not_fit_is_refused_by_the_route_with_its_field(
    sender: Sender, said: dict[str, Any], field: str
) -> None:
    answer = sender.send(said)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_no_json_another_kind_and_another_token_go_to_the_route(world: WebWorld, sender: Sender) -> None:
    assert sender.send_text("{").status_code == 422
    unmeasured = {"session_id": sender.session_id, "sequence": 2, "confidence": float("nan")}
    assert sender.send_text(json.dumps(unmeasured)).status_code == 422
    assert sender.send({"sequence": 2}, **{"content-type": "text/plain"}).status_code == 422
    assert sender.send({"sequence": 2}, authorization="Bearer spt_guessed").status_code == 401
    assert sender.send({"sequence": 2}, authorization="Basic x").status_code == 401
    stranger = world.token(TokenScope.TAKER, world.person("eve"))
    assert sender.send({"sequence": 2}, authorization=f"Bearer {stranger}").status_code == 404
    assert sender.send({"sequence": 2, "session_id": str(uuid4())}).status_code == 404


def test_it_is_counted_and_limited_as_any_request(
    world: WebWorld, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.parts.counts.requests.clear()
    object.__setattr__(world.parts, "rates", Rates(per_token=4, refused=100))
    world.app = world.new_application()
    with browser(world) as http:
        body = json.dumps({"session_id": sender.session_id, "sequence": 9})
        answers = [http.post(PATH, content=body, headers=sender.headers) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert (
        world.parts.counts.registry.get_sample_value(
            "proctor_api_requests_total", {"method": "POST", "kind": "proctor", "status": "200"}
        )
        == 4
    )


def test_a_body_that_comes_in_pieces_is_put_together_and_a_large_one_goes_on(sender: Sender) -> None:
    whole = json.dumps({"session_id": sender.session_id, "sequence": 2}).encode()
    assert sender.send_pieces(whole[:20], whole[20:]).status_code == 200
    assert sender.send_pieces(whole, b" " * 9000, b" ").status_code == 200
    assert sender.send_pieces(whole[:20], b" " * 9000, b"x").json()["field"] == "body"
