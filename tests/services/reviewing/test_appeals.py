"""A taker objects to a rejection once, and another moderator than the one who decided answers; what waits is seen."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from db.engine import reading, transaction
from db.queries.appeals import AppealOutcomes, appeal_outcomes
from db.queries.statistics import Span
from db.tables import AppealAnswer, ProctorReview, ReviewEvent, User, WebhookDelivery
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.flag import FlagReason
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind, ReviewStatus, SessionStatus
from proctor_core.errors import Conflict, IllegalMove, InvalidInput, NotAllowed, NotFound, ProctorError
from tests.support.proven import unproven
from tests.support.session_world import SessionWorld

DAY_S = 86400
WORDS = "That was my brother's picture on the wall."


class Case:
    """A session that Lee rejected, and Mo, who had no part in it."""

    def __init__(self, world: SessionWorld) -> None:
        self.world = world
        self.lee, self.mo = (world.person(name, Role.MODERATOR) for name in ("lee", "mo"))
        self.appeals, self.reviewing = world.services.reviewing.appeals, world.services.reviewing.reviewing
        session = world.answered()
        world.allege(session.id, 3)
        reason = FlagReason(FlagRule.VIOLATION_COUNT, 3.0, 3.0, "3 violations")
        world.stored_sessions.submit(world.taker, session.id, 1.0, [reason])
        self.session_id = session.id
        self.decide(self.lee, DecisionKind.REJECT)

    @property
    def review(self) -> ProctorReview:
        (review,) = self.world.rows(ProctorReview, session_id=self.session_id)
        return review

    def decide(self, moderator: User, decision: DecisionKind) -> None:
        self.world.clock.pass_time(1)
        self.reviewing.decide(moderator, self.review.id, decision, "A phone.", self.review.revision)

    def reopen(self, moderator: User) -> None:
        self.world.clock.pass_time(1)
        self.reviewing.reopen(moderator, self.review.id, "look again")

    def object(self, words: str = WORDS) -> UUID:
        return self.appeals.raise_appeal(self.world.taker, self.session_id, words).id

    def status(self) -> SessionStatus:
        return self.world.stored(self.session_id).status


@pytest.fixture
def case(sqlite_engine: Engine, tmp_path: Path) -> Iterator[Case]:
    """Over SQLite; `test_legal_holds.py` goes over both."""
    yield Case(SessionWorld(sqlite_engine, tmp_path / "media"))
    assert unproven(sqlite_engine) == []


# ---- takers ----


def test_a_taker_objects_once_and_the_same_words_again_are_the_same_objection(case: Case) -> None:
    assert case.appeals.own(case.world.taker, case.session_id).until == case.world.clock() + timedelta(days=14)
    first = case.object()
    assert case.object(f"  {WORDS}\n") == first
    with pytest.raises(IllegalMove, match="already"):
        case.object("And another thing.")
    own = case.appeals.own(case.world.taker, case.session_id)
    assert (own.until, own.appeal and own.appeal.words, own.answer) == (None, WORDS, None)


def test_an_objection_needs_words_and_comes_in_time(case: Case) -> None:
    for words in ("", "  \n", "x" * 4001, "a\x00b"):
        with pytest.raises(InvalidInput):
            case.object(words)
    case.world.clock.pass_time(14 * DAY_S)
    assert case.appeals.own(case.world.taker, case.session_id).until is None
    with pytest.raises(IllegalMove, match="ended"):
        case.object()


def test_only_a_rejection_that_stands_is_objected_to_and_only_by_its_taker(case: Case) -> None:
    stranger = case.world.person("eve")
    for ask in (case.appeals.own, lambda who, session: case.appeals.raise_appeal(who, session, WORDS)):
        with pytest.raises(NotFound):
            ask(stranger, case.session_id)
    case.reopen(case.mo)
    with pytest.raises(IllegalMove, match="under_review"):
        case.object()
    case.decide(case.mo, DecisionKind.APPROVE)
    with pytest.raises(IllegalMove, match="passed"):
        case.object()


# ---- moderators ----


def test_nobody_who_decided_answers_also_not_before_it_was_opened_again(case: Case) -> None:
    case.reopen(case.mo)
    case.decide(case.mo, DecisionKind.REJECT)
    appeal_id = case.object()
    for decider in (case.lee, case.mo):
        (seen,) = case.appeals.waiting(decider)
        assert (seen.is_mine, seen.is_unanswerable) == (False, True)
        with pytest.raises(NotAllowed, match="you decided"):
            case.appeals.answer(decider, appeal_id, AppealOutcome.UPHELD, "No.")
    third = case.world.person("kim", Role.MODERATOR)
    assert case.appeals.waiting(third)[0].is_mine
    case.appeals.answer(third, appeal_id, AppealOutcome.UPHELD, "A phone is a phone.")
    assert (case.status(), case.appeals.waiting(third)) == (SessionStatus.REJECTED, [])


def test_whoever_gave_an_opinion_on_the_rejection_does_not_answer_either(case: Case) -> None:
    of_review: dict[str, Any] = {"review_id": case.review.id, "author_id": case.mo.id, "at": case.world.clock()}
    with transaction(case.world.engine) as db:
        db.add(ReviewEvent(**of_review, kind=ReviewEventKind.PROPOSED))
    appeal_id = case.object()
    with pytest.raises(NotAllowed, match="you decided"):
        case.appeals.answer(case.mo, appeal_id, AppealOutcome.UPHELD, "No.")


def test_an_overturned_decision_lets_the_session_pass_and_says_by_whom(case: Case) -> None:
    case.world.webhooks.add(case.world.administrator, "quiz", "https://127.0.0.1:1/x")
    appeal_id = case.object()
    case.world.clock.pass_time(DAY_S)
    case.appeals.answer(case.mo, appeal_id, AppealOutcome.OVERTURNED, "It is a picture.")
    review = case.review
    assert (case.status(), review.status, review.moderator_id) == (
        SessionStatus.PASSED,
        ReviewStatus.APPROVED,
        case.mo.id,
    )
    assert review.notes == "It is a picture."
    kinds = [event.kind for event in sorted(case.world.rows(ReviewEvent, author_id=case.mo.id), key=lambda e: e.at)]
    assert set(kinds) == {"reopened", "approve"}
    sent = {str(d.event): d.payload for d in case.world.rows(WebhookDelivery)}
    assert sent["session.appeal_answered"]["outcome"] == "overturned"
    assert sent["session.decided"]["status"] == "passed"
    own = case.appeals.own(case.world.taker, case.session_id)
    assert own.answer and own.answer.words == "It is a picture."


def test_the_first_of_two_answers_at_once_stands(world: SessionWorld) -> None:
    case = Case(world)
    appeal_id = case.object()
    others = [case.mo, case.world.person("kim", Role.MODERATOR)]

    def answer(moderator: User) -> bool:
        try:
            case.appeals.answer(moderator, appeal_id, AppealOutcome.OVERTURNED, "It is a picture.")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, others)) == [False, True]
    assert len(case.world.rows(AppealAnswer)) == 1
    with pytest.raises(Conflict):
        case.appeals.answer(others[0], appeal_id, AppealOutcome.UPHELD, "No.")


def test_a_case_that_was_opened_again_is_decided_before_its_appeal_is_answered(case: Case) -> None:
    appeal_id = case.object()
    case.reopen(case.lee)
    for outcome in AppealOutcome:
        with pytest.raises(IllegalMove, match="opened again"):
            case.appeals.answer(case.mo, appeal_id, outcome, "Hm.")
    case.decide(case.lee, DecisionKind.APPROVE)
    with pytest.raises(IllegalMove, match="passed by now"):
        case.appeals.answer(case.mo, appeal_id, AppealOutcome.UPHELD, "No.")
    case.appeals.answer(case.mo, appeal_id, AppealOutcome.OVERTURNED, "You were right.")
    assert (case.status(), case.review.moderator_id) == (SessionStatus.PASSED, case.lee.id)


def test_an_appeal_that_nobody_may_answer_or_that_waits_too_long_is_seen(case: Case) -> None:
    case.object()
    assert (case.appeals.standing().waiting, case.appeals.standing().unanswerable) == (1, 0)
    case.world.services.accounts.people.deactivate(case.world.administrator, case.mo.id)
    case.world.clock.pass_time(15 * DAY_S)
    standing = case.appeals.standing()
    assert (standing.waiting, standing.late, standing.unanswerable) == (1, 1, 1)


@pytest.mark.parametrize("role", [Role.TAKER, Role.ANALYST, Role.ADMINISTRATOR])
def test_nobody_but_moderators_sees_or_answers(case: Case, role: Role) -> None:
    appeal_id, person = case.object(), case.world.person("ann", role)
    asked: tuple[Callable[[], object], ...] = (
        lambda: case.appeals.waiting(person),
        lambda: case.appeals.appeal(person, appeal_id),
        lambda: case.appeals.answer(person, appeal_id, AppealOutcome.OVERTURNED, "x"),
    )
    for ask in asked:
        with pytest.raises(ProctorError):
            ask()
    assert case.world.rows(AppealAnswer) == []


def test_outcomes_are_counted_by_when_they_were_answered(case: Case) -> None:
    case.appeals.answer(case.mo, case.object(), AppealOutcome.OVERTURNED, "It is a picture.")
    day, now = timedelta(days=1), case.world.clock()
    answered = Span(now - day, now + day)
    with reading(case.world.engine) as db:
        assert appeal_outcomes(db, answered) == AppealOutcomes(upheld=0, overturned=1)
        assert appeal_outcomes(db, replace(answered, survey_slug="study")) == AppealOutcomes(upheld=0, overturned=1)
        for other in (Span(now + day, now + 2 * day), replace(answered, survey_slug="another")):
            assert appeal_outcomes(db, other) == AppealOutcomes(upheld=0, overturned=0)
