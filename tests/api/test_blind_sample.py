"""The API says of a drawn session what it says of any that waits; what is said of it reaches neither its taker nor the chain."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from db.tables import ProctorReview, SampleOpinion
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.roles import Role
from proctor_core.domain.states import ReviewStatus, SessionStatus
from proctor_core.domain.token_scope import TokenScope
from tests.support.api_client import browser
from tests.support.web_world import WebWorld

USERS = "/api/moderator/users"
FLAGGED = FlagReason(FlagRule.VIOLATION_COUNT, 3.0, 3.0, "3 violations")


@pytest.fixture
def headers(world: WebWorld) -> dict[str, str]:
    return {"authorization": f"Bearer {world.token(TokenScope.MODERATOR, world.person('lee', Role.MODERATOR))}"}


def ordinary(world: WebWorld) -> UUID:
    session = world.answered()
    world.stored_sessions.submit(world.taker, session.id, 1.0, [FLAGGED])
    return session.id


def drawn(world: WebWorld) -> UUID:
    session = world.answered()
    world.stored_sessions.submit(world.taker, session.id, 1.0)
    world.services.reviewing.reviewing.draw(session.id, 0.02)
    return session.id


def shape(answer: Any) -> Any:
    """Without ids and times, which are each session's own."""
    if isinstance(answer, dict):
        return {key: shape(value) for key, value in answer.items() if not key.endswith(("id", "_at", "_since"))}
    return [shape(one) for one in answer] if isinstance(answer, list) else answer


def walk(http: httpx.Client, session_id: UUID, headers: dict[str, str]) -> list[Any]:
    """What a moderator's client is answered on its way through a case, up to a decision that is taken back."""
    about = f"{USERS}/session/{session_id}"
    listed = http.get(f"{USERS}/flagged-sessions/", headers=headers).json()["sessions"]
    said = [shape(row) for row in listed if row["session"]["id"] == str(session_id)]
    steps = [
        http.get(f"{about}/violations/", headers=headers),
        http.post(f"{about}/incidents/", json={"type": "no_face", "started_s": 0, "ended_s": 0.5}, headers=headers),
        http.get(f"{about}/violations/", headers=headers),
        http.post(f"{about}/decision/", json={"decision": "reject", "notes": "x", "revision": 1}, headers=headers),
        http.post(f"{about}/decision/", json={"decision": "approve", "revision": 1}, headers=headers),
        http.post(f"{about}/decision/take-back/", headers=headers),
        http.post(f"{about}/decision/take-back/", headers=headers),
    ]
    return [*said, *((step.status_code, shape(step.json())) for step in steps)]


def test_a_drawn_session_is_answered_about_as_any_that_waits(world: WebWorld, headers: dict[str, str]) -> None:
    with browser(world) as http:
        first, second = walk(http, ordinary(world), headers), walk(http, drawn(world), headers)
    assert first == second
    assert [step[0] for step in first[1:]] == [200, 201, 200, 201, 409, 201, 409]


def test_what_is_said_of_it_changes_nothing_for_its_taker_and_nothing_in_the_chain(
    world: WebWorld, headers: dict[str, str]
) -> None:
    session_id = drawn(world)
    with browser(world) as http:
        rejected = http.post(
            f"{USERS}/review-session/",
            json={"session_id": str(session_id), "decision": "reject", "notes": "a phone"},
            headers=headers,
        )
        assert rejected.status_code == 200
        again = http.post(
            f"{USERS}/review-session/", json={"session_id": str(session_id), "decision": "approve"}, headers=headers
        )
        assert again.status_code == 409
    assert world.stored(session_id).status is SessionStatus.PASSED
    assert (world.rows(ProctorReview), len(world.rows(SampleOpinion))) == ([], 1)
    assert world.stored_sessions.review_of(world.taker, session_id) is None
    assert world.verifying.verify(session_id).broken == ()


def test_an_escalation_is_in_the_chain_as_any(world: WebWorld, headers: dict[str, str]) -> None:
    session_id = drawn(world)
    with browser(world) as http:
        added = {"type": "no_face", "started_s": 0, "ended_s": 0.5}
        assert http.post(f"{USERS}/session/{session_id}/incidents/", json=added, headers=headers).status_code == 201
        said = {"session_id": str(session_id), "decision": "flag", "note": "somebody else, please"}
        assert http.post(f"{USERS}/review-session/", json=said, headers=headers).status_code == 200
    (review,) = world.rows(ProctorReview)
    assert (review.status, review.colleague_note) == (ReviewStatus.ESCALATED, "somebody else, please")
    assert world.stored(session_id).status is SessionStatus.UNDER_REVIEW
    assert world.verifying.verify(session_id).broken == ()
