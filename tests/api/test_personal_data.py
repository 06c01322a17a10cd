"""The copy of a person's data over HTTP: for the person and an administrator; for anybody else there is no such person."""

import io
import json
from uuid import uuid4
from zipfile import ZipFile

import pytest

from proctor_core.domain.roles import Role
from tests.support.web_world import WebWorld


@pytest.mark.parametrize("who", ["the taker", "an administrator"])
def test_the_copy_comes_as_a_file_that_no_cache_keeps(world: WebWorld, who: str) -> None:
    person = world.taker if who == "the taker" else world.administrator
    world.in_progress()
    answer = world.ask("GET", f"/api/people/{world.taker.id}/export", as_person=person)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["cache-control"] == "no-store"
    assert "attachment" in answer.headers["content-disposition"]
    with ZipFile(io.BytesIO(answer.content)) as archive:
        (account,) = json.loads(archive.read("rows/user_account.json"))
    assert account["name"] == "ada"


@pytest.mark.parametrize("role", [Role.TAKER, Role.MODERATOR, Role.ANALYST])
def test_somebody_elses_data_is_as_good_as_none(world: WebWorld, role: Role) -> None:
    stranger = world.person("eve", role)
    there = world.ask("GET", f"/api/people/{world.taker.id}/export", as_person=stranger)
    not_there = world.ask("GET", f"/api/people/{uuid4()}/export", as_person=stranger)
    assert (there.status_code, there.json()) == (not_there.status_code, not_there.json())
    assert there.status_code == 404


def test_without_a_sign_in_there_is_no_copy(world: WebWorld) -> None:
    assert world.ask("GET", f"/api/people/{world.taker.id}/export").status_code == 401
