"""Decisions that can be taken back for ten seconds: nobody hears of one before, and nothing holds one for longer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from db.engine import reading, transaction
from db.queries.held_decisions import held_decisions
from db.tables import HeldDecision, ProctorReview, ReviewEvent, SurveySession, WebhookDelivery
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.held_decision import HOLD_TIME
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed, ProctorError
from proctor_core.services.reviewing.held_decisions import HeldDecisionService
from proctor_core.services.reviewing.reviewing import QueueView
from tests.support.review_world import World

APPROVE, REJECT, ESCALATE = DecisionKind.APPROVE, DecisionKind.REJECT, DecisionKind.ESCALATE
Row = TypeVar("Row", bound=SQLModel)
SECONDS = HOLD_TIME.total_seconds()


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


def waiting(world: World) -> ProctorReview:
    return world.flagged(world.survey())


def held_by(world: World) -> HeldDecisionService:
    return world.services.reviewing.held_decisions


def hold(world: World, review: ProctorReview, kind: DecisionKind = REJECT, revision: int = 0) -> HeldDecision:
    return held_by(world).decide(world.person("lee"), review.id, kind, "a phone", revision, "as last week")


def kinds(world: World, review: ProctorReview) -> list[str]:
    case = world.reviewing.case(world.person("witness"), review.session_id)
    return [entry.event.kind for entry in case.history]


def stored(world: World, review: ProctorReview) -> ProctorReview:
    with reading(world.engine) as db:
        return db.get_one(ProctorReview, review.id)


def rows(world: World, table: type[Row]) -> list[Row]:
    with reading(world.engine) as db:
        return list(db.exec(select(table)).all())


def code_of(refused: pytest.ExceptionInfo[Any]) -> ReviewRefusal:
    error = refused.value
    assert isinstance(error, ProctorError)
    return ReviewRefusal(str(error.code))


@pytest.mark.parametrize(
    ("kind", "status", "session_status"),
    [
        (APPROVE, ReviewStatus.APPROVED, SessionStatus.PASSED),
        (REJECT, ReviewStatus.REJECTED, SessionStatus.REJECTED),
        (ESCALATE, ReviewStatus.ESCALATED, SessionStatus.UNDER_REVIEW),
    ],
)
def test_nobody_hears_of_a_decision_before_its_time_and_then_it_stands(
    world: World, kind: DecisionKind, status: ReviewStatus, session_status: SessionStatus
) -> None:
    review, root = waiting(world), world.person("root", Role.ADMINISTRATOR)
    world.services.platforms.webhooks.add(root, "quiz", "http://127.0.0.1:9/hook")
    hold(world, review, kind)
    world.wait(seconds=SECONDS - 1)
    assert held_by(world).announce_due() == 0
    before = stored(world, review)
    assert (before.status, before.moderator_id, before.notes) == (ReviewStatus.PENDING, None, "")
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW
    assert (kinds(world, review), rows(world, WebhookDelivery)) == ([], [])
    world.wait(seconds=1)
    assert held_by(world).announce_due() == 1
    after = stored(world, review)
    assert (after.status, after.moderator_id) == (status, world.person("lee").id)
    assert (after.claimed_by, world.status_of(review)) == (None, session_status)
    assert kinds(world, review) == [*([] if kind is ESCALATE else ["flagged_by_rule"]), kind]
    assert rows(world, HeldDecision) == []
    decisions = [delivery.payload["decision"] for delivery in rows(world, WebhookDelivery)]
    assert decisions == ([] if kind is ESCALATE else [kind])


def test_taken_back_it_was_never_announced_and_the_case_is_the_same_moderators(world: World) -> None:
    review, lee = waiting(world), world.person("lee")
    hold(world, review)
    world.wait(seconds=SECONDS - 1)
    undone = held_by(world).undo_decision(lee, review.id)
    assert (undone.decision, undone.reason, undone.note) == (REJECT, "a phone", "as last week")
    world.wait(seconds=60)
    assert held_by(world).announce_due() == 0
    now = stored(world, review)
    assert (now.status, now.claimed_by, now.moderator_id) == (ReviewStatus.PENDING, lee.id, None)
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW
    assert kinds(world, review) == ["decision_taken_back"]
    assert "a phone" not in [event.notes for event in rows(world, ReviewEvent)], "what nobody heard of stands nowhere"
    assert world.reviewing.open_case(lee, review.session_id).is_open


def test_after_ten_seconds_a_sentence_says_why_it_is_not_taken_back(quick_world: World) -> None:
    review, lee = waiting(quick_world), quick_world.person("lee")
    hold(quick_world, review)
    quick_world.wait(seconds=SECONDS)
    for _ in range(2):
        with pytest.raises(IllegalMove) as refused:
            held_by(quick_world).undo_decision(lee, review.id)
        assert code_of(refused) is ReviewRefusal.ANNOUNCED, "whether it is announced already or in a moment"
        held_by(quick_world).announce_due()
    assert quick_world.status_of(review) is SessionStatus.REJECTED


def test_where_nothing_is_held_nothing_is_taken_back(quick_world: World) -> None:
    review = waiting(quick_world)
    with pytest.raises(IllegalMove) as refused:
        held_by(quick_world).undo_decision(quick_world.person("lee"), review.id)
    assert code_of(refused) is ReviewRefusal.NOTHING_TO_TAKE_BACK


def test_only_who_made_it_takes_it_back_and_only_who_made_it_sees_it(quick_world: World) -> None:
    review, lee, kim = waiting(quick_world), quick_world.person("lee"), quick_world.person("kim")
    hold(quick_world, review)
    with pytest.raises(NotAllowed) as refused:
        held_by(quick_world).undo_decision(kim, review.id)
    assert code_of(refused) is ReviewRefusal.DECISION_OF_ANOTHER
    own, others = (quick_world.reviewing.case(who, review.session_id) for who in (lee, kim))
    assert own.held_decision is not None
    assert (own.held_decision.kind, own.is_open, 9 < own.held_decision.seconds_left <= SECONDS) == (REJECT, False, True)
    assert (others.held_decision, others.holder) == (None, "Lee")


@pytest.mark.parametrize("set_by_s", [-3600, -SECONDS])
def test_a_clock_that_is_set_back_holds_no_decision(quick_world: World, set_by_s: float) -> None:
    review = waiting(quick_world)
    hold(quick_world, review)
    quick_world.wait(seconds=set_by_s)
    assert held_by(quick_world).announce_due() == 1
    assert quick_world.status_of(review) is SessionStatus.REJECTED


def test_what_a_killed_program_left_is_announced_by_the_next_one(quick_world: World) -> None:
    review = waiting(quick_world)
    hold(quick_world, review)
    next_one = World(quick_world.engine, quick_world.now, quick_world.people)
    next_one.wait(days=1)
    assert held_by(next_one).announce_due() == 1
    assert next_one.status_of(review) is SessionStatus.REJECTED


def test_what_the_moderator_has_not_seen_is_not_decided_by_it(world: World) -> None:
    review = waiting(world)
    hold(world, review)
    with transaction(world.engine) as db:
        session = db.get_one(SurveySession, review.session_id)
        db.get_one(ProctorReview, review.id).revision += 1
    world.allege(session, ViolationType.NO_FACE, 300.0, 310.0)
    world.wait(seconds=SECONDS)
    held_by(world).announce_due()
    now = stored(world, review)
    assert (now.status, now.claimed_by) == (ReviewStatus.PENDING, world.person("lee").id)
    assert kinds(world, review) == ["decision_not_announced"]
    assert world.reviewing.case(world.person("lee"), review.session_id).is_open


def test_a_decision_of_somebody_who_is_gone_is_nobodys(quick_world: World) -> None:
    review = waiting(quick_world)
    hold(quick_world, review)
    with transaction(quick_world.engine) as db:
        held_decisions(db)[0].moderator_id = None
    quick_world.wait(seconds=SECONDS)
    held_by(quick_world).announce_due()
    assert quick_world.status_of(review) is SessionStatus.UNDER_REVIEW
    assert stored(quick_world, review).status is ReviewStatus.PENDING


def test_while_it_is_held_nothing_else_is_done_to_the_case(quick_world: World) -> None:
    review, lee, kim = waiting(quick_world), quick_world.person("lee"), quick_world.person("kim")
    members = quick_world.reviewing.case(lee, review.session_id).incidents[0].anchor.members
    revision = hold(quick_world, review).revision
    verdicts = quick_world.services.reviewing.verdicts
    acts = (
        lambda who: quick_world.reviewing.claim(who, review.id),
        lambda who: quick_world.reviewing.release(who, review.id),
        lambda who: quick_world.reviewing.decide(who, review.id, APPROVE, "", revision),
        lambda who: held_by(quick_world).decide(who, review.id, APPROVE, "", revision),
        lambda who: verdicts.give(who, review.id, members, VerdictKind.CONFIRM),
    )
    for who, code in ((lee, ReviewRefusal.DECISION_HELD), (kim, ReviewRefusal.HELD)):
        for act in acts:
            with pytest.raises(Conflict) as refused:
                act(who)
            assert code_of(refused) is code
    assert quick_world.reviewing.claim_next(lee) is None


def test_a_second_press_changes_nothing(quick_world: World) -> None:
    review = waiting(quick_world)
    first, second = (hold(quick_world, review) for _ in range(2))
    assert (first.id, first.announce_at) == (second.id, second.announce_at)


def test_what_a_decision_refuses_is_refused_before_it_is_held(quick_world: World) -> None:
    review, taker = waiting(quick_world), quick_world.person("tam", Role.TAKER)
    for who, words, revision, error in (
        (quick_world.person("lee"), "", 0, InvalidInput),
        (quick_world.person("lee"), "a phone", 7, Conflict),
        (taker, "a phone", 0, NotAllowed),
    ):
        with pytest.raises(error):
            held_by(quick_world).decide(who, review.id, REJECT, words, revision)
    assert kinds(quick_world, review) == []


def test_the_queue_shows_it_to_nobody_but_others_as_a_case_that_somebody_has(quick_world: World) -> None:
    review, lee, kim = waiting(quick_world), quick_world.person("lee"), quick_world.person("kim")
    hold(quick_world, review)
    for view in (QueueView.WAITING, QueueView.MINE):
        assert quick_world.reviewing.queue(lee, view).rows == ()
    (row,) = quick_world.reviewing.queue(kim, QueueView.WAITING).rows
    assert (row.claimed_by, quick_world.reviewing.claim_next(kim)) == ("Lee", None)


def test_of_an_undoing_and_an_announcement_at_once_one_is_done(world: World) -> None:
    review, lee = waiting(world), world.person("lee")
    hold(world, review)
    at_once = Barrier(2)
    late = World(world.engine, world.now, dict(world.people))
    late.wait(seconds=SECONDS)

    def both(act: Any) -> bool:
        at_once.wait()
        try:
            act()
        except IllegalMove:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        undone = pool.submit(both, lambda: held_by(world).undo_decision(lee, review.id))
        pool.submit(both, held_by(late).announce_due).result()
    expected = SessionStatus.UNDER_REVIEW if undone.result() else SessionStatus.REJECTED
    assert world.status_of(review) is expected
    held_by(late).announce_due()
    assert world.status_of(review) is expected


def test_opened_again_a_decided_case_waits_and_its_history_keeps_both(quick_world: World) -> None:
    review, lee = waiting(quick_world), quick_world.person("lee")
    hold(quick_world, review)
    quick_world.wait(seconds=SECONDS)
    held_by(quick_world).announce_due()
    quick_world.reviewing.reopen(quick_world.person("kim"), review.id, "it was a cup")
    assert quick_world.status_of(review) is SessionStatus.UNDER_REVIEW
    assert stored(quick_world, review).notes == "", "the taker reads in review, and no reason"
    with pytest.raises(IllegalMove) as refused:
        held_by(quick_world).undo_decision(lee, review.id)
    assert code_of(refused) is ReviewRefusal.NOTHING_TO_TAKE_BACK
    assert kinds(quick_world, review) == ["reject", "reopened"]


def test_somebody_is_asked_to_look_in_time_once_it_is_held(quick_world: World) -> None:
    asked: list[str] = []
    held_by(quick_world).is_held = lambda: asked.append("in ten seconds")
    hold(quick_world, waiting(quick_world))
    assert asked == ["in ten seconds"]
