"""Two platforms on one server: each has its own surveys, people and idempotency keys, and meets nothing of the other's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from db.tables import ExternalPerson, IdempotentAnswer, Survey, SurveySession
from proctor_core.domain.roles import Role
from proctor_core.domain.token_scope import TokenScope
from tests.support.session_world import DEFINITION
from tests.support.web_world import WebWorld

MINE, THEIRS = "quiz.example", "other.example"
Ask = Callable[..., httpx.Response]


def server_of(world: WebWorld, token: str) -> Ask:
    """A platform's server: asks with its token."""

    def ask(method: str, path: str, json: Any = None, key: str = "") -> httpx.Response:
        headers = {"authorization": f"Bearer {token}"} | ({"idempotency-key": key} if key else {})
        return world.ask(method, f"/api{path}", json=json, headers=headers)

    return ask


@pytest.fixture
def mine(world: WebWorld) -> Ask:
    return server_of(world, world.token(TokenScope.SERVICE, name=MINE))


@pytest.fixture
def theirs(world: WebWorld) -> Ask:
    return server_of(world, world.token(TokenScope.SERVICE, name=THEIRS))


def add(server: Ask, slug: str = "study", title: str = "Customer study", key: str = "") -> dict[str, Any]:
    answer = server("POST", "/surveys", {"slug": slug, "definition": {**DEFINITION, "title": title}}, key)
    assert answer.status_code == 201, answer.text
    return answer.json()


def opened(server: Ask, survey_id: str, person: str = "p-1", key: str = "") -> httpx.Response:
    return server("POST", "/platform/sessions", {"survey_id": survey_id, "external_id": person}, key)


def of_the_house(world: WebWorld) -> str:
    return str(world.surveys.add_version(world.administrator, "house", DEFINITION).id)


def test_a_platform_does_not_see_anothers_survey(mine: Ask, theirs: Ask) -> None:
    survey_id = add(theirs)["id"]
    assert mine("GET", "/surveys").json() == {"surveys": []}
    assert mine("GET", f"/surveys/{survey_id}").status_code == 404
    assert [survey["platform"] for survey in theirs("GET", "/surveys").json()["surveys"]] == [THEIRS]


def test_the_same_short_name_is_another_survey_of_another_platform(world: WebWorld, mine: Ask, theirs: Ask) -> None:
    world.surveys.add_version(world.administrator, "study", DEFINITION)
    first, foreign, second = add(mine), add(theirs), add(mine)
    assert [found["version"] for found in (first, foreign, second)] == [1, 1, 2]
    assert {row.platform: row.version for row in world.rows(Survey)} == {"": 1, MINE: 2, THEIRS: 1}


def test_nobody_is_asked_to_take_another_platforms_survey(world: WebWorld, mine: Ask, theirs: Ask) -> None:
    survey_id = add(theirs)["id"]
    assert opened(mine, survey_id).status_code == 404
    own = opened(mine, add(mine)["id"]).json()
    taker_id = str(world.stored(UUID(own["id"])).taker_id)
    assert mine("POST", f"/surveys/{survey_id}/sessions", {"taker_id": taker_id}).status_code == 404
    assert len(world.rows(SurveySession)) == 1


@pytest.mark.parametrize("whose", ["the house's", "another platform's"])
def test_a_platform_asks_its_own_people_alone(world: WebWorld, mine: Ask, theirs: Ask, whose: str) -> None:
    foreign = world.stored(UUID(opened(theirs, add(theirs)["id"]).json()["id"])).taker_id
    taker_id, survey_id = str(world.taker.id if whose == "the house's" else foreign), add(mine)["id"]
    assert mine("POST", f"/surveys/{survey_id}/sessions", {"taker_id": taker_id}).status_code == 404
    own = world.stored(UUID(opened(mine, survey_id).json()["id"])).taker_id
    assert mine("POST", f"/surveys/{survey_id}/sessions", {"taker_id": str(own)}).status_code == 201


def test_people_of_the_same_name_on_two_platforms_do_not_meet(world: WebWorld, mine: Ask, theirs: Ask) -> None:
    survey_id = of_the_house(world)
    one, other = opened(mine, survey_id).json()["id"], opened(theirs, survey_id).json()["id"]
    assert world.stored(UUID(one)).taker_id != world.stored(UUID(other)).taker_id
    assert mine("GET", f"/platform/sessions/{other}").status_code == 404
    assert mine("POST", f"/platform/sessions/{other}/token", {}).status_code == 404
    assert mine("DELETE", "/platform/people?external_id=p-1").status_code == 200
    assert theirs("GET", f"/platform/sessions/{other}").status_code == 200


def test_an_idempotency_key_of_one_platform_is_new_to_another(world: WebWorld, mine: Ask, theirs: Ask) -> None:
    first, second = add(mine, key="k"), add(theirs, key="k")
    assert first["id"] != second["id"]
    assert (add(mine, key="k")["id"], add(theirs, key="k")["id"]) == (first["id"], second["id"])
    assert mine("POST", "/surveys", {"slug": "more", "definition": DEFINITION}, "k").status_code == 422
    assert len(world.rows(IdempotentAnswer)) == 2


def test_a_platform_keeps_all_that_is_its_own_when_its_token_changes(world: WebWorld, mine: Ask) -> None:
    survey = add(mine, key="k")
    session = opened(mine, survey["id"], key="s").json()
    (old,) = (row.row for row in world.tokens.tokens(world.administrator))
    second_administrator = world.person("second root", Role.ADMINISTRATOR)
    new = world.tokens.issue(second_administrator, MINE, TokenScope.SERVICE, timedelta(days=1)).token
    world.tokens.revoke(world.administrator, old.id)
    rotated = server_of(world, new)
    assert add(rotated, key="k") == survey
    assert opened(rotated, survey["id"], key="s").json() == session
    assert rotated("GET", f"/platform/sessions/{session['id']}").status_code == 200
    assert add(rotated)["version"] == 2
    assert len(world.rows(ExternalPerson)) == 1


def test_surveys_of_the_house_are_used_by_every_platform_and_changed_by_none(
    world: WebWorld, mine: Ask, theirs: Ask
) -> None:
    survey_id = of_the_house(world)
    for server in (mine, theirs):
        assert server("GET", f"/surveys/{survey_id}").status_code == 200
        assert opened(server, survey_id).status_code == 201
        assert add(server, "house")["version"] == 1, "a survey of its own"


def test_an_administrator_gives_a_survey_to_a_platform_with_all_its_versions(
    world: WebWorld, mine: Ask, theirs: Ask
) -> None:
    first, second = of_the_house(world), of_the_house(world)
    world.surveys.give_to(world.administrator, UUID(first), MINE)
    for survey_id in (first, second):
        assert mine("GET", f"/surveys/{survey_id}").status_code == 200
        assert theirs("GET", f"/surveys/{survey_id}").status_code == 404
    assert add(mine, "house")["version"] == 3


def test_the_programs_own_numbers_are_not_for_platforms(world: WebWorld) -> None:
    """They are sums over all platforms."""
    bearer = {"authorization": f"Bearer {world.token(TokenScope.SERVICE)}"}
    assert world.ask("GET", "/api/metrics", client="192.0.2.7", headers=bearer).status_code == 403
    analyst = world.token(TokenScope.ANALYST, world.person("ana", Role.ANALYST))
    answer = world.ask("GET", "/api/metrics", client="192.0.2.7", headers={"authorization": f"Bearer {analyst}"})
    assert answer.status_code == 200
