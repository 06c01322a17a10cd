"""Another platform's server: its own people by its own ids, and nobody else's."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from db.tables import ApiToken, ExternalPerson
from proctor_core.domain.token_scope import TokenScope
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.services.accounts.api_tokens import ApiTokenService
from proctor_core.services.platforms.platforms import LONGEST_TOKEN, PlatformService
from tests.support.session_world import DEFINITION, SessionWorld

HOUR = timedelta(hours=1)


@pytest.fixture
def platforms(world: SessionWorld) -> PlatformService:
    return PlatformService(world.engine, world.clock, world.asking, b"k" * 32)


def platform(world: SessionWorld, name: str = "quiz.example") -> ApiToken:
    tokens = ApiTokenService(world.engine, world.clock)
    return tokens.issue(world.administrator, name, TokenScope.SERVICE, timedelta(days=1)).row


def survey(world: SessionWorld) -> UUID:
    return world.surveys.add_version(world.administrator, "study", DEFINITION).id


def test_the_same_person_gets_a_session_for_each_survey(world: SessionWorld, platforms: PlatformService) -> None:
    here, survey_id = platform(world), survey(world)
    first = platforms.open_session(here, survey_id, "p-1")
    second = platforms.open_session(platform(world), survey_id, " p-1 ")
    assert first.taker_id == second.taker_id
    assert len(world.rows(ExternalPerson)) == 1
    assert platforms.person(here, "p-1").password_hash is None


def test_two_platforms_do_not_reach_each_others_people(world: SessionWorld, platforms: PlatformService) -> None:
    here, there, survey_id = platform(world), platform(world, "other.example"), survey(world)
    mine = platforms.open_session(here, survey_id, "p-1")
    theirs = platforms.open_session(there, survey_id, "p-1")
    assert mine.taker_id != theirs.taker_id
    for session_id in (theirs.id, world.invited().id, uuid4()):
        with pytest.raises(NotFound) as refused:
            platforms.session(here, session_id)
        assert str(refused.value) == "no such survey session"
    with pytest.raises(NotFound):
        platforms.person(here, "p-2")


def test_a_session_token_is_for_one_session_and_can_be_asked_for_again(
    world: SessionWorld, platforms: PlatformService
) -> None:
    here, survey_id = platform(world), survey(world)
    session, other = (platforms.open_session(here, survey_id, name) for name in ("p-1", "p-2"))
    made = [platforms.session_token(here, session.id, HOUR, key).token for key in ("a", "a", "b", None)]
    assert made[0] == made[1]
    assert len(set(made)) == 3
    caller = ApiTokenService(world.engine, world.clock).caller_of(made[0])
    assert caller is not None
    assert caller.reach(session.id).id == session.taker_id
    with pytest.raises(NotFound):
        caller.reach(other.id)


def test_what_does_not_fit_is_refused(world: SessionWorld, platforms: PlatformService) -> None:
    here, survey_id = platform(world), survey(world)
    for external_id in ("", "  ", "x" * 201, "a\0b"):
        with pytest.raises(InvalidInput):
            platforms.open_session(here, survey_id, external_id)
    session = platforms.open_session(here, survey_id, "p-1")
    with pytest.raises(InvalidInput):
        platforms.session_token(here, session.id, LONGEST_TOKEN + HOUR)


def test_what_is_refused_leaves_no_person(world: SessionWorld, platforms: PlatformService) -> None:
    with pytest.raises(NotFound):
        platforms.open_session(platform(world), uuid4(), "p-1")
    assert world.rows(ExternalPerson) == []
