"""Reviews as a state machine: what two moderators, late reports and time may do to two flagged sessions, in any order.

Beside the real service goes a small model of who holds what, until when, and what stands; both must agree after each step.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from db.tables import AuditEvent, ProctorReview, ReviewEvent, Violation
from proctor_core.domain.lease import CLAIM_TIME
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DECISION_TARGET, REVIEW_MOVES, DecisionKind, ReviewStatus
from proctor_core.errors import Conflict, IllegalMove, NotAllowed, ProctorError
from proctor_core.services.reviewing.reviewing import RENEWAL, QueueView
from tests.support import session_promises as promises
from tests.support.counted_sums import differing
from tests.support.session_world import SessionWorld, alleged

OpenWorld = Callable[[], AbstractContextManager[SessionWorld]]
Refusals = set[type[ProctorError]]
NAMES = ("lee", "kim")
SESSIONS = (0, 1)


@dataclass(slots=True)
class Expected:
    """One review as it should be, and the revision that each moderator has on the screen."""

    id: UUID
    session_id: UUID
    count: int
    status: ReviewStatus = ReviewStatus.PENDING
    holder: str | None = None
    until: datetime | None = None
    flagged_by: str | None = None
    late: int = 0
    screens: dict[str, int] = field(default_factory=dict[str, int])
    history: Counter[str] = field(default_factory=Counter[str])
    walk: promises.Walk = field(default_factory=promises.Walk)

    def held_by(self, now: datetime) -> str | None:
        return self.holder if self.until and now < self.until else None

    def claim(self, name: str, now: datetime) -> None:
        if self.held_by(now) != name:
            self.history["claimed"] += 1
        self.holder, self.until = name, now + CLAIM_TIME

    def let_go(self) -> None:
        self.holder = self.until = None


class ReviewMachine(RuleBasedStateMachine):
    """Two flagged sessions of one taker, in a world of their own that `open_world` makes."""

    def __init__(self, open_world: OpenWorld) -> None:
        super().__init__()
        self.until_the_end = ExitStack()
        self.world = world = self.until_the_end.enter_context(open_world())
        self.people = {name: world.person(name, Role.MODERATOR) for name in NAMES}
        self.service = world.services.reviewing.reviewing
        self.reviews: list[Expected] = []

    @initialize()
    def two_flagged_sessions(self) -> None:
        for _ in SESSIONS:
            session_id = self.world.answered().id
            self.world.allege(session_id, 3)
            self.world.clock.pass_time(60)
            self.world.sessions.submit(self.world.taker, session_id, 1.0)
            (review,) = self.world.rows(ProctorReview, session_id=session_id)
            self.reviews.append(Expected(review.id, session_id, 3))

    # ---- moderators ----

    @rule(name=st.sampled_from(NAMES), which=st.sampled_from(SESSIONS))
    def open_case(self, name: str, which: int) -> None:
        """A case that is free is the moderator's from then on; a claim that soon ends gets longer."""
        review, now = self.reviews[which], self.now
        holder = review.held_by(now)
        is_free = holder is None and review.flagged_by != name
        ends_soon = holder == name and review.until is not None and review.until - now < RENEWAL
        case = self.service.open_case(self.people[name], review.session_id)
        if review.status in promises.OPEN_REVIEWS and (is_free or ends_soon):
            review.claim(name, now)
        review.screens[name] = case.review.revision

    @rule(name=st.sampled_from(NAMES), which=st.sampled_from(SESSIONS))
    def claim(self, name: str, which: int) -> None:
        review, refusals = self.reviews[which], Refusals()
        if review.status not in promises.OPEN_REVIEWS:
            refusals.add(IllegalMove)
        if review.held_by(self.now) not in (None, name):
            refusals.add(Conflict)
        if self.does(lambda: self.service.claim(self.people[name], review.id), refusals):
            review.claim(name, self.now)

    @rule(name=st.sampled_from(NAMES))
    def claim_next(self, name: str) -> None:
        """The one of the highest priority of those that the moderator may decide and nobody else holds."""
        now = self.now
        free = [r for r in self.reviews if r.status in promises.OPEN_REVIEWS and r.held_by(now) in (None, name)]
        theirs = sorted((review for review in free if review.flagged_by != name), key=self.rank)
        claimed = self.service.claim_next(self.people[name])
        assert (claimed.id if claimed else None) == (theirs[0].id if theirs else None)
        if theirs:
            theirs[0].claim(name, now)

    def rank(self, expected: Expected) -> datetime:
        """As it is kept; that it is right is among the promises."""
        (review,) = self.world.rows(ProctorReview, id=expected.id)
        return review.ranks_since

    @rule(name=st.sampled_from(NAMES))
    def look_at_the_queue(self, name: str) -> None:
        """Each review stands in the view of its status, and in the moderator's own while the claim lasts."""
        now, shows = self.now, lambda view: {row.review.id for row in self.service.queue(self.people[name], view).rows}
        assert shows(QueueView.WAITING) == {r.id for r in self.reviews if r.status is ReviewStatus.PENDING}
        assert shows(QueueView.ESCALATED) == {r.id for r in self.reviews if r.status is ReviewStatus.ESCALATED}
        assert shows(QueueView.MINE) == {r.id for r in self.reviews if r.held_by(now) == name}

    @rule(name=st.sampled_from(NAMES), which=st.sampled_from(SESSIONS))
    def let_go(self, name: str, which: int) -> None:
        review = self.reviews[which]
        self.service.release(self.people[name], review.id)
        if review.holder == name:
            review.let_go()
            review.history["released"] += 1

    @rule(name=st.sampled_from(NAMES), which=st.sampled_from(SESSIONS), kind=st.sampled_from(DecisionKind))
    def decide(self, name: str, which: int, kind: DecisionKind) -> None:
        """By what was on the screen: a case that shows more since, or is another's, is not decided."""
        review, target = self.reviews[which], DECISION_TARGET[kind]
        refusals = self.refusals_to(name, review, target)
        if review.held_by(self.now) not in (None, name):
            refusals.add(Conflict)
        if review.status is ReviewStatus.ESCALATED and review.flagged_by == name:
            refusals.add(NotAllowed)
        said = ("A phone on the table", review.screens.get(name, 0), "Look at 0:12")
        if self.does(lambda: self.service.decide(self.people[name], review.id, kind, *said), refusals):
            review.status = target
            review.let_go()
            review.flagged_by = name if kind is DecisionKind.ESCALATE else review.flagged_by
            review.history[kind] += 1

    @rule(name=st.sampled_from(NAMES), which=st.sampled_from(SESSIONS))
    def reopen(self, name: str, which: int) -> None:
        review = self.reviews[which]
        refusals, screen = self.refusals_to(name, review, ReviewStatus.PENDING), review.screens.get(name, 0)
        if self.does(lambda: self.service.reopen(self.people[name], review.id, "There is more", screen), refusals):
            review.status, review.flagged_by = ReviewStatus.PENDING, None
            review.let_go()
            review.history["reopened"] += 1

    @rule(which=st.sampled_from(SESSIONS))
    def try_as_the_taker(self, which: int) -> None:
        taker, review = self.world.taker, self.reviews[which]
        self.does(lambda: self.service.claim(taker, review.id), {NotAllowed})
        self.does(lambda: self.service.decide(taker, review.id, DecisionKind.APPROVE, "", 0), {NotAllowed})
        self.does(lambda: self.service.reopen(taker, review.id, "It was not me"), {NotAllowed})

    # ---- what comes by itself ----

    @rule(which=st.sampled_from(SESSIONS), second=st.integers(1, 50))
    def file_a_violation_late(self, which: int, second: int) -> None:
        """What an outage kept waiting; after a decision it counts nothing."""
        review, violation_id = self.reviews[which], uuid4()
        self.world.violations.open_violation(review.session_id, alleged(second), None, violation_id=violation_id)
        self.world.violations.close_violation(violation_id, alleged(second, second + 1))
        is_late = review.status not in promises.OPEN_REVIEWS
        review.count, review.late = review.count + (not is_late), review.late + is_late

    @rule(minutes=st.sampled_from((1, 6, 16)))
    def wait(self, minutes: int) -> None:
        """After 15 minutes a claim has run out."""
        self.world.clock.pass_time(60 * minutes)

    # ---- what holds ----

    @invariant()
    def reviews_are_as_expected(self) -> None:
        for expected in self.reviews:
            (review,) = self.world.rows(ProctorReview, id=expected.id)
            holder = self.people[expected.holder].id if expected.holder else None
            assert (review.status, review.claimed_by) == (expected.status, holder)
            assert review.claim_expires_at == expected.until
            escalated_by = self.people[expected.flagged_by].id if expected.flagged_by else None
            assert review.flagged_by == escalated_by
            assert review.flagged_by is None or review.moderator_id != review.flagged_by or not review.decided_at
            kinds = Counter(row.kind for row in self.world.rows(ReviewEvent, review_id=review.id))
            assert kinds == expected.history + Counter({"flagged_by_rule": 1, "arrived_late": expected.late})

    @invariant()
    def promises_hold(self) -> None:
        for expected in self.reviews:
            session = self.world.stored(expected.session_id)
            events = self.world.rows(AuditEvent, object_id=str(session.id))
            (review,) = self.world.rows(ProctorReview, id=expected.id)
            expected.walk.follow(events, session)
            assert session.violations_count == expected.count
            assert len(self.world.rows(Violation, session_id=session.id)) == expected.count + expected.late
            promises.assert_counted(self.world, session, events)
            promises.assert_passed_by_right(session, self.world.sessions.survey_of(session), review)
            promises.assert_reviewed(self.world, session, review)

    def teardown(self) -> None:
        with self.until_the_end:
            assert differing(self.world.engine) == 0
            for expected in self.reviews:
                assert self.world.verifying.verify(expected.session_id).broken == ()

    # ---- short names ----

    @property
    def now(self) -> datetime:
        return self.world.clock()

    def refusals_to(self, name: str, review: Expected, target: ReviewStatus) -> Refusals:
        """Why this moderator may not move the review by what is on the screen."""
        (stored,) = self.world.rows(ProctorReview, id=review.id)
        refusals = Refusals()
        if stored.revision != review.screens.get(name, 0):
            refusals.add(Conflict)
        if target not in REVIEW_MOVES[review.status]:
            refusals.add(IllegalMove)
        return refusals

    def does(self, act: Callable[[], Any], refusals: Refusals) -> bool:
        """Whether it was done; refused it must be for one of these reasons, exactly when there is one."""
        try:
            act()
        except ProctorError as refusal:
            assert type(refusal) in refusals, f"refused by {refusal!r}, expected {refusals or 'none'}"
            return False
        assert not refusals, f"expected a refusal by {refusals}"
        return True
