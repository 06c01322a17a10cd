"""Survey versions and assignments."""

from collections.abc import Mapping
from uuid import uuid4

import pytest
from sqlmodel import select

from db.engine import transaction
from db.tables import AuditEvent, Survey
from proctor_core.domain.ownership import HOUSE
from proctor_core.domain.paging import Cursor
from proctor_core.domain.policy import STANDARD, PolicyName, policy_from_json
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import InvalidInput, NotAllowed, NotFound
from proctor_core.services.auditing import AuditAction
from proctor_core.services.surveys.asking import AskingService
from proctor_core.services.surveys.moderator_words import ModeratorWords
from proctor_core.services.surveys.session_policy import SessionRules
from proctor_core.services.surveys.surveys import definition_of
from tests.support.session_world import DEFINITION, SessionWorld
from tests.support.statements import statements


def test_the_same_slug_again_is_the_next_version_and_keeps_the_old_one(world: SessionWorld) -> None:
    first = world.surveys.add_version(world.administrator, "study", DEFINITION)
    second = world.surveys.add_version(world.administrator, "study", {**DEFINITION, "title": "Customer study 2"})
    assert (first.version, second.version) == (1, 2)
    assert world.surveys.survey(world.administrator, first.id).title == "Customer study"


def test_a_stored_survey_gives_back_its_questions(world: SessionWorld) -> None:
    survey = world.surveys.add_version(world.administrator, "study", DEFINITION)
    assert [q.id for q in definition_of(survey).questions] == ["often", "liked", "why"]


def test_ready_reasons_are_lines_that_a_new_version_keeps(world: SessionWorld) -> None:
    first = world.surveys.add_version(world.administrator, "study", DEFINITION)
    for _ in range(2):
        words = ModeratorWords.of("", "\n A phone. \n\n A book.", "Look.")
        world.surveys.keep_words(world.administrator, first.id, words)
    second = world.surveys.add_version(world.administrator, "study", DEFINITION)
    assert (second.rejection_reasons, second.escalation_reasons) == ("A phone.\nA book.", "Look.")
    with transaction(world.engine) as db:
        changes = db.exec(select(AuditEvent).where(AuditEvent.action == AuditAction.SURVEY_CHANGED)).all()
    assert [line.detail for line in changes] == ["rejection_reasons, escalation_reasons"]
    for rejection in ("line\n" * 10, "x" * 2001, "a\0b"):
        with pytest.raises(InvalidInput):
            ModeratorWords.of("", rejection, "")
    with pytest.raises(NotAllowed):
        world.surveys.keep_words(world.taker, first.id, ModeratorWords.of("", "", ""))


def test_moderators_are_told_what_to_go_by_and_a_new_version_keeps_it(world: SessionWorld) -> None:
    first = world.surveys.add_version(world.administrator, "study", DEFINITION, moderator_instructions=" No phones. ")
    for _ in range(2):
        world.surveys.keep_words(world.administrator, first.id, ModeratorWords.of("Calculators are allowed.", "", ""))
    second = world.surveys.add_version(world.administrator, "study", DEFINITION)
    third = world.surveys.add_version(world.administrator, "study", DEFINITION, moderator_instructions="")
    assert [one.moderator_instructions for one in (first, second, third)] == [
        "No phones.",
        "Calculators are allowed.",
        "",
    ]
    (line,) = world.rows(AuditEvent, action=AuditAction.SURVEY_CHANGED)
    assert (line.actor_id, line.detail) == (world.administrator.id, "moderator_instructions")
    with pytest.raises(NotAllowed):
        world.surveys.keep_words(world.taker, first.id, ModeratorWords.of("Pass everybody.", "", ""))
    with pytest.raises(InvalidInput):
        ModeratorWords.of("x" * 4001, "", "")
    with pytest.raises(InvalidInput):
        world.surveys.add_version(world.administrator, "other", DEFINITION, moderator_instructions="a\0b")


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


def test_lists_name_surveys_from_the_newest_on_without_reading_what_they_ask(world: SessionWorld) -> None:
    older, newer = (world.surveys.add_version(world.administrator, slug, DEFINITION) for slug in ("study", "other"))
    with statements(world.engine) as asked:
        named = world.surveys.named_surveys(world.person("lee", Role.MODERATOR), limit=9)
    expected = [
        (one.id, one.title, one.platform, one.slug, one.version) for one in world.surveys.surveys(world.administrator)
    ]
    assert sorted(named) == sorted(expected)
    assert {one.id for one in named} == {older.id, newer.id}
    assert not any("definition" in statement for statement, _ in asked)
    assert len(world.surveys.named_surveys(world.administrator, limit=1)) == 1


def test_an_assigned_session_is_invited_and_carries_the_policy_of_its_survey(world: SessionWorld) -> None:
    session = world.invited(policy=PolicyName.RELAXED)
    policy = policy_from_json(session.policy)
    assert session.status is SessionStatus.INVITED
    assert (policy.name, policy.violation_threshold) == (PolicyName.RELAXED, 5)


def test_settings_go_over_the_profile(world: SessionWorld) -> None:
    survey = world.surveys.add_version(world.administrator, "study", DEFINITION)
    strict = AskingService(world.engine, world.clock, SessionRules(violation_threshold=7, min_confidence=0.7))
    policy = policy_from_json(strict.assign(None, survey.id, world.taker.id).policy)
    assert (policy.violation_threshold, policy.min_confidence) == (7, 0.7)


def test_a_surveys_own_numbers_go_over_profile_and_settings_until_its_sessions_begin(world: SessionWorld) -> None:
    survey = world.surveys.add_version(
        world.administrator, "study", DEFINITION, proctoring_enabled=False, policy_values={"violation_threshold": 4}
    )
    assert policy_from_json(world.asking.assign(None, survey.id, world.taker.id).policy).violation_threshold == 4
    begun = world.asking.assign(None, survey.id, world.taker.id)
    waiting = world.asking.assign(None, survey.id, world.taker.id)
    world.sessions.begin(world.taker, begun.id)
    _change(world, survey, {"pitch_down_deg": 25.0, "violation_threshold": None})
    policies = [policy_from_json(world.sessions.session_of(world.taker, one.id).policy) for one in (begun, waiting)]
    assert [(one.pitch_down_deg, one.violation_threshold) for one in policies] == [
        (STANDARD.pitch_down_deg, 4),
        (25.0, 3),
    ]


def test_changed_numbers_are_in_the_audit_log_and_what_does_not_fit_changes_nothing(world: SessionWorld) -> None:
    survey = world.surveys.add_version(world.administrator, "study", DEFINITION)
    for values in ({"pitch_down_deg": 25.0}, {"pitch_down_deg": 30.0}, {}):
        _change(world, survey, values)
    with pytest.raises(InvalidInput):
        _change(world, survey, {"pitch_down_deg": 300.0})
    assert sorted(line.detail for line in world.rows(AuditEvent, action=AuditAction.SURVEY_CHANGED)) == [
        "pitch_down_deg 25 to 30",
        "pitch_down_deg 30 to the profile's",
        "pitch_down_deg the profile's to 25",
    ]
    assert world.rows(Survey)[0].policy_values == {}


def test_numbers_that_were_tried_hold_for_what_has_not_begun_of_the_newest_version_beside_its_own(
    world: SessionWorld,
) -> None:
    own = {"violation_threshold": 4.0}
    for values in ({}, own):
        world.surveys.add_version(world.administrator, "study", DEFINITION, policy_values=values)
    world.surveys.choose_numbers(world.administrator, HOUSE, "study", {"pitch_down_deg": 25.0})
    numbers = {one.version: one.policy_values for one in world.rows(Survey)}
    assert numbers == {1: {}, 2: {**own, "pitch_down_deg": 25.0}}
    (line,) = world.rows(AuditEvent, action=AuditAction.SURVEY_CHANGED)
    assert line.detail == "pitch_down_deg the profile's to 25"
    with pytest.raises(InvalidInput):
        world.surveys.choose_numbers(world.administrator, HOUSE, "study", {"pitch_down_deg": 300.0})
    with pytest.raises(NotFound):
        world.surveys.choose_numbers(world.administrator, HOUSE, "other", {})
    with pytest.raises(NotAllowed):
        world.surveys.choose_numbers(world.person("ann", Role.ANALYST), HOUSE, "study", {})


def _change(world: SessionWorld, survey: Survey, values: Mapping[str, float | None]) -> None:
    world.surveys.change_proctoring(
        world.administrator,
        survey.id,
        proctoring_enabled=survey.proctoring_enabled,
        policy=survey.policy,
        recording_mode=survey.recording_mode,
        allow_without_camera=survey.allow_without_camera,
        policy_values=values,
    )


@pytest.mark.parametrize(("globally", "on_survey"), [(False, True), (True, False)])
def test_proctoring_is_off_when_the_settings_or_the_survey_say_so(
    world: SessionWorld, globally: bool, on_survey: bool
) -> None:
    survey = world.surveys.add_version(world.administrator, "study", DEFINITION, proctoring_enabled=on_survey)
    asking = AskingService(world.engine, world.clock, SessionRules(proctoring_enabled=globally))
    assert not asking.assign(None, survey.id, world.taker.id).proctoring_enabled


def test_only_an_administrator_adds_and_assigns(world: SessionWorld) -> None:
    survey = world.surveys.add_version(None, "study", DEFINITION)
    for role in (Role.MODERATOR, Role.ANALYST, Role.TAKER):
        actor = world.person(role, role)
        with pytest.raises(NotAllowed):
            world.surveys.add_version(actor, "other", DEFINITION)
        with pytest.raises(NotAllowed):
            world.asking.assign(actor, survey.id, world.taker.id)


def test_a_taker_sees_no_list_of_surveys(world: SessionWorld) -> None:
    survey = world.surveys.add_version(None, "study", DEFINITION)
    with pytest.raises(NotAllowed):
        world.surveys.surveys(world.taker)
    with pytest.raises(NotAllowed):
        world.surveys.named_surveys(world.taker, limit=9)
    with pytest.raises(NotAllowed):
        world.surveys.survey(world.taker, survey.id)


def test_only_an_open_survey_is_assigned_and_only_to_a_taker(world: SessionWorld) -> None:
    survey = world.surveys.add_version(None, "study", DEFINITION)
    with pytest.raises(InvalidInput):
        world.asking.assign(None, survey.id, world.administrator.id)
    with pytest.raises(NotFound):
        world.asking.assign(None, uuid4(), world.taker.id)
    with transaction(world.engine) as db:
        db.get_one(Survey, survey.id).is_open = False
    with pytest.raises(InvalidInput, match="closed"):
        world.asking.assign(None, survey.id, world.taker.id)
