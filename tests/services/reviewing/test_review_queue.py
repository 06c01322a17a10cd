"""What the queue shows: views, rows, filters and pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from proctor_core.domain.session_code import ids_of_code, session_code
from proctor_core.domain.states import DecisionKind, SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.reviewing import QueueFilter, QueueView
from tests.support.review_world import World


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


def ids(world: World, view: QueueView, name: str = "lee") -> list[str]:
    return [str(row.review.id) for row in world.reviewing.queue(world.person(name), view).rows]


def test_a_row_says_what_was_alleged_and_how_long(world: World) -> None:
    world.flagged(world.survey("Ride study"))
    (row,) = world.reviewing.queue(world.person("lee"), QueueView.WAITING).rows
    assert [(total.type, total.count, total.longest_s) for total in row.totals] == [
        (ViolationType.NO_FACE, 1, 36.0),
        (ViolationType.MOBILE_DETECTED, 1, 9.0),
        (ViolationType.LOOKING_AWAY, 1, 6.5),
    ]
    assert (row.survey_title, row.longest_s, row.claimed_by, row.session.coverage) == ("Ride study", 36.0, None, 0.98)


def test_each_review_is_in_the_views_that_fit_it(world: World) -> None:
    survey, lee = world.survey(), world.person("lee")
    waiting, flagged, decided = (world.flagged(survey) for _ in range(3))
    running = world.flagged(survey, status=SessionStatus.INTERRUPTED)
    withdrawn = world.flagged(survey, status=SessionStatus.WITHDRAWN)
    world.reviewing.decide(world.person("kim"), flagged.id, DecisionKind.ESCALATE, "look again", revision=0)
    world.reviewing.decide(world.person("kim"), decided.id, DecisionKind.APPROVE, "", revision=0)
    world.reviewing.claim(lee, flagged.id)
    assert ids(world, QueueView.WAITING) == [str(waiting.id)]
    assert ids(world, QueueView.ESCALATED) == [str(flagged.id)]
    assert ids(world, QueueView.MINE) == [str(flagged.id)]
    assert ids(world, QueueView.MINE, "kim") == []
    assert ids(world, QueueView.RUNNING) == [str(running.id)]
    assert ids(world, QueueView.DECIDED) == [str(decided.id)]
    assert not any(str(withdrawn.id) in ids(world, view) for view in QueueView)
    counted = world.reviewing.counts(lee)
    assert counted == {view: len(ids(world, view)) for view in QueueView if view is not QueueView.DECIDED}


def test_a_row_names_its_holder_until_the_claim_ends(world: World) -> None:
    review = world.flagged(world.survey())
    world.reviewing.claim(world.person("kim"), review.id)
    assert [row.claimed_by for row in world.reviewing.queue(world.person("lee"), QueueView.WAITING).rows] == ["Kim"]
    world.wait(minutes=16)
    assert [row.claimed_by for row in world.reviewing.queue(world.person("lee"), QueueView.WAITING).rows] == [None]


def test_a_view_is_narrowed_by_survey_and_type(world: World) -> None:
    one, other = world.survey("One"), world.survey("Other")
    dark = world.flagged(one, alleged=[(ViolationType.NO_FACE, 1, 5)])
    phone = world.flagged(other, alleged=[(ViolationType.MOBILE_DETECTED, 1, 5)])
    lee = world.person("lee")
    by_survey = world.reviewing.queue(lee, QueueView.WAITING, narrowed=QueueFilter(survey_id=one.id))
    by_type = world.reviewing.queue(lee, QueueView.WAITING, narrowed=QueueFilter(type=ViolationType.MOBILE_DETECTED))
    assert [row.review.id for row in by_survey.rows] == [dark.id]
    assert [row.review.id for row in by_type.rows] == [phone.id]


@pytest.mark.parametrize("view", [QueueView.WAITING, QueueView.DECIDED])
def test_pages_hold_every_row_once_in_order(world: World, view: QueueView) -> None:
    survey, lee = world.survey(), world.person("lee")
    for number in range(7):
        review = world.flagged(survey, alleged=())
        if view is QueueView.DECIDED:
            world.reviewing.decide(lee, review.id, DecisionKind.APPROVE, "", revision=0)
        world.wait(minutes=number % 2)  # some share their time, so that the id must decide
    whole = [row.review.id for row in world.reviewing.queue(lee, view, limit=7).rows]
    assert len(set(whole)) == 7

    @given(limit=st.integers(1, 8))
    def pages_join_to_the_whole(limit: int) -> None:
        joined, after = [], None
        while True:
            page = world.reviewing.queue(lee, view, after, limit)
            joined += [row.review.id for row in page.rows]
            after = page.next
            if after is None:
                break
        assert joined == whole

    pages_join_to_the_whole()


def test_a_session_is_found_by_its_code_in_whichever_view_it_is(world: World) -> None:
    survey, lee = world.survey(), world.person("lee")
    wanted, _ = world.flagged(survey), world.flagged(survey)
    narrowed = QueueFilter(ids=ids_of_code(f" {session_code(wanted.session_id).lower()} "))
    assert [row.review.id for row in world.reviewing.queue(lee, QueueView.WAITING, narrowed=narrowed).rows] == [
        wanted.id
    ]
    world.reviewing.decide(world.person("kim"), wanted.id, DecisionKind.APPROVE, "", revision=0)
    assert world.reviewing.queue(lee, QueueView.WAITING, narrowed=narrowed).rows == ()
    assert world.reviewing.views_with(lee, narrowed) == (QueueView.DECIDED,)


def test_nobody_finds_their_own_session_by_its_code(world: World) -> None:
    own = world.flagged(world.survey(), world.person("lee"))
    narrowed = QueueFilter(ids=ids_of_code(str(own.session_id)))
    assert world.reviewing.views_with(world.person("lee"), narrowed) == ()
    assert world.reviewing.views_with(world.person("kim"), narrowed) == (QueueView.WAITING,)
