"""What the review page sends about a decision that can be taken back: once, whoever is asked, and nothing is told before."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from db.tables import AuditEvent, HeldDecision, User
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.token_scope import TokenScope
from tests.support.api_client import browser
from tests.support.web_world import WebWorld

USERS = "/api/moderator/users"
WHY = {"decision": "reject", "notes": "a phone", "note": "as last week", "revision": 0}


@pytest.fixture
def session_id(world: WebWorld) -> UUID:
    session = world.answered()
    reasons = [FlagReason(FlagRule.VIOLATION_COUNT, 3.0, 3.0, "3 violations")]
    world.stored_sessions.submit(world.taker, session.id, 1.0, reasons)
    return session.id


@pytest.fixture
def headers(world: WebWorld) -> dict[str, str]:
    lee: User = world.person("lee", Role.MODERATOR)
    return {"authorization": f"Bearer {world.token(TokenScope.MODERATOR, lee)}"}


def post(http: httpx.Client, path: str, headers: dict[str, str], body: Any = None, key: str = "") -> httpx.Response:
    return http.post(
        f"{USERS}/session/{path}", json=body, headers={**headers, **({"idempotency-key": key} if key else {})}
    )


def status_of(http: httpx.Client, session_id: UUID, headers: dict[str, str]) -> tuple[str, str]:
    answer = http.get(f"{USERS}/session/{session_id}/violations/", headers=headers).json()
    return answer["session"]["status"], answer["review_status"]


def test_a_decision_is_held_taken_back_and_told_to_nobody(
    world: WebWorld, session_id: UUID, headers: dict[str, str]
) -> None:
    with browser(world) as http:
        first, again = (post(http, f"{session_id}/decision/", headers, WHY, "a key") for _ in range(2))
        assert (first.status_code, first.json()) == (201, again.json())
        assert status_of(http, session_id, headers) == ("under_review", "pending")
        at_once = {"session_id": str(session_id), "decision": "approve"}
        assert http.post(f"{USERS}/review-session/", json=at_once, headers=headers).status_code == 409
        back, once_more = (post(http, f"{session_id}/decision/take-back/", headers, key="another") for _ in range(2))
        assert (back.status_code, back.json()) == (201, once_more.json())
        assert {key: back.json()[key] for key in ("decision", "notes", "note")} == {
            "decision": "reject",
            "notes": "a phone",
            "note": "as last week",
        }
        assert post(http, f"{session_id}/decision/take-back/", headers).status_code == 409, "it is taken back once"
    assert world.rows(HeldDecision) == []
    assert len(world.rows(AuditEvent, action="review.decision_held")) == 1
    assert world.verifying.verify(session_id).broken == ()


def test_ten_seconds_later_it_is_announced_and_no_longer_taken_back(
    world: WebWorld, session_id: UUID, headers: dict[str, str]
) -> None:
    with browser(world) as http:
        assert post(http, f"{session_id}/decision/", headers, WHY).status_code == 201
        world.clock.pass_time(10)
        world.services.reviewing.held_decisions.announce_due()
        assert status_of(http, session_id, headers) == ("rejected", "rejected")
        late = post(http, f"{session_id}/decision/take-back/", headers)
    assert (late.status_code, "open the case again with a reason" in late.json()["detail"]) == (409, True)
    assert world.stored(session_id).status is SessionStatus.REJECTED
    assert world.verifying.verify(session_id).broken == ()
