"""Takers who are not of age: a guardian agrees, or there is no camera; anything else is for adults and says so."""

from dataclasses import replace
from typing import Any

import pytest

from db.tables import AuditEvent, Consent
from proctor_core.domain.consent import AgeStatement, Purpose
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import PolicyName, RecordingMode
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.watching import WatchedBy
from proctor_core.errors import InvalidFile, InvalidInput
from proctor_core.services.taking.consents import ConsentText
from proctor_core.services.taking.withdrawal import WithdrawalService
from tests.support.session_world import CONSENT, DEFINITION, SessionWorld

GUARDIAN = ConsentText(AgeStatement.GUARDIAN, "2026-05", "c" * 64)  # pyright: ignore[reportArgumentType]


def test_a_survey_that_says_nothing_of_minors_does_not_support_them(world: SessionWorld) -> None:
    assert world.surveys.add_version(world.administrator, "study", DEFINITION).minors is Minors.UNSUPPORTED


@pytest.mark.parametrize("word", Minors)
def test_a_surveys_file_says_what_is_done_about_minors(world: SessionWorld, word: Minors) -> None:
    survey = world.surveys.add_version(world.administrator, "study", {**DEFINITION, "minors": word.value})
    assert survey.minors is word


@pytest.mark.parametrize("word", ["", "children", None, ["no_camera"], 1])
def test_another_word_is_a_mistake_in_the_file(world: SessionWorld, word: Any) -> None:
    with pytest.raises(InvalidFile, match="minors: expected one of unsupported, guardian_consent, no_camera"):
        world.surveys.add_version(world.administrator, "study", {**DEFINITION, "minors": word})


def test_an_administrators_choice_goes_before_the_files(world: SessionWorld) -> None:
    definition = {**DEFINITION, "minors": "no_camera"}
    survey = world.surveys.add_version(
        world.administrator, "study", definition, minors=Minors.GUARDIAN_CONSENT, proctoring_enabled=True
    )
    assert (survey.minors, survey.proctoring_enabled) == (Minors.GUARDIAN_CONSENT, True)


def test_no_camera_watches_nobody_whatever_else_is_asked_for(world: SessionWorld) -> None:
    session = world.invited(minors=Minors.NO_CAMERA, proctoring_enabled=True)
    assert (session.proctoring_enabled, session.watched_by) == (False, WatchedBy.OFF)
    assert world.sessions.begin(world.taker, session.id).status is SessionStatus.IN_PROGRESS


def test_who_was_only_invited_is_not_watched_once_the_survey_has_no_camera(world: SessionWorld) -> None:
    session = world.invited()
    changed = world.surveys.change_proctoring(
        world.administrator,
        session.survey_id,
        proctoring_enabled=True,
        policy=PolicyName.STANDARD,
        recording_mode=RecordingMode.OFF,
        allow_without_camera=False,
        minors=Minors.NO_CAMERA,
    )
    assert not changed.proctoring_enabled
    assert world.sessions.session_of(world.taker, session.id).watched_by is WatchedBy.OFF
    noted = [event.detail for event in world.rows(AuditEvent, action="survey.changed")]
    assert noted == ["minors unsupported to no_camera, proctoring_enabled True to False"]


def test_nobody_comes_to_the_camera_without_being_of_age_or_a_guardians_yes(world: SessionWorld) -> None:
    session = world.invited(minors=Minors.GUARDIAN_CONSENT)
    with pytest.raises(InvalidInput, match="of_age or guardian"):
        world.sessions.give_consent(world.taker, session.id, CONSENT)
    with pytest.raises(InvalidInput, match="of_age or guardian"):
        world.sessions.give_consent(world.taker, session.id, CONSENT, [GUARDIAN])
    assert world.rows(Consent) == []
    assert world.stored(session.id).status is SessionStatus.INVITED


@pytest.mark.parametrize("said", AgeStatement)
def test_what_was_said_of_the_age_is_kept_with_the_consent(world: SessionWorld, said: AgeStatement) -> None:
    session = world.invited(minors=Minors.GUARDIAN_CONSENT)
    world.sessions.give_consent(world.taker, session.id, [*CONSENT, replace(GUARDIAN, purpose=said)])
    kept = {row.purpose: row.is_given for row in world.rows(Consent)}
    assert kept == {Purpose.MONITORING: True, Purpose.RECORDING: True, said: True}


def test_a_guardians_yes_ends_with_the_yes_to_the_camera(world: SessionWorld) -> None:
    session = world.invited(minors=Minors.GUARDIAN_CONSENT)
    world.sessions.give_consent(world.taker, session.id, [*CONSENT, GUARDIAN])
    world.force(session.id, SessionStatus.IN_PROGRESS)
    WithdrawalService(world.engine, world.clock).withdraw_consent(world.taker, session.id)
    newest = {row.purpose: row.is_given for row in sorted(world.rows(Consent), key=lambda row: row.given_at)}
    assert newest == {Purpose.MONITORING: False, Purpose.RECORDING: False, AgeStatement.GUARDIAN: False}
