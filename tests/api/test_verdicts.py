"""What a moderator says about single incidents over the API."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import BaseModel
from sqlmodel import select

from db.engine import transaction
from db.tables import AddedIncident, Evidence, IdempotentAnswer, IncidentVerdict, ProctorReview, User, Violation
from proctor_core.api.heartbeat_bodies import ClientHeartbeat
from proctor_core.api.observations import Observations
from proctor_core.api.proctor import ReportedClaim
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from proctor_core.domain.violation import SnapshotKind, ViolationType
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

    def add(self, session_id: UUID, type_: str, started_s: float, ended_s: float, key: str = "") -> httpx.Response:
        body = {"type": type_, "started_s": started_s, "ended_s": ended_s}
        return self._post(f"/session/{session_id}/incidents/", key, body)

    def take_added_back(self, added_id: str) -> httpx.Response:
        return self._post(f"/added-incidents/{added_id}/take-back/", "")

    def mute(self, session_id: UUID, violation_id: str) -> httpx.Response:
        return self._post(f"/session/{session_id}/mutes/", "", {"violation_id": violation_id})

    def unmute(self, mute_id: str) -> httpx.Response:
        return self._post(f"/mutes/{mute_id}/take-back/", "")

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


def test_a_verdict_replaces_only_the_one_that_was_on_the_screen(lee: Moderator, session_id: UUID) -> None:
    first, _ = lee.incidents(session_id)
    answer = lee.judge(session_id, first, "confirm", replaces=None)
    verdict = answer.json()["incidents"][0]["verdict"]
    for on_screen in (None, str(uuid4())):
        assert lee.judge(session_id, first, "dismiss", replaces=on_screen).status_code == 409
    replaced = lee.judge(session_id, first, "dismiss", replaces=verdict["id"])
    assert (replaced.status_code, replaced.json()["incidents"][0]["stands"]) == (201, "dismiss")
    assert lee.judge(session_id, first, "unsure").status_code == 201, "left out, whatever stands is replaced"


def test_sixty_presses_in_a_row_arrive_once_each_also_those_that_are_sent_again(
    world: WebWorld, lee: Moderator, session_id: UUID
) -> None:
    """A page's queue: the next press knows what the one before left, and a lost answer is asked for again."""
    incident = lee.incidents(session_id)[0]
    for press in range(60):
        on_screen = incident["verdict"] and incident["verdict"]["id"]
        kind = ("confirm", "dismiss", "unsure")[press % 3]
        for _ in range(2 if press % 10 == 0 else 1):
            answer = lee.judge(session_id, incident, kind, f"press {press}", replaces=on_screen)
            assert answer.status_code == 201, answer.text
        incident = answer.json()["incidents"][0]
    assert (len(world.rows(IncidentVerdict)), incident["stands"]) == (60, "unsure")


def test_an_incident_is_added_once_for_a_key_and_taken_back(
    world: WebWorld, lee: Moderator, kim: Moderator, session_id: UUID
) -> None:
    answers = [lee.add(session_id, "identity_mismatch", 20, 31.5, "a key") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    _, added, _ = answers[1].json()["incidents"]
    assert (added["type"], added["started_s"], added["ended_s"]) == ("identity_mismatch", 20.0, 31.5)
    assert (added["violation_ids"], added["verdict"], added["stands"]) == ([], None, "confirm")
    assert (added["added"]["given_by"], len(world.rows(AddedIncident))) == ("Lee", 1)
    assert kim.take_added_back(added["added"]["id"]).status_code == 409
    assert len(lee.take_added_back(added["added"]["id"]).json()["incidents"]) == 2
    assert lee.take_added_back(added["added"]["id"]).status_code == 409


@pytest.mark.parametrize(("type_", "started_s", "ended_s"), [("guilty", 1, 2), ("no_face", 2, 1), ("no_face", 1, 1e9)])
def test_no_incident_of_another_kind_or_outside_of_the_session(
    lee: Moderator, session_id: UUID, type_: str, started_s: float, ended_s: float
) -> None:
    assert lee.add(session_id, type_, started_s, ended_s).status_code == 422


def test_a_still_second_face_is_muted_and_unmuted(world: WebWorld, lee: Moderator, session_id: UUID) -> None:
    still = [[0.4, 0.3, 0.2, 0.3], [0.8, 0.1, 0.1, 0.15]]
    with transaction(world.engine) as db:
        row = db.exec(select(Violation).where(Violation.onset_s == 100.0)).one()
        row.type = ViolationType.MULTIPLE_FACES
        about = {"session_id": session_id, "violation_id": row.id, "kind": SnapshotKind.PEAK, "taken_s": 100.5}
        file = {"media_key": "k", "sha256": "0" * 64, "size_bytes": 1, "width": 640, "height": 480}
        db.add(Evidence(**about, **file, face_boxes=still))
    first, second = lee.incidents(session_id)
    assert lee.mute(session_id, first["violation_ids"][0]).status_code == 409
    muted = lee.mute(session_id, second["violation_ids"][0]).json()["incidents"][1]
    assert (muted["verdict"], muted["stands"], muted["muted"]["given_by"]) == (None, "dismiss", "Lee")
    open_again = lee.unmute(muted["muted"]["id"]).json()["incidents"][1]
    assert (open_again["stands"], open_again["muted"]) == (None, None)


@pytest.mark.parametrize("body", [ClientHeartbeat, ReportedClaim, Observations])
def test_no_client_has_a_word_for_another_person(body: type[BaseModel]) -> None:
    schema = str(body.model_json_schema())
    assert "multiple_faces" in schema
    assert "identity_mismatch" not in schema


def test_a_moderator_who_was_erased_is_in_no_kept_answer_to_another(
    world: WebWorld, lee: Moderator, kim: Moderator, session_id: UUID
) -> None:
    first, second = lee.incidents(session_id)
    assert kim.judge(session_id, first, "confirm").status_code == 201
    assert kim.add(session_id, "identity_mismatch", 20, 30).status_code == 201
    [review] = world.rows(ProctorReview)
    [person] = world.rows(User, id=review.claimed_by)
    world.services.reviewing.reviewing.release(person, review.id)
    assert lee.judge(session_id, second, "dismiss", "a key").json()["incidents"][0]["verdict"]["given_by"] == "Kim"
    world.privacy.erase_person(world.administrator, person.id)
    [kept] = world.rows(IdempotentAnswer)
    judged, added, dismissed = kept.body["incidents"]
    assert [(one["verdict"]["kind"], one["verdict"]["given_by"]) for one in (judged, dismissed)] == [
        ("confirm", None),
        ("dismiss", "Lee"),
    ]
    assert added["added"]["given_by"] is None
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
