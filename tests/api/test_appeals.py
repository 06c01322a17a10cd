"""Objecting and answering over the API, as a platform's taker and moderators do."""

from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.domain.token_scope import TokenScope
from tests.support.api_client import browser
from tests.support.web_world import WebWorld

APPEALS = "/api/moderator/users/appeals"


def test_a_taker_objects_and_another_moderator_overturns_it(world: WebWorld) -> None:
    session = world.answered()
    world.allege(session.id, 3)
    world.stored_sessions.submit(world.taker, session.id, 1.0, [FlagReason(FlagRule.VIOLATION_COUNT, 3.0, 3.0, "3")])
    people = {name: world.person(name, Role.MODERATOR) for name in ("lee", "kim")}
    lee, kim = ({"authorization": f"Bearer {world.token(TokenScope.MODERATOR, one)}"} for one in people.values())
    reviewing = world.services.reviewing.reviewing
    review = reviewing.case(people["lee"], session.id).review
    own = f"/api/sessions/{session.id}/appeal"
    with browser(world) as http:
        reviewing.decide(people["lee"], review.id, DecisionKind.REJECT, "A phone.", review.revision)
        taker = {"authorization": f"Bearer {world.session_token(session.id)}"}
        assert http.get(own, headers=taker).json()["may_object_until"]
        for _ in range(2):
            said = http.post(own, json={"words": "It was a picture."}, headers=taker)
            assert (said.status_code, said.json()["words"]) == (200, "It was a picture.")
        assert http.post(own, json={"words": "And more."}, headers=taker).status_code == 409
        (waiting,) = http.get(APPEALS, headers=kim).json()["appeals"]
        assert (waiting["reason"], waiting["is_mine"]) == ("A phone.", True)
        answer, body = f"{APPEALS}/{waiting['id']}/answer", {"outcome": "overturned", "words": "It is one."}
        assert http.post(answer, json=body, headers=lee).status_code == 403
        assert http.post(answer, json={**body, "outcome": "maybe"}, headers=kim).status_code == 422
        assert http.post(answer, json=body, headers=kim).status_code == 200
        assert http.post(answer, json=body, headers=kim).status_code == 409
        found = http.get(own, headers=taker).json()
        assert (found["answer"]["outcome"], found["answer"]["words"]) == ("overturned", "It is one.")
        assert http.get(f"/api/sessions/{session.id}", headers=taker).json()["session"]["status"] == "passed"
