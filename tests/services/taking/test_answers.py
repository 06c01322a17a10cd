"""Answers as rows: saved as they are given, shown once, counted by revision."""

import pytest

from proctor_core.errors import InvalidInput
from tests.support.session_world import SessionWorld


def test_showing_a_question_is_a_milestone_at_its_first_time(world: SessionWorld) -> None:
    session = world.in_progress()
    first = world.clock.pass_time(5)
    world.sessions.show_question(world.taker, session.id, 1)
    world.clock.pass_time(60)
    shown = world.sessions.show_question(world.taker, session.id, 1)
    assert (shown.question_id, shown.shown_at, shown.value, shown.revision) == ("liked", first, None, 0)
    assert world.stored(session.id).current_question == 1


@pytest.mark.parametrize("index", [-1, 3])
def test_a_question_that_is_not_there_can_not_be_shown(world: SessionWorld, index: int) -> None:
    session = world.in_progress()
    with pytest.raises(InvalidInput):
        world.sessions.show_question(world.taker, session.id, index)


def test_every_change_counts_a_revision_and_keeps_its_time(world: SessionWorld) -> None:
    session = world.in_progress()
    world.sessions.save_answer(world.taker, session.id, "liked", 2)
    at = world.clock.pass_time(7)
    changed = world.sessions.save_answer(world.taker, session.id, "liked", 4)
    assert (changed.value, changed.revision, changed.answered_at) == (4, 2, at)
    assert len(world.sessions.answers(world.taker, session.id)) == 1


def test_saving_the_same_value_again_changes_nothing(world: SessionWorld) -> None:
    session = world.in_progress()
    first = world.sessions.save_answer(world.taker, session.id, "liked", 2)
    world.clock.pass_time(7)
    again = world.sessions.save_answer(world.taker, session.id, "liked", 2)
    assert (again.revision, again.answered_at) == (1, first.answered_at)


def test_an_answer_can_be_taken_back(world: SessionWorld) -> None:
    session = world.in_progress()
    world.sessions.save_answer(world.taker, session.id, "why", "because")
    taken_back = world.sessions.save_answer(world.taker, session.id, "why", "  ")
    assert (taken_back.value, taken_back.revision) == (None, 2)


def test_a_value_that_does_not_fit_leaves_the_answer_as_it_was(world: SessionWorld) -> None:
    session = world.in_progress()
    world.sessions.save_answer(world.taker, session.id, "often", "daily")
    for question_id, value in (("often", "yearly"), ("liked", 9), ("nothing", 1)):
        with pytest.raises(InvalidInput):
            world.sessions.save_answer(world.taker, session.id, question_id, value)
    assert [answer.value for answer in world.sessions.answers(world.taker, session.id)] == ["daily"]
