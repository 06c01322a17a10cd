"""What moderators do with a flagged session: who may, what moves, and what two at once are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db.engine import transaction
from db.tables import AuditEvent, ProctorReview
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed, NotFound
from proctor_core.services.reviewing.reviewing import QueueView
from tests.support.review_world import World

APPROVE, REJECT, ESCALATE = DecisionKind.APPROVE, DecisionKind.REJECT, DecisionKind.ESCALATE


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


@pytest.fixture
def review(world: World) -> ProctorReview:
    return world.flagged(world.survey())


def history(world: World, review: ProctorReview) -> list[str]:
    case = world.reviewing.case(world.person("witness"), review.session_id)
    return [entry.event.kind for entry in case.history]


@pytest.mark.parametrize(
    ("decision", "review_status", "session_status"),
    [
        (APPROVE, ReviewStatus.APPROVED, SessionStatus.PASSED),
        (REJECT, ReviewStatus.REJECTED, SessionStatus.REJECTED),
        (ESCALATE, ReviewStatus.ESCALATED, SessionStatus.UNDER_REVIEW),
    ],
)
def test_a_decision_moves_review_and_session(
    world: World,
    review: ProctorReview,
    decision: DecisionKind,
    review_status: ReviewStatus,
    session_status: SessionStatus,
) -> None:
    decided = world.reviewing.decide(world.person("lee"), review.id, decision, "  seen  ", revision=0)
    assert (decided.status, decided.revision) == (review_status, 1)
    assert (decided.notes, decided.colleague_note) == (("", "seen") if decision is ESCALATE else ("seen", ""))
    assert decided.moderator_id == world.person("lee").id
    assert world.status_of(review) is session_status
    assert history(world, review) == [*([] if decision is ESCALATE else ["flagged_by_rule"]), decision]


def test_a_decision_leaves_a_trace_in_the_audit_log(world: World, review: ProctorReview) -> None:
    world.reviewing.decide(world.person("lee"), review.id, REJECT, "a phone", revision=0)
    with transaction(world.engine) as db:
        event = db.exec(select(AuditEvent).where(AuditEvent.object_type == "proctor_review")).one()
    assert (event.action, event.actor_id, event.object_id) == ("review.reject", world.person("lee").id, str(review.id))


@pytest.mark.parametrize("decision", [REJECT, ESCALATE])
def test_only_an_approval_needs_no_reason(quick_world: World, decision: DecisionKind) -> None:
    review = quick_world.flagged(quick_world.survey())
    with pytest.raises(InvalidInput, match="reason"):
        quick_world.reviewing.decide(quick_world.person("lee"), review.id, decision, "  ", revision=0)
    assert quick_world.reviewing.decide(quick_world.person("lee"), review.id, APPROVE, "", revision=0).revision == 1


def test_a_reason_has_a_longest_length(quick_world: World) -> None:
    review = quick_world.flagged(quick_world.survey())
    with pytest.raises(InvalidInput, match="4000"):
        quick_world.reviewing.decide(quick_world.person("lee"), review.id, APPROVE, "x" * 4001, revision=0)


def test_the_second_of_two_moderators_is_told_who_came_first(world: World, review: ProctorReview) -> None:
    world.reviewing.decide(world.person("lee"), review.id, APPROVE, "fine", revision=0)
    with pytest.raises(Conflict, match=r"Lee approved it at 2026-11-24 12:00 UTC; nothing was overwritten"):
        world.reviewing.decide(world.person("kim"), review.id, REJECT, "not fine", revision=0)
    assert world.status_of(review) is SessionStatus.PASSED


def test_of_two_decisions_at_the_same_moment_one_is_stored(world: World, review: ProctorReview) -> None:
    barrier = Barrier(2)
    moderators = [world.person("lee"), world.person("kim")]

    def judge(name: str, decision: DecisionKind) -> str:
        barrier.wait(timeout=10)
        try:
            world.reviewing.decide(world.person(name), review.id, decision, "seen", revision=0)
        except Conflict as refused:
            return str(refused)
        return "stored"

    with ThreadPoolExecutor(len(moderators)) as pool:
        said = list(pool.map(judge, ["lee", "kim"], [APPROVE, REJECT]))
    first = said.index("stored")
    assert sorted(answer == "stored" for answer in said) == [False, True]
    assert moderators[first].display_name in said[1 - first]
    assert world.status_of(review) is [SessionStatus.PASSED, SessionStatus.REJECTED][first]
    assert history(world, review)[1:] == [[APPROVE, REJECT][first]]


def test_a_claim_keeps_others_away_until_it_ends(world: World, review: ProctorReview) -> None:
    lee, kim = world.person("lee"), world.person("kim")
    held = world.reviewing.claim(lee, review.id)
    with pytest.raises(Conflict, match="Lee has this session until 2026-11-24 12:15 UTC"):
        world.reviewing.claim(kim, review.id)
    with pytest.raises(Conflict, match="Lee has this session"):
        world.reviewing.decide(kim, review.id, APPROVE, "", revision=held.revision)
    world.wait(minutes=15)
    assert world.reviewing.claim(kim, review.id).claimed_by == kim.id
    with pytest.raises(Conflict, match="Kim took it"):
        world.reviewing.decide(lee, review.id, APPROVE, "", revision=held.revision)


def test_holding_on_makes_a_claim_longer_and_says_nothing_twice(quick_world: World) -> None:
    review = quick_world.flagged(quick_world.survey())
    lee = quick_world.person("lee")
    quick_world.reviewing.claim(lee, review.id)
    quick_world.wait(minutes=10)
    quick_world.reviewing.claim(lee, review.id)
    quick_world.wait(minutes=10)
    with pytest.raises(Conflict):
        quick_world.reviewing.claim(quick_world.person("kim"), review.id)
    assert history(quick_world, review) == ["claimed"]


def test_a_released_review_is_free(quick_world: World) -> None:
    review = quick_world.flagged(quick_world.survey())
    lee, kim = quick_world.person("lee"), quick_world.person("kim")
    quick_world.reviewing.claim(lee, review.id)
    quick_world.reviewing.release(kim, review.id)
    with pytest.raises(Conflict):
        quick_world.reviewing.claim(kim, review.id)
    quick_world.reviewing.release(lee, review.id)
    assert quick_world.reviewing.claim(kim, review.id).claimed_by == kim.id
    assert history(quick_world, review) == ["claimed", "released", "claimed"]


def test_who_escalates_leaves_the_decision_to_another(world: World, review: ProctorReview) -> None:
    lee, kim = world.person("lee"), world.person("kim")
    escalated = world.reviewing.decide(lee, review.id, ESCALATE, "who is the second person?", revision=0)
    assert [row.review.id for row in world.reviewing.queue(kim, QueueView.ESCALATED).rows] == [review.id]
    with pytest.raises(NotAllowed, match="another moderator"):
        world.reviewing.decide(lee, review.id, APPROVE, "", revision=escalated.revision)
    assert world.reviewing.claim_next(lee) is None
    decided = world.reviewing.decide(kim, review.id, REJECT, "a second person", revision=escalated.revision)
    assert decided.status is ReviewStatus.REJECTED


def test_an_escalated_review_is_not_escalated_again(quick_world: World) -> None:
    review = quick_world.flagged(quick_world.survey())
    escalated = quick_world.reviewing.decide(quick_world.person("lee"), review.id, ESCALATE, "unsure", revision=0)
    with pytest.raises(IllegalMove):
        quick_world.reviewing.decide(
            quick_world.person("kim"), review.id, ESCALATE, "unsure too", revision=escalated.revision
        )


def test_reopening_appends_and_puts_the_session_under_review_again(world: World, review: ProctorReview) -> None:
    lee = world.person("lee")
    world.reviewing.decide(lee, review.id, REJECT, "a phone", revision=0)
    with pytest.raises(InvalidInput):
        world.reviewing.reopen(lee, review.id, " ")
    reopened = world.reviewing.reopen(lee, review.id, "it was a cup")
    assert (reopened.status, reopened.decided_at, reopened.notes) == (ReviewStatus.PENDING, None, "")
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW
    world.reviewing.decide(lee, review.id, APPROVE, "", revision=reopened.revision)
    assert history(world, review) == ["flagged_by_rule", "reject", "reopened", "approve"]


def test_only_a_decided_review_is_reopened(quick_world: World) -> None:
    review = quick_world.flagged(quick_world.survey())
    with pytest.raises(IllegalMove):
        quick_world.reviewing.reopen(quick_world.person("lee"), review.id, "too early")


@pytest.mark.parametrize("status", [SessionStatus.IN_PROGRESS, SessionStatus.WITHDRAWN, SessionStatus.ERASED])
def test_only_a_session_under_review_is_judged(quick_world: World, status: SessionStatus) -> None:
    review = quick_world.flagged(quick_world.survey(), status=status)
    with pytest.raises(IllegalMove, match=status):
        quick_world.reviewing.decide(quick_world.person("lee"), review.id, APPROVE, "", revision=0)
    with pytest.raises(IllegalMove, match=status):
        quick_world.reviewing.claim(quick_world.person("lee"), review.id)
    assert quick_world.status_of(review) is status


@pytest.mark.parametrize("role", [Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR])
def test_nobody_but_moderators_reviews(quick_world: World, role: Role) -> None:
    review = quick_world.flagged(quick_world.survey())
    other, reviewing = quick_world.person("other", role), quick_world.reviewing
    uses = [
        lambda: reviewing.queue(other, QueueView.WAITING),
        lambda: reviewing.counts(other),
        lambda: reviewing.case(other, review.session_id),
        lambda: reviewing.claim(other, review.id),
        lambda: reviewing.claim_next(other),
        lambda: reviewing.release(other, review.id),
        lambda: reviewing.decide(other, review.id, APPROVE, "", revision=0),
        lambda: reviewing.reopen(other, review.id, "why"),
    ]
    for use in uses:
        with pytest.raises(NotAllowed):
            use()


def test_nobody_judges_a_session_of_their_own(quick_world: World) -> None:
    lee = quick_world.person("lee")
    review = quick_world.flagged(quick_world.survey(), taker=lee)
    assert quick_world.reviewing.queue(lee, QueueView.WAITING).rows == ()
    assert quick_world.reviewing.counts(lee)[QueueView.WAITING] == 0
    with pytest.raises(NotAllowed, match="of their own"):
        quick_world.reviewing.case(lee, review.session_id)
    with pytest.raises(NotAllowed, match="of their own"):
        quick_world.reviewing.decide(lee, review.id, APPROVE, "", revision=0)


def test_a_session_that_was_never_flagged_has_no_case(quick_world: World) -> None:
    session = quick_world.session(quick_world.survey(), quick_world.person("tam", Role.TAKER))
    with pytest.raises(NotFound):
        quick_world.reviewing.case(quick_world.person("lee"), session.id)


def test_claiming_the_next_skips_what_others_hold(world: World) -> None:
    survey, lee, kim = world.survey(), world.person("lee"), world.person("kim")
    first = world.flagged(survey)
    world.wait(minutes=1)
    second = world.flagged(survey)
    for moderator, expected in ((lee, first), (kim, second)):
        claimed = world.reviewing.claim_next(moderator)
        assert claimed is not None
        assert claimed.id == expected.id
    assert world.reviewing.claim_next(world.person("max")) is None


def test_opening_a_free_session_takes_it_and_another_can_only_read(quick_world: World) -> None:
    world, lee, kim = quick_world, quick_world.person("lee"), quick_world.person("kim")
    review = world.flagged(world.survey())
    assert world.reviewing.open_case(lee, review.session_id).holder == "Lee"
    assert world.reviewing.open_case(kim, review.session_id).holder == "Lee"
    world.wait(minutes=10)
    world.reviewing.open_case(lee, review.session_id)
    world.wait(minutes=10)
    assert world.reviewing.open_case(kim, review.session_id).holder == "Lee"
    world.wait(minutes=6)
    assert world.reviewing.open_case(kim, review.session_id).holder == "Kim"


def test_opening_takes_nothing_that_is_not_to_be_decided(quick_world: World) -> None:
    world, lee = quick_world, quick_world.person("lee")
    running = world.flagged(world.survey(), status=SessionStatus.IN_PROGRESS)
    assert world.reviewing.open_case(lee, running.session_id).holder is None
    flagged = world.flagged(world.survey("Other"))
    world.reviewing.decide(lee, flagged.id, ESCALATE, "unsure", revision=0)
    assert world.reviewing.open_case(lee, flagged.session_id).holder is None
