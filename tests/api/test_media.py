"""Pictures of people: who may see them gets them, everybody else hears the same as if there were none."""

from uuid import UUID, uuid4

import pytest

from db.tables import Evidence, SurveySession, User
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import SnapshotKind
from tests.rules.observations import absent
from tests.support.web_world import WebWorld


@pytest.fixture
def session(world: WebWorld) -> SurveySession:
    """A session with a reference face and the snapshots of one violation."""
    begun = world.begun()
    world.play(begun.id, 5)
    world.play(begun.id, 4, absent)
    world.play(begun.id, 4)
    world.written()
    return world.stored(begun.id)


def addresses(world: WebWorld, session: SurveySession) -> dict[str, str]:
    start = world.rows(Evidence, session_id=session.id, kind=SnapshotKind.START)[0]
    return {"evidence": f"/api/media/evidence/{start.id}", "reference": f"/api/media/reference/{session.id}"}


def missing(kind: str, some_id: UUID) -> str:
    return f"/api/media/{kind}/{some_id}"


@pytest.mark.parametrize("kind", ["evidence", "reference"])
def test_the_taker_and_a_moderator_see_the_picture(world: WebWorld, session: SurveySession, kind: str) -> None:
    for person in (world.taker, world.person("mod", Role.MODERATOR)):
        answer = world.ask("GET", addresses(world, session)[kind], as_person=person)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert answer.content.startswith(b"\xff\xd8" if kind == "evidence" else b"a face")


@pytest.mark.parametrize("kind", ["evidence", "reference"])
def test_a_picture_stays_out_of_shared_caches_and_other_sites(
    world: WebWorld, session: SurveySession, kind: str
) -> None:
    headers = world.ask("GET", addresses(world, session)[kind], as_person=world.taker).headers
    assert headers["cache-control"].startswith("private")
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("kind", ["evidence", "reference"])
@pytest.mark.parametrize("role", [Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR])
def test_for_a_stranger_a_picture_is_as_good_as_none(
    world: WebWorld, session: SurveySession, kind: str, role: Role
) -> None:
    stranger: User = world.person("stranger", role)
    there = world.ask("GET", addresses(world, session)[kind], as_person=stranger)
    not_there = world.ask("GET", missing(kind, uuid4()), as_person=stranger)
    assert (there.status_code, there.json()) == (not_there.status_code, not_there.json())
    assert there.status_code == 404


@pytest.mark.parametrize("kind", ["evidence", "reference"])
def test_without_a_sign_in_all_are_unknown(world: WebWorld, session: SurveySession, kind: str) -> None:
    there = world.ask("GET", addresses(world, session)[kind])
    not_there = world.ask("GET", missing(kind, uuid4()))
    assert (there.status_code, there.json()) == (not_there.status_code, not_there.json())
    assert there.status_code == 401
    assert there.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["evidence", "reference"])
def test_for_those_who_may_see_them_a_missing_picture_is_missing(
    world: WebWorld, session: SurveySession, kind: str
) -> None:
    moderator = world.person("mod", Role.MODERATOR)
    assert world.ask("GET", missing(kind, uuid4()), as_person=moderator).status_code == 404
    world.media.delete_prefix(f"sessions/{session.id}")
    assert world.ask("GET", addresses(world, session)[kind], as_person=moderator).status_code == 404


def test_an_address_that_is_no_id_is_refused(world: WebWorld) -> None:
    assert world.ask("GET", "/api/media/evidence/../../etc/passwd", as_person=world.taker).status_code == 404
    assert world.ask("GET", "/api/media/evidence/1", as_person=world.taker).status_code == 422
