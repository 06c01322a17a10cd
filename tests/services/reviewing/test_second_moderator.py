"""Two moderators must agree to reject where the policy of the session says so; the second knows nothing of the first."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from db.engine import reading, transaction
from db.queries.proposals import count_stranded
from db.tables import ProctorReview, RejectionProposal, SessionMessage, User, WebhookDelivery
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.agreement import Agreement, agreement_of
from proctor_core.domain.live_message import MessageKind
from proctor_core.domain.policy import RELAXED, STANDARD, STRICT, Policy, PolicyName, policy_from_json, policy_to_json
from proctor_core.domain.roles import Role
from proctor_core.domain.second_look import Proposal, Step, step_of
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed
from proctor_core.services.reviewing.case import Case
from proctor_core.services.reviewing.reviewing import QueueView
from proctor_core.services.reviewing.statistics import Period
from proctor_core.services.surveys.kept_policies import keep_policy
from tests.support.review_world import World
from tests.support.statements import statements

APPROVE, REJECT, ESCALATE = DecisionKind.APPROVE, DecisionKind.REJECT, DecisionKind.ESCALATE
Row = TypeVar("Row", bound=SQLModel)
CONFIRM, DISMISS = VerdictKind.CONFIRM, VerdictKind.DISMISS
APART = [(ViolationType.NO_FACE, 40.0 * number, 40.0 * number + 5) for number in range(1, 6)]
"""Five incidents of a violation each."""
PLANTED = {(CONFIRM, CONFIRM): 20, (CONFIRM, DISMISS): 5, (DISMISS, CONFIRM): 10, (DISMISS, DISMISS): 15}
"""The table of Cohen's textbook: 70 % the same, half of them by chance, kappa 0.4."""


@pytest.fixture
def world(engine: Engine) -> World:
    return World(engine)


@pytest.fixture
def quick_world(sqlite_engine: Engine) -> World:
    """For what no database decides."""
    return World(sqlite_engine)


def kept(world: World, policy: Policy) -> str:
    with transaction(world.engine) as db:
        return keep_policy(db, policy, world.clock()).sha256


def waiting(world: World) -> ProctorReview:
    for name in ("lee", "kim", "max"):
        world.person(name)
    return world.flagged(world.survey(), policy_sha256=kept(world, STRICT))


def decide(world: World, name: str, review: ProctorReview, kind: DecisionKind, why: str = "") -> ProctorReview:
    who = world.person(name)
    case = world.reviewing.case(who, review.session_id)
    return world.reviewing.decide(
        who, review.id, kind, why or f"{name} says so", case.review.revision, f"{name}'s note"
    )


def case_of(world: World, name: str, review: ProctorReview) -> Case:
    return world.reviewing.case(world.person(name), review.session_id)


def kinds(case: Case) -> list[str]:
    return [entry.event.kind for entry in case.history]


def rows(world: World, table: type[Row]) -> Sequence[Row]:
    with reading(world.engine) as db:
        return db.exec(select(table)).all()


def test_two_who_agree_reject_and_nobody_is_told_before(world: World) -> None:
    review, root = waiting(world), world.person("root", Role.ADMINISTRATOR)
    world.services.platforms.webhooks.add(root, "quiz", "http://127.0.0.1:9/hook")
    first = decide(world, "lee", review, REJECT, "a phone")
    assert (first.status, first.notes, first.moderator_id) == (ReviewStatus.PENDING, "", None)
    assert (world.status_of(review), rows(world, WebhookDelivery)) == (SessionStatus.UNDER_REVIEW, [])
    second = decide(world, "kim", review, REJECT, "a phone in both hands")
    assert (second.status, second.notes) == (ReviewStatus.REJECTED, "a phone in both hands")
    assert world.status_of(review) is SessionStatus.REJECTED
    assert kinds(case_of(world, "max", review)) == ["flagged_by_rule", "proposed", "reject"]
    assert (len(rows(world, WebhookDelivery)), rows(world, RejectionProposal)) == (1, [])


@pytest.mark.parametrize("kind", [APPROVE, ESCALATE])
def test_only_a_rejection_needs_two(quick_world: World, kind: DecisionKind) -> None:
    decide(quick_world, "lee", waiting(quick_world), kind)
    assert rows(quick_world, RejectionProposal) == []


def test_the_second_sees_no_trace_of_the_first(world: World) -> None:
    review, lee = waiting(world), world.person("lee")
    before = case_of(world, "kim", review)
    mark: dict[str, Any] = {"kind": MessageKind.MARK, "sentence": "look here", "at": world.clock()}
    with transaction(world.engine) as db:
        db.add(SessionMessage(session_id=review.session_id, author_id=lee.id, **mark))
    assert [one.words for one in case_of(world, "kim", review).marks] == ["look here"]
    case = world.reviewing.open_case(lee, review.session_id)
    members = case.incidents[0].anchor.members
    world.services.reviewing.verdicts.give(lee, review.id, members, VerdictKind.CONFIRM)
    world.services.reviewing.additions.add(lee, review.id, "no_face", 400.0, 410.0)  # pyright: ignore[reportArgumentType]
    decide(world, "lee", review, REJECT, "a phone")
    seen = case_of(world, "kim", review)
    assert (kinds(seen), seen.second_look, seen.holder) == ([], None, None)
    assert seen.incidents == before.incidents
    assert "lee" not in repr((seen.history, seen.incidents, seen.review, seen.marks)).lower()
    assert (seen.marks, len(case_of(world, "lee", review).marks)) == ((), 1)
    assert [row.review.id for row in world.reviewing.queue(world.person("kim"), QueueView.WAITING).rows] == [review.id]
    free = world.reviewing.claim_next(world.person("kim"))
    assert free is not None and free.id == review.id


def test_the_own_verdicts_of_the_second_stand_beside_hidden_ones(quick_world: World) -> None:
    review, lee, kim = waiting(quick_world), quick_world.person("lee"), quick_world.person("kim")
    members = case_of(quick_world, "lee", review).incidents[0].anchor.members
    verdicts = quick_world.services.reviewing.verdicts
    verdicts.give(lee, review.id, members, VerdictKind.CONFIRM)
    decide(quick_world, "lee", review, REJECT)
    verdicts.give(kim, review.id, members, VerdictKind.DISMISS, replaces=())
    own = case_of(quick_world, "kim", review).incidents[0].verdict
    assert own is not None and (own.author, own.row.kind) == ("Kim", VerdictKind.DISMISS)
    verdicts.take_back(kim, own.row.id)
    assert case_of(quick_world, "kim", review).incidents[0].verdict is None


def test_a_press_on_what_was_on_the_screen_before_the_proposal_does_not_say_what_was_proposed(
    quick_world: World,
) -> None:
    review, kim = waiting(quick_world), quick_world.person("kim")
    shown = case_of(quick_world, "kim", review).review.revision
    decide(quick_world, "lee", review, REJECT)
    with pytest.raises(Conflict) as refused:
        quick_world.reviewing.decide(kim, review.id, APPROVE, "", shown)
    assert refused.value.code is ReviewRefusal.CHANGED_BY_RULE, "the newest that the case shows: nothing of a first one"
    assert "lee" not in str(refused.value).lower()


def test_who_proposed_waits_sees_it_in_a_view_and_decides_no_more(quick_world: World) -> None:
    review, lee = waiting(quick_world), quick_world.person("lee")
    decide(quick_world, "lee", review, REJECT)
    case = quick_world.reviewing.open_case(lee, review.session_id)
    assert case.second_look is not None
    assert (case.second_look.waits_for_others, case.is_open, case.holder) == (True, False, None)
    members = case.incidents[0].anchor.members
    for act in (
        lambda: decide(quick_world, "lee", review, APPROVE),
        lambda: quick_world.reviewing.claim(lee, review.id),
        lambda: quick_world.services.reviewing.verdicts.give(lee, review.id, members, VerdictKind.CONFIRM),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code is ReviewRefusal.PROPOSED_BY_YOU
    found = {view: len(quick_world.reviewing.queue(lee, view).rows) for view in QueueView}
    assert found == {**dict.fromkeys(QueueView, 0), QueueView.PROPOSED: 1}
    assert (quick_world.reviewing.claim_next(lee), quick_world.reviewing.counts(lee)[QueueView.PROPOSED]) == (None, 1)


def test_where_two_differ_a_third_who_reads_both_decides(world: World) -> None:
    review = waiting(world)
    decide(world, "lee", review, REJECT, "a phone")
    decide(world, "kim", review, APPROVE, "a cup")
    assert world.status_of(review) is SessionStatus.UNDER_REVIEW
    for name in ("max", "lee", "kim"):
        looks = case_of(world, name, review).second_look
        assert looks is not None and not looks.waits_for_others
        assert [(one.author, one.event.kind, one.event.notes) for one in looks.opinions] == [
            ("Lee", "proposed", "a phone"),
            ("Kim", "opposed", "a cup"),
        ]
    assert world.reviewing.claim_next(world.person("lee")) is None, "a third comes first"
    decide(world, "max", review, REJECT, "a phone, seen twice")
    assert world.status_of(review) is SessionStatus.REJECTED


@pytest.mark.parametrize(
    ("name", "kind", "status"),
    [("lee", APPROVE, SessionStatus.PASSED), ("kim", REJECT, SessionStatus.REJECTED)],
)
def test_without_a_third_the_two_say_their_words_until_one_takes_the_others_side(
    quick_world: World, name: str, kind: DecisionKind, status: SessionStatus
) -> None:
    review = waiting(quick_world)
    decide(quick_world, "lee", review, REJECT, "a phone")
    decide(quick_world, "kim", review, APPROVE, "a cup")
    decide(quick_world, "lee", review, REJECT, "it has a screen")
    decide(quick_world, "kim", review, APPROVE, "a cup with a picture")
    assert quick_world.status_of(review) is SessionStatus.UNDER_REVIEW
    looks = case_of(quick_world, name, review).second_look
    assert looks is not None and [one.event.notes for one in looks.opinions][2:] == [
        "it has a screen",
        "a cup with a picture",
    ]
    decide(quick_world, name, review, kind)
    assert quick_world.status_of(review) is status


def test_one_who_is_unsure_escalates_and_the_third_is_as_blind(quick_world: World) -> None:
    review = waiting(quick_world)
    decide(quick_world, "lee", review, REJECT, "a phone")
    decide(quick_world, "kim", review, ESCALATE, "look at the hands")
    seen = case_of(quick_world, "max", review)
    assert (seen.second_look, kinds(seen)) == (None, ["flag"])
    decide(quick_world, "max", review, REJECT)
    assert quick_world.status_of(review) is SessionStatus.REJECTED


def test_opened_again_a_rejection_needs_two_anew(quick_world: World) -> None:
    review = waiting(quick_world)
    decide(quick_world, "lee", review, REJECT, "a phone")
    decide(quick_world, "kim", review, REJECT, "a phone")
    quick_world.reviewing.reopen(quick_world.person("max"), review.id, "a cup, I think")
    decide(quick_world, "kim", review, REJECT, "no, a phone")
    assert quick_world.status_of(review) is SessionStatus.UNDER_REVIEW
    looks = case_of(quick_world, "kim", review).second_look
    assert looks is not None and [one.event.notes for one in looks.opinions] == ["no, a phone"]


def test_on_a_page_a_proposal_is_held_first_and_no_longer_taken_back_afterwards(quick_world: World) -> None:
    review, lee = waiting(quick_world), quick_world.person("lee")
    held = quick_world.services.reviewing.held_decisions
    held.decide(lee, review.id, REJECT, "a phone", 0)
    assert rows(quick_world, RejectionProposal) == []
    quick_world.announce()
    assert len(rows(quick_world, RejectionProposal)) == 1
    with pytest.raises(IllegalMove) as refused:
        held.undo_decision(lee, review.id)
    assert refused.value.code is ReviewRefusal.PASSED_ON


@pytest.mark.parametrize("policy", [STANDARD, RELAXED, replace(STRICT, version=1, second_look=False)])
def test_sessions_keep_the_policy_of_their_consent(quick_world: World, policy: Policy) -> None:
    stored = policy_to_json(policy)
    del stored["second_look"]
    assert not policy_from_json(stored).second_look, "an earlier version stored nothing of it"
    review = quick_world.flagged(quick_world.survey(), policy_sha256=kept(quick_world, policy))
    decide(quick_world, "lee", review, REJECT)
    assert quick_world.status_of(review) is SessionStatus.REJECTED


def stranded(world: World) -> int:
    with reading(world.engine) as db:
        return count_stranded(db)


def test_where_nobody_else_is_left_a_proposal_is_counted_until_somebody_comes(quick_world: World) -> None:
    lee = quick_world.person("lee")
    review = quick_world.flagged(quick_world.survey(), policy_sha256=kept(quick_world, STRICT))
    decide(quick_world, "lee", review, REJECT)
    assert stranded(quick_world) == 1
    quick_world.person("kim")
    assert stranded(quick_world) == 0
    with transaction(quick_world.engine) as db:
        db.get_one(User, quick_world.person("kim").id).is_active = False
    assert stranded(quick_world) == 1
    assert len(quick_world.reviewing.queue(lee, QueueView.PROPOSED).rows) == 1


def test_a_policy_that_needs_two_is_chosen_where_there_are_two(quick_world: World) -> None:
    surveys = quick_world.services.surveys.surveys
    quick_world.person("lee")
    with pytest.raises(InvalidInput, match="and 1 are active"):
        surveys.require_second_moderator(PolicyName.STRICT)
    surveys.require_second_moderator(PolicyName.STRICT, before=PolicyName.STRICT)
    surveys.require_second_moderator(PolicyName.STANDARD)
    quick_world.person("kim")
    surveys.require_second_moderator(PolicyName.STRICT)


def test_of_an_erased_first_the_opinion_still_counts() -> None:
    gone = Proposal(None, None)
    second = uuid4()
    assert gone.is_hidden_from(second)
    assert step_of(REJECT, second, gone, needs_two=True) is Step.CLOSES
    assert step_of(APPROVE, second, gone, needs_two=True) is Step.OPPOSES


# ---- how far two agree ----


def pairs() -> list[tuple[VerdictKind, VerdictKind]]:
    return [pair for pair, times in PLANTED.items() for _ in range(times)]


def case_to_reject(world: World) -> ProctorReview:
    survey = world.survey(f"Study {world.now}")
    return world.flagged(survey, alleged=APART, policy_sha256=kept(world, STRICT))


def judge(world: World, name: str, review: ProctorReview, said: Sequence[VerdictKind], kind: DecisionKind) -> None:
    who = world.person(name)
    for incident, verdict in zip(world.reviewing.case(who, review.session_id).incidents, said, strict=True):
        world.services.reviewing.verdicts.give(who, review.id, incident.anchor.members, verdict)
    case = world.reviewing.case(who, review.session_id)
    world.reviewing.decide(who, review.id, kind, "as seen", case.review.revision)


def found(world: World, slug: str | None = None) -> Agreement:
    world.wait(seconds=1)
    return world.statistics.overview(world.person("ines", Role.ANALYST), Period.MONTH, slug).agreement


def test_planted_verdicts_give_back_kappa(world: World) -> None:
    planted = pairs()
    for first in range(0, len(planted), len(APART)):
        review, some = case_to_reject(world), planted[first : first + len(APART)]
        judge(world, "lee", review, [one for one, _ in some], DecisionKind.REJECT)
        judge(world, "kim", review, [other for _, other in some], DecisionKind.REJECT)
    agreement = found(world)
    assert (agreement.pairs, agreement.same) == (50, 35)
    assert agreement.kappa is not None
    assert agreement.kappa.value == pytest.approx(0.4)
    assert (agreement.kappa.low, agreement.kappa.high) == (
        pytest.approx(0.146, abs=0.001),
        pytest.approx(0.654, abs=0.001),
    )
    assert found(world, slug="another-survey").pairs == 0
    world.wait(days=31)
    assert found(world).pairs == 0


def test_what_is_said_by_one_alone_or_knowing_the_others_word_is_no_pair(world: World) -> None:
    alone = case_to_reject(world)
    judge(world, "lee", alone, [CONFIRM] * 5, DecisionKind.REJECT)
    assert found(world).pairs == 0
    judge(world, "kim", alone, [DISMISS] * 5, DecisionKind.APPROVE)
    judge(world, "lee", alone, [DISMISS] * 5, DecisionKind.REJECT)
    judge(world, "kim", alone, [DISMISS] * 5, DecisionKind.APPROVE)
    assert (found(world).pairs, found(world).same) == (5, 0), "the two talked to each other from then on"


def test_who_looks_at_a_case_that_was_opened_again_may_have_read_both_and_makes_no_pair(quick_world: World) -> None:
    world = quick_world
    review = case_to_reject(world)
    judge(world, "lee", review, [CONFIRM] * 5, DecisionKind.REJECT)
    judge(world, "kim", review, [CONFIRM] * 5, DecisionKind.REJECT)
    world.reviewing.reopen(world.person("max"), review.id, "it was a cup")
    world.wait(minutes=1)
    judge(world, "ana", review, [DISMISS] * 5, DecisionKind.REJECT)
    world.wait(minutes=1)
    judge(world, "ben", review, [CONFIRM] * 5, DecisionKind.REJECT)
    assert (found(world).pairs, found(world).same) == (5, 5)


def test_agreement_is_read_in_as_many_queries_however_many_cases_were_looked_at_twice(quick_world: World) -> None:
    asked = list[int]()
    found(quick_world)
    for _ in range(3):
        review = case_to_reject(quick_world)
        judge(quick_world, "lee", review, [CONFIRM] * 5, DecisionKind.REJECT)
        judge(quick_world, "kim", review, [CONFIRM] * 5, DecisionKind.REJECT)
        with statements(quick_world.engine) as seen:
            found(quick_world)
        asked.append(len(seen))
    assert len(set(asked)) == 1


def test_of_few_or_of_one_word_there_is_no_kappa() -> None:
    assert agreement_of([(CONFIRM, DISMISS)] * 9).kappa is None
    assert agreement_of([(CONFIRM, CONFIRM)] * 50).kappa is None
    assert agreement_of([]) == Agreement(0, 0, None)


def test_nobody_reads_that_who_proposed_has_the_case_open(world: World) -> None:
    review, look = waiting(world), world.services.reviewing.presence.look
    decide(world, "lee", review, REJECT)
    look(world.person("lee"), review.session_id)
    assert look(world.person("kim"), review.session_id) == ()
    (row,) = world.reviewing.queue(world.person("kim"), QueueView.WAITING).rows
    assert row.looked_at_by == ()
    assert look(world.person("max"), review.session_id) == ("Kim",)
    decide(world, "kim", review, APPROVE)
    assert look(world.person("max"), review.session_id) == ("Kim", "Lee")
