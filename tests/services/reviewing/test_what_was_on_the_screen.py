"""A decision is about the case as it was on the screen: whatever it shows since then makes it void."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from db.engine import reading
from db.tables import ProctorReview
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, ViolationType
from proctor_core.errors import Conflict
from proctor_core.services.taking.violations import ViolationService
from tests.support.review_world import World

ALLEGED = AllegedViolation(ViolationType.NO_FACE, 300.0, None, 302.0, 0.9, 9, 9, 0.9, 0.5, "Nobody in 9 of 9 looks")


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def violations(world: World) -> ViolationService:
    return ViolationService(world.engine, world.clock)


def one_more(world: World, review: ProctorReview) -> None:
    violations(world).open_violation(review.session_id, ALLEGED, None, violation_id=uuid4())


def one_completed(world: World, review: ProctorReview) -> None:
    case = world.reviewing.case(world.person("witness"), review.session_id)
    found = case.violations[0].violation
    again = AllegedViolation(found.type, found.onset_s, 59.0, found.peak_s, 0.9, 20, 20, 0.9, 0.5, "longer than it was")
    violations(world).close_violation(found.id, again)


def one_signal(world: World, review: ProctorReview) -> None:
    signal = RaisedSignal(SignalKind.CAMERA_COVERED, 400.0, 420.0, "black")
    violations(world).record_signal(review.session_id, signal, signal_id=uuid4())


def another_look(world: World, review: ProctorReview) -> None:
    world.reviewing.release(world.person("lee"), review.id)
    world.reviewing.claim(world.person("kim"), review.id)
    world.reviewing.release(world.person("kim"), review.id)


@pytest.mark.parametrize("change", [one_more, one_completed, one_signal, another_look])
@pytest.mark.parametrize("decision", DecisionKind)
def test_what_a_case_shows_since_makes_the_decision_void(
    world: World, change: Callable[[World, ProctorReview], None], decision: DecisionKind
) -> None:
    review = world.flagged(world.survey())
    shown = world.reviewing.open_case(world.person("lee"), review.session_id).review.revision
    change(world, review)
    with pytest.raises(Conflict, match=r"nothing was (decided|overwritten)"):
        world.reviewing.decide(world.person("lee"), review.id, decision, "as I saw it", shown, "as I saw it")
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW
    now = world.reviewing.open_case(world.person("lee"), review.session_id).review.revision
    world.reviewing.decide(world.person("lee"), review.id, decision, "as it is", now, "as it is")


def test_who_holds_the_case_is_told_that_it_shows_more_and_not_that_they_were_quicker(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    shown = world.reviewing.open_case(lee, review.session_id).review.revision
    one_more(world, review)
    with pytest.raises(Conflict, match="this case shows more than when it was on your screen"):
        world.reviewing.decide(lee, review.id, DecisionKind.APPROVE, "", shown)


def test_a_decision_that_was_replaced_is_not_opened_again_by_who_saw_the_old_one(world: World) -> None:
    review, lee, kim = world.flagged(world.survey()), world.person("lee"), world.person("kim")
    seen = world.reviewing.decide(lee, review.id, DecisionKind.REJECT, "a phone", 0)
    reopened = world.reviewing.reopen(kim, review.id, "a cup", seen.revision)
    world.reviewing.decide(kim, review.id, DecisionKind.APPROVE, "", reopened.revision)
    with pytest.raises(Conflict, match="Kim approved it"):
        world.reviewing.reopen(lee, review.id, "let me see", seen.revision)
    assert world.status_of(review) is SessionStatus.PASSED


def test_looking_again_is_no_change(world: World) -> None:
    review, lee = world.flagged(world.survey()), world.person("lee")
    shown = world.reviewing.open_case(lee, review.session_id).review.revision
    world.wait(seconds=timedelta(minutes=2).total_seconds())
    assert world.reviewing.open_case(lee, review.session_id).review.revision == shown


def test_a_session_without_a_review_gets_none_by_a_change(world: World) -> None:
    session = world.session(world.survey(), world.person("ann"), status=SessionStatus.IN_PROGRESS, submitted_at=None)
    violations(world).open_violation(session.id, ALLEGED, None, violation_id=uuid4())
    with reading(world.engine) as db:
        assert db.get(ProctorReview, session.id) is None
