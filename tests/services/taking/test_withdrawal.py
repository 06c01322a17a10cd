"""Consent is taken back in the middle of a survey: answers stay, watching is over, and two ways lead on."""

from uuid import uuid4

import pytest

from db.tables import Consent, ProctorReview, Violation
from proctor_core.domain.consent import Proctoring
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.taking.withdrawal import WithdrawalService, is_choosing
from tests.support.session_world import CONSENT, SessionWorld, alleged


@pytest.fixture
def withdrawal(world: SessionWorld) -> WithdrawalService:
    return WithdrawalService(world.engine, world.clock)


def test_the_session_pauses_unwatched_and_its_answers_stay(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session, began = world.answered(), world.clock()
    world.violations.open_violation(session.id, alleged(1.0), None, violation_id=uuid4())
    now = world.clock.pass_time(60)
    stopped = withdrawal.withdraw_consent(world.taker, session.id)
    assert (stopped.status, stopped.proctoring_enabled) == (SessionStatus.INTERRUPTED, False)
    assert is_choosing(stopped)
    said = [(consent.purpose, consent.is_given, consent.given_at) for consent in world.rows(Consent)]
    assert sorted(said) == sorted(
        (purpose, is_given, at)
        for purpose in ("monitoring", "recording")
        for is_given, at in ((True, began), (False, now))
    ), "rows are appended, and none is changed"
    assert withdrawal.withdrawn_at(world.taker, session.id) == now
    assert [violation.ended_at for violation in world.rows(Violation)] == [now]
    assert {a.question_id: a.value for a in world.sessions.answers(world.taker, session.id)} == {
        "often": "daily",
        "liked": 4,
    }


def test_nothing_is_recorded_after_it(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session = world.in_progress()
    withdrawal.withdraw_consent(world.taker, session.id)
    with pytest.raises(IllegalMove):
        world.allege(session.id)
    assert world.rows(Violation) == []


def test_a_second_click_changes_nothing(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session, first = world.in_progress(), world.clock.pass_time(5)
    withdrawal.withdraw_consent(world.taker, session.id)
    world.clock.pass_time(5)
    withdrawal.withdraw_consent(world.taker, session.id)
    assert withdrawal.withdrawn_at(world.taker, session.id) == first


def test_it_goes_on_without_camera_and_is_handed_in(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session = world.answered(allow_without_camera=True)
    withdrawal.withdraw_consent(world.taker, session.id)
    assert not is_choosing(withdrawal.go_on_without_camera(world.taker, session.id))
    handed_in = world.sessions.submit(world.taker, session.id)
    assert (handed_in.status, handed_in.proctoring_enabled) == (SessionStatus.PASSED, False)
    assert handed_in.coverage is None


def test_who_withdraws_the_camera_from_a_survey_that_demands_it_passes_by_a_person_alone(
    world: SessionWorld, withdrawal: WithdrawalService
) -> None:
    session = world.answered()
    withdrawal.withdraw_consent(world.taker, session.id)
    withdrawal.go_on_without_camera(world.taker, session.id)
    handed_in = world.sessions.submit(world.taker, session.id)
    assert (handed_in.status, handed_in.violations_count) == (SessionStatus.UNDER_REVIEW, 0)
    [review] = world.rows(ProctorReview, session_id=session.id)
    assert [reason["rule"] for reason in review.flag_reasons] == [FlagRule.CAMERA_WITHDRAWN]


def test_what_was_flagged_before_still_goes_to_a_person(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session = world.answered()
    world.allege(session.id, times=3)
    withdrawal.withdraw_consent(world.taker, session.id)
    withdrawal.go_on_without_camera(world.taker, session.id)
    assert world.sessions.submit(world.taker, session.id).status is SessionStatus.UNDER_REVIEW


def test_the_result_says_that_the_taker_chose_to_go_on_without_camera(
    world: SessionWorld, withdrawal: WithdrawalService
) -> None:
    watched, chosen = world.answered(), world.answered()
    withdrawal.withdraw_consent(world.taker, chosen.id)
    withdrawal.go_on_without_camera(world.taker, chosen.id)
    off = world.invited(proctoring_enabled=False)
    stored = [world.stored(session.id).proctoring for session in (watched, chosen, off)]
    assert stored == [Proctoring.PROCTORED, Proctoring.WITHOUT_BY_CHOICE, Proctoring.OFF]


@pytest.mark.parametrize("way", ["invited", "enrolling"])
def test_who_refuses_the_camera_takes_the_survey_without_it_where_the_survey_allows_that(
    world: SessionWorld, withdrawal: WithdrawalService, way: str
) -> None:
    session = getattr(world, way)(allow_without_camera=True)
    if way == "invited":
        world.sessions.refuse_consent(world.taker, session.id, CONSENT)
    begun = withdrawal.go_on_without_camera(world.taker, session.id)
    assert (begun.status, begun.started_at) == (SessionStatus.IN_PROGRESS, world.clock())
    world.answer_all(session.id)
    handed_in = world.sessions.submit(world.taker, session.id)
    assert (handed_in.status, handed_in.proctoring) == (SessionStatus.PASSED, Proctoring.WITHOUT_BY_CHOICE)


def test_a_survey_with_camera_only_is_not_taken_without(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session = world.invited()
    world.sessions.refuse_consent(world.taker, session.id, CONSENT)
    with pytest.raises(IllegalMove, match="with the camera only"):
        withdrawal.go_on_without_camera(world.taker, session.id)


def test_nobody_goes_without_camera_who_was_not_asked(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session = world.invited(allow_without_camera=True)
    with pytest.raises(IllegalMove, match="after the camera was refused"):
        withdrawal.go_on_without_camera(world.taker, session.id)
    assert world.stored(session.id).status is SessionStatus.INVITED


def test_a_session_goes_on_without_camera_only_after_the_consent_was_taken_back(
    world: SessionWorld, withdrawal: WithdrawalService
) -> None:
    session = world.in_progress()
    with pytest.raises(IllegalMove):
        withdrawal.go_on_without_camera(world.taker, session.id)
    assert world.stored(session.id).proctoring_enabled


def test_a_withdrawn_session_ends_without_a_result(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session = world.answered()
    ended = withdrawal.withdraw(world.taker, session.id)
    assert (ended.status, ended.ended_at) == (SessionStatus.WITHDRAWN, world.clock())
    with pytest.raises(IllegalMove):
        world.sessions.submit(world.taker, session.id)


def test_what_is_handed_in_is_not_withdrawn(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session = world.answered()
    world.sessions.submit(world.taker, session.id, 1.0)
    for ask in (withdrawal.withdraw, withdrawal.withdraw_consent, withdrawal.go_on_without_camera):
        with pytest.raises(IllegalMove):
            ask(world.taker, session.id)


def test_somebody_elses_session_is_not_found(world: SessionWorld, withdrawal: WithdrawalService) -> None:
    session, stranger = world.in_progress(), world.person("eve")
    for ask in (withdrawal.withdraw, withdrawal.withdraw_consent, withdrawal.withdrawn_at):
        with pytest.raises(NotFound):
            ask(stranger, session.id)


def test_a_tab_that_does_not_know_of_the_withdrawal_brings_the_session_back_no_more(
    world: SessionWorld, withdrawal: WithdrawalService
) -> None:
    session = world.in_progress()
    withdrawal.withdraw_consent(world.taker, session.id)
    for comes_back in (
        lambda: world.sessions.resume(session.id),
        lambda: world.sessions.begin(world.taker, session.id),
    ):
        with pytest.raises(IllegalMove):
            comes_back()
    assert world.stored(session.id).status is SessionStatus.INTERRUPTED
