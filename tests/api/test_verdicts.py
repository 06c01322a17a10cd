"""What a moderator says about single incidents over the API."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from db.tables import IdempotentAnswer, IncidentVerdict, ProctorReview, User
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from tests.support.api_client import browser
from tests.support.session_world import alleged
from tests.support.web_world import WebWorld

USERS = "/api/moderator/users"


@pytest.fixture
def session_id(world: WebWorld) -> UUID:
    """A session under review with two incidents: two violations in the first, one in the second."""
    session = world.answered()
    for onset_s in (1.0, 3.0, 100.0):
        violation_id = uuid4()
        world.violations.open_violation(session.id, alleged(onset_s), None, violation_id=violation_id)
        world.violations.close_violation(violation_id, alleged(onset_s, onset_s + 1))
    world.clock.pass_time(200)
    world.stored_sessions.submit(
        world.taker, session.id, 1.0, [FlagReason(FlagRule.VIOLATION_COUNT, 3.0, 3.0, "3 violations")]
    )
    return session.id


class Moderator:
    """One with a token."""

    def __init__(self, world: WebWorld, http: httpx.Client, name: str) -> None:
        self._http = http
        token = world.token(TokenScope.MODERATOR, world.person(name, Role.MODERATOR))
        self._headers = {"authorization": f"Bearer {token}"}

    def case(self, session_id: UUID) -> dict[str, Any]:
        answer = self._http.get(f"{USERS}/session/{session_id}/violations/", headers=self._headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def incidents(self, session_id: UUID) -> list[dict[str, Any]]:
        return self.case(session_id)["incidents"]

    def judge(
        self, session_id: UUID, incident: dict[str, Any], kind: str, key: str = "", **more: Any
    ) -> httpx.Response:
        body = {"violation_ids": incident["violation_ids"], "signal_ids": incident["signal_ids"], "kind": kind, **more}
        return self._post(f"/session/{session_id}/verdicts/", key, body)

    def take_back(self, verdict_id: str, key: str = "") -> httpx.Response:
        return self._post(f"/verdicts/{verdict_id}/take-back/", key)

    def decide(self, session_id: UUID, revision: int) -> httpx.Response:
        body = {"session_id": str(session_id), "decision": "approve", "revision": revision}
        return self._post("/review-session/", "", body)

    def _post(self, path: str, key: str, body: dict[str, Any] | None = None) -> httpx.Response:
        headers = {**self._headers, **({"idempotency-key": key} if key else {})}
        return self._http.post(f"{USERS}{path}", json=body, headers=headers)


@pytest.fixture
def lee(world: WebWorld) -> Iterator[Moderator]:
    with browser(world) as http:
        yield Moderator(world, http, "lee")


@pytest.fixture
def kim(world: WebWorld) -> Iterator[Moderator]:
    with browser(world) as http:
        yield Moderator(world, http, "kim")


def test_incidents_are_read_judged_and_taken_back(lee: Moderator, session_id: UUID) -> None:
    first, second = lee.incidents(session_id)
    assert [len(one["violation_ids"]) for one in (first, second)] == [2, 1]
    assert (first["started_s"], first["ended_s"], first["verdict"], second["verdict"]) == (1.0, 4.0, None, None)
    answer = lee.judge(session_id, first, "dismiss", reason="allowed_object")
    assert answer.status_code == 201
    verdict = answer.json()["incidents"][0]["verdict"]
    assert (verdict["kind"], verdict["reason"], verdict["given_by"]) == ("dismiss", "allowed_object", "Lee")
    assert lee.incidents(session_id) == answer.json()["incidents"]
    back = lee.take_back(verdict["id"])
    assert (back.status_code, back.json()["incidents"][0]["verdict"]) == (201, None)


def test_the_answer_names_the_revision_that_a_decision_needs(lee: Moderator, session_id: UUID) -> None:
    case = lee.case(session_id)
    first, second = case["incidents"]
    answer = lee.judge(session_id, first, "confirm").json()
    assert (answer["session_id"], answer["revision"]) == (str(session_id), case["revision"] + 1), "the review is taken"
    assert lee.judge(session_id, second, "dismiss").json()["revision"] == answer["revision"]
    assert lee.decide(session_id, case["revision"]).status_code == 409
    assert lee.decide(session_id, answer["revision"]).status_code == 200


def test_the_same_key_twice_is_one_verdict_and_one_undoing(world: WebWorld, lee: Moderator, session_id: UUID) -> None:
    first, _ = lee.incidents(session_id)
    answers = [lee.judge(session_id, first, "confirm", "a key") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(world.rows(IncidentVerdict)) == 1
    verdict_id = answers[0].json()["incidents"][0]["verdict"]["id"]
    undone = [lee.take_back(verdict_id, "another key").status_code for _ in range(2)]
    assert (undone, len(world.rows(IncidentVerdict))) == ([201, 201], 2)
    assert lee.take_back(verdict_id).status_code == 409


def test_a_moderator_who_was_erased_is_in_no_kept_answer_to_another(
    world: WebWorld, lee: Moderator, kim: Moderator, session_id: UUID
) -> None:
    first, second = lee.incidents(session_id)
    assert kim.judge(session_id, first, "confirm").status_code == 201
    [review] = world.rows(ProctorReview)
    [person] = world.rows(User, id=review.claimed_by)
    world.services.reviewing.reviewing.release(person, review.id)
    assert lee.judge(session_id, second, "dismiss", "a key").json()["incidents"][0]["verdict"]["given_by"] == "Kim"
    world.privacy.erase_person(world.administrator, person.id)
    [kept] = world.rows(IdempotentAnswer)
    said = [incident["verdict"] for incident in kept.body["incidents"]]
    assert [(one["kind"], one["given_by"]) for one in said] == [("confirm", None), ("dismiss", "Lee")]
    assert lee.judge(session_id, second, "dismiss", "a key").json() == kept.body


def test_what_the_case_does_not_have_and_what_others_hold_is_refused(
    world: WebWorld, lee: Moderator, kim: Moderator, session_id: UUID
) -> None:
    first, second = lee.incidents(session_id)
    unknown, partly = {**first, "violation_ids": [str(uuid4())]}, {**first, "violation_ids": first["violation_ids"][:1]}
    assert lee.judge(session_id, unknown, "confirm").status_code == 404
    assert lee.judge(session_id, partly, "confirm").status_code == 409
    verdict = lee.judge(session_id, first, "confirm").json()["incidents"][0]["verdict"]
    held = kim.judge(session_id, second, "dismiss")
    assert held.status_code == 409
    assert held.json()["detail"].startswith("Lee has this session until")
    assert kim.take_back(verdict["id"]).status_code == 409
    assert len(world.rows(IncidentVerdict)) == 1


@pytest.mark.parametrize(("kind", "more"), [("guilty", {}), ("confirm", {"reason": "ill"}), ("confirm", {"note": "x"})])
def test_only_known_words_are_taken(lee: Moderator, session_id: UUID, kind: str, more: dict[str, str]) -> None:
    first, _ = lee.incidents(session_id)
    assert lee.judge(session_id, first, kind, **more).status_code == 422


def test_a_decided_case_is_judged_no_more(lee: Moderator, session_id: UUID) -> None:
    first, second = lee.incidents(session_id)
    judged = lee.judge(session_id, first, "confirm").json()
    assert lee.decide(session_id, judged["revision"]).status_code == 200
    assert lee.judge(session_id, second, "confirm").status_code == 409
    assert lee.take_back(judged["incidents"][0]["verdict"]["id"]).status_code == 409
    assert lee.incidents(session_id)[0]["verdict"]["kind"] == "confirm"
