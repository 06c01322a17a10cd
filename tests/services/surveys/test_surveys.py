"""Survey versions and assignments."""

from uuid import uuid4

import pytest

from db.engine import transaction
from db.tables import Survey
from proctor_core.domain.paging import Cursor
from proctor_core.domain.policy import PolicyName, policy_from_json
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import InvalidInput, NotAllowed, NotFound
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import SurveyService, definition_of
from tests.support.session_world import DEFINITION, SessionWorld


def test_the_same_slug_again_is_the_next_version_and_keeps_the_old_one(world: SessionWorld) -> None:
    first = world.surveys.add_version(world.administrator, "study", DEFINITION)
    second = world.surveys.add_version(world.administrator, "study", {**DEFINITION, "title": "Customer study 2"})
    assert (first.version, second.version) == (1, 2)
    assert world.surveys.survey(world.administrator, first.id).title == "Customer study"


def test_a_stored_survey_gives_back_its_questions(world: SessionWorld) -> None:
    survey = world.surveys.add_version(world.administrator, "study", DEFINITION)
    assert [q.id for q in definition_of(survey).questions] == ["often", "liked", "why"]


def test_a_definition_that_does_not_fit_is_not_stored(world: SessionWorld) -> None:
    with pytest.raises(InvalidInput):
        world.surveys.add_version(world.administrator, "study", {"title": "Empty", "questions": []})
    with pytest.raises(InvalidInput):
        world.surveys.add_version(world.administrator, "No Slug", DEFINITION)
    assert not world.rows(Survey)


def test_surveys_are_paged_from_the_newest_to_the_oldest_without_loss(world: SessionWorld) -> None:
    added = {world.surveys.add_version(world.administrator, f"s-{i}", DEFINITION).id for i in range(5)}
    seen, after = [], None
    while page := world.surveys.surveys(world.administrator, after=after, limit=2):
        seen += [survey.id for survey in page]
        after = Cursor(page[-1].created_at, page[-1].id)
    assert len(seen) == 5
    assert set(seen) == added


def test_an_assigned_session_is_invited_and_carries_the_policy_of_its_survey(world: SessionWorld) -> None:
    session = world.invited(policy=PolicyName.RELAXED)
    policy = policy_from_json(session.policy)
    assert session.status is SessionStatus.INVITED
    assert (policy.name, policy.violation_threshold) == (PolicyName.RELAXED, 5)


def test_settings_go_over_the_profile(world: SessionWorld) -> None:
    survey = world.surveys.add_version(world.administrator, "study", DEFINITION)
    strict = SurveyService(world.engine, world.clock, SessionRules(violation_threshold=7, min_confidence=0.7))
    policy = policy_from_json(strict.assign(None, survey.id, world.taker.id).policy)
    assert (policy.violation_threshold, policy.min_confidence) == (7, 0.7)


@pytest.mark.parametrize(("globally", "on_survey"), [(False, True), (True, False)])
def test_proctoring_is_off_when_the_settings_or_the_survey_say_so(
    world: SessionWorld, globally: bool, on_survey: bool
) -> None:
    survey = world.surveys.add_version(world.administrator, "study", DEFINITION, proctoring_enabled=on_survey)
    surveys = SurveyService(world.engine, world.clock, SessionRules(proctoring_enabled=globally))
    assert not surveys.assign(None, survey.id, world.taker.id).proctoring_enabled


def test_only_an_administrator_adds_and_assigns(world: SessionWorld) -> None:
    survey = world.surveys.add_version(None, "study", DEFINITION)
    for role in (Role.MODERATOR, Role.ANALYST, Role.TAKER):
        actor = world.person(role, role)
        with pytest.raises(NotAllowed):
            world.surveys.add_version(actor, "other", DEFINITION)
        with pytest.raises(NotAllowed):
            world.surveys.assign(actor, survey.id, world.taker.id)


def test_a_taker_sees_no_list_of_surveys(world: SessionWorld) -> None:
    survey = world.surveys.add_version(None, "study", DEFINITION)
    with pytest.raises(NotAllowed):
        world.surveys.surveys(world.taker)
    with pytest.raises(NotAllowed):
        world.surveys.survey(world.taker, survey.id)


def test_only_an_open_survey_is_assigned_and_only_to_a_taker(world: SessionWorld) -> None:
    survey = world.surveys.add_version(None, "study", DEFINITION)
    with pytest.raises(InvalidInput):
        world.surveys.assign(None, survey.id, world.administrator.id)
    with pytest.raises(NotFound):
        world.surveys.assign(None, uuid4(), world.taker.id)
    with transaction(world.engine) as db:
        db.get_one(Survey, survey.id).is_open = False
    with pytest.raises(InvalidInput, match="closed"):
        world.surveys.assign(None, survey.id, world.taker.id)
