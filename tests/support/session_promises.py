"""What holds of every session, whatever happened to it: the state machines of the tests ask it after each step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations
from uuid import UUID

from pytest import approx

from db.tables import AuditEvent, ProctorReview, ReviewEvent, Signal, Survey, SurveySession, Violation
from proctor_core.domain.alleged_total import AllegedSpan, totals_of
from proctor_core.domain.policy import FlagRule, policy_from_json
from proctor_core.domain.priority import priority_of
from proctor_core.domain.states import SESSION_MOVES, ReviewStatus, SessionStatus
from proctor_core.services.auditing import AuditAction
from tests.support.session_world import SessionWorld

OPEN_REVIEWS = frozenset({ReviewStatus.PENDING, ReviewStatus.ESCALATED})
HANDED_IN = frozenset({SessionStatus.PASSED, SessionStatus.UNDER_REVIEW, SessionStatus.REJECTED})
STATUS_OF_REVIEW = {
    ReviewStatus.PENDING: SessionStatus.UNDER_REVIEW,
    ReviewStatus.ESCALATED: SessionStatus.UNDER_REVIEW,
    ReviewStatus.APPROVED: SessionStatus.PASSED,
    ReviewStatus.REJECTED: SessionStatus.REJECTED,
}
MEASUREMENTS_GONE = frozenset({AuditAction.RETENTION_ENDED, AuditAction.FACE_DATA_ERASED})


@dataclass(slots=True)
class Walk:
    """The way of one session through its states, as the audit log says; the moves of one step are put in order."""

    at: SessionStatus = SessionStatus.INVITED
    _known: set[UUID] = field(default_factory=set[UUID])

    def follow(self, events: Sequence[AuditEvent], session: SurveySession) -> None:
        """Go on to where the session is now, by legal moves alone, each of which has its line in the audit log."""
        if session.status is SessionStatus.ERASED:
            # The lines name the session no more.
            assert self.at is SessionStatus.ERASED or SessionStatus.ERASED in SESSION_MOVES[self.at]
            self.at = session.status
            return
        new = [e for e in events if e.action == AuditAction.SESSION_MOVED and e.id not in self._known]
        self._known |= {event.id for event in new}
        moves = [_move(event) for event in new]
        ways = (self._end_of(way) for way in permutations(moves))
        assert session.status in ways, f"from {self.at} to {session.status} by {moves or 'no line in the audit log'}"
        self.at = session.status

    def _end_of(self, way: Sequence[tuple[SessionStatus, SessionStatus]]) -> SessionStatus | None:
        """Where these moves lead, in this order; None: not all of them are legal and joined."""
        at = self.at
        for before, after in way:
            if before is not at or after not in SESSION_MOVES[before]:
                return None
            at = after
        return at


def assert_counted(world: SessionWorld, session: SurveySession, events: Sequence[AuditEvent]) -> None:
    """The session counts its violations' rows, but for those that came after a decision, while the rows are kept."""
    actions = [event.action for event in events]
    if session.status is SessionStatus.ERASED or MEASUREMENTS_GONE & set(actions):
        return
    rows, late = len(world.rows(Violation, session_id=session.id)), actions.count(AuditAction.VIOLATION_LATE)
    assert session.violations_count == rows - late == actions.count(AuditAction.VIOLATION_OPENED)


def assert_passed_by_right(session: SurveySession, survey: Survey, review: ProctorReview | None) -> None:
    """What passed was seen for long enough, or a person said so, or nobody had to watch it."""
    if session.status is not SessionStatus.PASSED:
        return
    is_approved = review is not None and review.status is ReviewStatus.APPROVED
    was_seen = (session.coverage or 0.0) >= policy_from_json(session.policy).coverage_floor
    went_without = not session.proctoring_enabled and (survey.allow_without_camera or not survey.proctoring_enabled)
    assert is_approved or went_without or (session.proctoring_enabled and was_seen)


def assert_closed(world: SessionWorld, session: SurveySession) -> None:
    """Nothing is open of what was handed in."""
    if session.status in HANDED_IN:
        assert all(row.ended_at for row in world.rows(Violation, session_id=session.id))
        assert all(row.ended_at for row in world.rows(Signal, session_id=session.id))


def assert_reviewed(world: SessionWorld, session: SurveySession, review: ProctorReview | None) -> None:
    """What is flagged has a review, which agrees with the session; what a person did to it is in history and audit log."""
    if session.status is SessionStatus.ERASED:
        return
    assert session.flagged_for_review == (review is not None)
    if review is None:
        return
    if review.status in OPEN_REVIEWS:
        assert_ranked(world, session, review)
    if session.status in HANDED_IN:
        assert session.status is STATUS_OF_REVIEW[review.status]
    decided = [event for event in world.rows(ReviewEvent, review_id=review.id) if event.author_id is not None]
    audited = [e for e in world.rows(AuditEvent, object_id=str(review.id)) if e.action.startswith("review.")]
    assert sorted(f"review.{event.kind}" for event in decided) == sorted(event.action for event in audited)


def assert_ranked(world: SessionWorld, session: SurveySession, review: ProctorReview) -> None:
    """The kept rank is what the rows of now come to."""
    rows = world.rows(Violation, session_id=session.id)
    spans = [AllegedSpan(one.type, (one.offset_s or one.onset_s) - one.onset_s, one.confidence) for one in rows]
    priority = priority_of(totals_of(spans), [FlagRule(reason["rule"]) for reason in review.flag_reasons])
    assert (review.created_at - review.ranks_since).total_seconds() == approx(priority.points * 3600, abs=0.01)
    assert review.longest_s == approx(max((span.length_s for span in spans), default=0.0))
    assert review.unseen_share == approx(0.0 if session.coverage is None else 1 - session.coverage)


def _move(event: AuditEvent) -> tuple[SessionStatus, SessionStatus]:
    before, _, after = event.detail.partition(" -> ")
    return SessionStatus(before), SessionStatus(after)
