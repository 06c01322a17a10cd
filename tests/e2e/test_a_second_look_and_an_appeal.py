"""A rejection on its whole way in browsers: two moderators come to it by themselves, its taker objects, a third one answers."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import ColumnElement
from sqlmodel import col, select

from db.engine import transaction
from db.tables import BlindSample, HeldDecision, ProctorReview, SampleOpinion, User
from pages import texts, texts_appeals, texts_review, texts_taker
from pages import texts_decisions as decisions
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.held_decision import HOLD_TIME
from proctor_core.domain.policy import STRICT
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.domain.violation import ViolationType
from proctor_core.services.surveys.kept_policies import keep_policy
from proctor_core.wiring.clock import now
from tests.e2e import acts
from tests.e2e.axe import barriers
from tests.e2e.conftest import OpenWindow, Served
from tests.support.review_world import World as ReviewWorld

pytestmark = pytest.mark.timeout(300)

FIRST_REASON, SECOND_REASON = "A phone lay on the desk", "Somebody whispered the answers"
OBJECTION, ANSWER = "It was my calculator, which is allowed", "You are right: the survey allows one"


@pytest.fixture
def taker(served: Served) -> str:
    return served.world.person(Role.TAKER)


@pytest.fixture
def strict(served: Served, taker: str) -> ProctorReview:
    """A flagged session of that taker, which two must want to reject."""
    world = ReviewWorld(served.world.engine, now=now())
    with transaction(world.engine) as db:
        policy = keep_policy(db, STRICT, world.now).sha256
        user = db.exec(select(User).where(User.name == taker)).one()
        db.expunge(user)
    survey = world.survey(f"Study {uuid4().hex[:6]}")
    return world.flagged(survey, user, [(ViolationType.MOBILE_DETECTED, 20.0, 29.0)], policy_sha256=policy)


@pytest.fixture
def drawn(served: Served) -> ProctorReview:
    """A session that Lee rejected, drawn to be looked at once more, before all others."""
    world = ReviewWorld(served.world.engine, now=now())
    lee, taker = world.person(f"lee-{uuid4().hex[:6]}"), world.person(f"tam-{uuid4().hex[:6]}", Role.TAKER)
    review = world.flagged(
        world.survey(f"Study {uuid4().hex[:6]}"), taker, [(ViolationType.MOBILE_DETECTED, 20.0, 29.0)]
    )
    decided = world.reviewing.decide(lee, review.id, DecisionKind.REJECT, FIRST_REASON, 0)
    times: dict[str, Any] = {
        "drawn_at": now(),
        "decided_at": decided.decided_at,
        "ranks_since": now() - timedelta(days=900),
    }
    kind: dict[str, Any] = {"kind": SampleKind.DECIDED, "share": 0.02, "earlier": DecisionKind.REJECT}
    world.add(BlindSample(session_id=review.session_id, **kind, **times))
    return decided


def test_two_reject_each_by_themselves_the_taker_objects_and_a_third_overturns(
    served: Served, window: OpenWindow, taker: str, strict: ProctorReview
) -> None:
    first, second, third = (served.world.person(Role.MODERATOR) for _ in range(3))
    page = window(first).page
    reject(served, page, strict, FIRST_REASON)
    expect(page.get_by_text(decisions.YOU_PROPOSED)).to_be_visible(timeout=acts.STEP_MS)
    assert served.world.session(strict.session_id).status is SessionStatus.UNDER_REVIEW

    other = window(second).page
    open_case(served, other, strict)
    expect(other.get_by_text(texts_review.SCREEN["not_judged"], exact=True)).to_be_visible()
    for hidden in (first.title(), FIRST_REASON):
        expect(other.get_by_text(hidden)).to_have_count(0)
    reject(served, other, strict, SECOND_REASON)
    expect(other.get_by_text(f"Rejected by {second.title()}").first).to_be_visible(timeout=acts.STEP_MS)
    review = served.world.review(strict.session_id)
    assert review and (review.status, review.notes) == (ReviewStatus.REJECTED, SECOND_REASON)

    own = window(taker).page
    acts.press(own, texts_taker.TO_RECEIPT)
    expect(own.get_by_text(SECOND_REASON).first).to_be_visible(timeout=acts.STEP_MS)
    expect(own.get_by_text(FIRST_REASON)).to_have_count(0)
    own.get_by_role("textbox", name=texts_appeals.OBJECTION).fill(OBJECTION)
    acts.press_guarded(own, texts_appeals.OBJECT)
    expect(own.get_by_text(texts_appeals.OBJECTED_TOAST)).to_be_visible(timeout=acts.STEP_MS)
    assert barriers(own) == []

    answers = window(third).page
    acts.follow_link(answers, f"{served.url}/appeals")
    expect(answers.get_by_text(texts_appeals.SEEN_FIRST)).to_be_visible(timeout=acts.STEP_MS)
    acts.press(answers, texts_appeals.LOOK_AGAIN)
    expect(answers.get_by_text(OBJECTION)).to_be_visible(timeout=acts.STEP_MS)
    acts.press(answers, texts_appeals.TO_APPEALS)
    answers.get_by_role("textbox", name=texts_appeals.ANSWER_LABEL).fill(ANSWER)
    acts.press_guarded(answers, texts_appeals.ANSWER_AS[AppealOutcome.OVERTURNED][0])
    expect(answers.get_by_text(texts_appeals.ANSWERED_TOAST[AppealOutcome.OVERTURNED])).to_be_visible(
        timeout=acts.STEP_MS
    )
    own.goto(served.url)
    acts.press(own, texts_taker.TO_RECEIPT)
    expect(own.get_by_text(texts_appeals.ANSWER_SAID.format(words=ANSWER))).to_be_visible(timeout=acts.STEP_MS)
    assert served.world.session(strict.session_id).status is SessionStatus.PASSED


def test_a_decided_case_comes_to_another_moderator_unmarked_and_the_first_decision_stands(
    served: Served, window: OpenWindow, drawn: ProctorReview
) -> None:
    page = window(served.world.person(Role.MODERATOR)).page
    acts.press(page, texts.REVIEW_NEXT)
    acts.expect_case(page, drawn.session_id)
    expect(page.get_by_text(texts.WHY_HERE_LATER)).to_be_visible()
    for hidden in (FIRST_REASON, "Lee-", texts.REVIEW_STATUS[ReviewStatus.REJECTED][0]):
        expect(page.get_by_text(hidden)).to_have_count(0)
    page.keyboard.press("d")
    acts.saved(page)
    acts.decide(page, DecisionKind.APPROVE, SECOND_REASON)
    let_hold_pass(served, col(HeldDecision.sample_id).is_not(None))
    page.goto(f"{served.url}/review_session?session={drawn.session_id}")
    expect(page.get_by_text("This was one of the blind sample")).to_be_visible(timeout=acts.STEP_MS)
    review = served.world.review(drawn.session_id)
    assert review and (review.status, review.notes) == (ReviewStatus.REJECTED, FIRST_REASON)
    assert served.world.session(drawn.session_id).status is SessionStatus.REJECTED
    (opinion,) = served.world.rows(SampleOpinion, session_id=drawn.session_id)
    assert opinion.decision is DecisionKind.APPROVE


def open_case(served: Served, page: Page, review: ProctorReview) -> None:
    page.goto(f"{served.url}/review_session?session={review.session_id}")
    acts.expect_case(page, review.session_id)
    expect(page.get_by_text(texts.SESSION_TITLE.format(code=session_code(review.session_id)))).to_be_visible()


def reject(served: Served, page: Page, review: ProctorReview, reason: str) -> None:
    """With a verdict; then the ten seconds are over, and the case is looked at again."""
    open_case(served, page, review)
    page.keyboard.press("c")
    acts.saved(page)
    acts.decide(page, DecisionKind.REJECT, reason)
    let_hold_pass(served, col(HeldDecision.review_id) == review.id)
    page.goto(f"{served.url}/review_session?session={review.session_id}")


def let_hold_pass(served: Served, which: ColumnElement[bool]) -> None:
    """The one held decision that is so is due now."""
    with transaction(served.world.engine) as db:
        held = db.exec(select(HeldDecision).where(which)).one()
        held.announce_at -= HOLD_TIME + timedelta(seconds=1)
        db.add(held)
