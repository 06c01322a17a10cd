"""The reason is for the taker, the note for colleagues: neither is ever taken for the other."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db.engine import reading
from db.tables import ProctorReview, ReviewEvent
from proctor_core.domain.states import DecisionKind
from proctor_core.errors import InvalidInput
from tests.support.review_world import World

REASON, NOTE = "A phone is in both hands from 01:01 on.", "The same person as last week, I think."


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def review(world: World) -> ProctorReview:
    return world.flagged(world.survey())


@pytest.mark.parametrize("decision", [DecisionKind.APPROVE, DecisionKind.REJECT])
def test_a_decision_keeps_the_reason_and_the_note_apart(
    world: World, review: ProctorReview, decision: DecisionKind
) -> None:
    decided = world.reviewing.decide(world.person("lee"), review.id, decision, f" {REASON} ", 0, f" {NOTE} ")
    assert (decided.notes, decided.colleague_note) == (REASON, NOTE)
    assert said_in_history(world, decision) == (REASON, NOTE)


def test_a_note_for_colleagues_is_no_reason_to_reject(world: World, review: ProctorReview) -> None:
    with pytest.raises(InvalidInput, match="notes: expected a reason"):
        world.reviewing.decide(world.person("lee"), review.id, DecisionKind.REJECT, " ", 0, NOTE)


@pytest.mark.parametrize(("reason", "note", "kept"), [(REASON, "", REASON), ("", NOTE, NOTE), ("a", "b", "a\nb")])
def test_whatever_is_said_to_escalate_a_session_is_for_colleagues(
    world: World, review: ProctorReview, reason: str, note: str, kept: str
) -> None:
    escalated = world.reviewing.decide(world.person("lee"), review.id, DecisionKind.ESCALATE, reason, 0, note)
    assert (escalated.notes, escalated.colleague_note) == ("", kept)
    assert said_in_history(world, DecisionKind.ESCALATE) == ("", kept)


def test_the_note_of_who_escalated_is_no_part_of_the_decision_after_it(world: World, review: ProctorReview) -> None:
    escalated = world.reviewing.decide(world.person("lee"), review.id, DecisionKind.ESCALATE, "", 0, NOTE)
    decided = world.reviewing.decide(
        world.person("kim"), review.id, DecisionKind.REJECT, REASON, revision=escalated.revision
    )
    assert (decided.notes, decided.colleague_note) == (REASON, "")


def test_opening_again_is_explained_to_colleagues_and_takes_the_reason_away(
    world: World, review: ProctorReview
) -> None:
    decided = world.reviewing.decide(world.person("lee"), review.id, DecisionKind.REJECT, REASON, 0, NOTE)
    reopened = world.reviewing.reopen(world.person("kim"), review.id, "It was a cup.", decided.revision)
    assert (reopened.notes, reopened.colleague_note) == ("", "")
    assert said_in_history(world, "reopened") == ("", "It was a cup.")


def said_in_history(world: World, kind: str) -> tuple[str, str]:
    with reading(world.engine) as db:
        event = db.exec(select(ReviewEvent).where(ReviewEvent.kind == kind)).one()
    return event.notes, event.colleague_note
