"""Dismissing incidents of low priority together, in two steps; nothing is ever confirmed or rejected so.

A verdict of a batch says that nobody looked at the incident by itself: it counts for no check's precision, decides no case, and
the whole batch is taken back at once. Each case is a transaction of its own that asks what any verdict asks; it takes no case
into the moderator's hands.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading, transaction
from db.queries.bulk_dismissals import Batch, batches_of, incident_rows_of, verdicts_of_batch
from db.queries.proposals import open_proposal, open_proposals
from db.queries.queue_filter import QueueFilter
from db.queries.queue_order import QueueOrder
from db.queries.review_queue import QueueRow, QueueView, queue_rows
from db.queries.session_case import incident_rows
from db.shared_clock import SharedClock
from db.tables import IncidentVerdict, ProctorReview, SurveySession, User
from proctor_core.codes.audit_details import AuditDetail
from proctor_core.codes.code import message
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.alleged_total import AllegedSpan, totals_of
from proctor_core.domain.priority import Priority, priority_of
from proctor_core.errors import InvalidInput, ProctorError
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.appended import after, copy_taking_back, note_judged
from proctor_core.services.reviewing.case_incidents import CaseIncident
from proctor_core.services.reviewing.verdicts import about, judged_incidents, seen_rows

MOST_CASES = 100
MOST_INCIDENTS = 2000
TAKEN_BACK_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LowIncident:
    """One incident of low priority, as it was shown: its case, its number in it, its members, its points."""

    review_id: UUID
    session_id: UUID
    number: int
    onset_s: float
    offset_s: float
    types: tuple[str, ...]
    members: frozenset[UUID]
    points: float


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What would be dismissed.

    Attributes:
        cases: how many cases were looked through. held: how many more others hold, which are left out.
        has_more: the view has cases beyond those.
    """

    incidents: tuple[LowIncident, ...]
    cases: int
    held: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class BulkDone:
    """How many incidents it was done for, and for how many not: their case or they themselves had changed meanwhile."""

    batch_id: UUID
    done: int
    left: int


class _OpenCase(NamedTuple):
    """A case that the actor may judge, held by the transaction."""

    db: Session
    review: ProctorReview
    session: SurveySession


@dataclass(frozen=True, slots=True)
class BulkDismissalService:
    """Every method raises NotAllowed for whoever is no moderator. `shared`: by which processes agree who holds a review."""

    engine: Engine
    clock: Callable[[], datetime]
    shared: SharedClock | None = None

    def plan(self, actor: User, narrowed: QueueFilter, order: QueueOrder) -> BulkPlan:
        """The incidents of low priority in the first cases that wait, without a verdict so far; changes nothing."""
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            now = self._now(db)
            rows = queue_rows(
                db,
                QueueView.WAITING,
                actor_id=actor.id,
                now=now,
                narrowed=narrowed,
                order=order,
                after=None,
                limit=MOST_CASES + 1,
            )
            shown = rows[:MOST_CASES]
            free = [row for row in shown if row.review.claimed_by == actor.id or not guards.is_held(row.review, now)]
            parts = incident_rows_of(db, [row.session.id for row in free])
            proposals = open_proposals(db, [row.review.id for row in free])
        parts = {row.session.id: seen_rows(parts[row.session.id], proposals.get(row.review.id), actor) for row in free}
        incidents = [
            _as_shown(row, incident, priority)
            for row in free
            for incident, priority in _low(judged_incidents(row.session, parts[row.session.id], self.clock()))
        ]
        return BulkPlan(tuple(incidents[:MOST_INCIDENTS]), len(free), len(shown) - len(free), len(rows) > MOST_CASES)

    def dismiss(self, actor: User, incidents: Collection[LowIncident]) -> BulkDone:
        """Dismiss what was shown, where it is still so; what changed, was judged or is held by now stays as it is.

        Raises:
            InvalidInput: more than a plan holds.
        """
        guards.require_moderator(actor)
        if len(incidents) > MOST_INCIDENTS:
            raise InvalidInput("incidents", ReviewRefusal.TOO_LONG, longest=MOST_INCIDENTS, length=len(incidents))
        batch_id, done = uuid4(), 0
        for review_id, some in _by_review(incidents):
            done += self._dismiss_in(actor, review_id, [one.members for one in some], batch_id)
        return BulkDone(batch_id, done, len(incidents) - done)

    def take_back(self, actor: User, batch_id: UUID) -> BulkDone:
        """Take back what the actor dismissed in a batch; cases that were decided, or that others hold, keep it."""
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            given = verdicts_of_batch(db, actor.id, batch_id)
        reviews = dict.fromkeys(row.review_id for row in given)
        done = sum(self._take_back_in(actor, review_id, batch_id) for review_id in reviews)
        return BulkDone(batch_id, done, len(given) - done)

    def batches(self, actor: User) -> Sequence[Batch]:
        """The actor's batches of the last day that can be taken back, the newest first."""
        guards.require_moderator(actor)
        with reading(self.engine) as db:
            return batches_of(db, actor.id, self.clock() - TAKEN_BACK_WITHIN)

    def _dismiss_in(self, actor: User, review_id: UUID, given: Collection[frozenset[UUID]], batch_id: UUID) -> int:
        """How many of these incidents of one case."""
        with self._open_case(actor, review_id) as case:
            if case is None:
                return 0
            db, review, session = case
            rows = incident_rows(db, session.id)
            verdicts, before = list(rows.verdicts), len(rows.verdicts)
            seen = seen_rows(rows, open_proposal(db, review.id), actor)
            for incident, _ in _low(judged_incidents(session, seen, self.clock())):
                if incident.anchor.members in given:
                    words = {"moderator_id": actor.id, "kind": VerdictKind.DISMISS, "batch_id": batch_id}
                    at = after(verdicts, self.clock())
                    verdicts.append(
                        IncidentVerdict(session_id=session.id, review_id=review.id, at=at, **words, **about(incident))
                    )
            self._append(case, actor, verdicts[before:], AuditAction.DISMISSED_IN_BULK)
            return len(verdicts) - before

    def _take_back_in(self, actor: User, review_id: UUID, batch_id: UUID) -> int:
        """How many of one case's."""
        with self._open_case(actor, review_id) as case:
            if case is None:
                return 0
            db, review, session = case
            verdicts = list(incident_rows(db, session.id).verdicts)
            before = len(verdicts)
            # Read again: another window may have taken it back meanwhile.
            for row in verdicts_of_batch(db, actor.id, batch_id, review.id):
                verdicts.append(copy_taking_back(row, after(verdicts, self.clock()), kind=None, reason=None))
            self._append(case, actor, verdicts[before:], AuditAction.BULK_TAKEN_BACK)
            return len(verdicts) - before

    @contextmanager
    def _open_case(self, actor: User, review_id: UUID) -> Iterator[_OpenCase | None]:
        """A transaction that holds the case; None: it is decided, gone, or somebody else's by now."""
        with transaction(self.engine) as db:
            try:
                review, session = guards.find_review(db, actor, review_id)
                guards.refuse_held(db, actor, review, self._now(db))
                guards.refuse_who_passed_it_on(db, actor, review)
                guards.require_open(review, session)
            except ProctorError:
                yield None
            else:
                yield _OpenCase(db, review, session)

    def _append(self, case: _OpenCase, actor: User, rows: Sequence[IncidentVerdict], action: AuditAction) -> None:
        if not rows:
            return
        case.db.add_all(rows)
        note_judged(case.review, rows[0].at)
        detail = message(AuditDetail.INCIDENTS_OF_SESSION, session_id=str(case.session.id), count=len(rows))
        audit(case.db, self.clock(), action, case.review, actor_id=actor.id, detail=detail)

    def _now(self, db: Session) -> datetime:
        return self.shared(db) if self.shared else self.clock()


def _low(incidents: Sequence[CaseIncident]) -> Iterator[tuple[CaseIncident, Priority]]:
    """Those of low priority about which nothing was said; one with a technical signal is looked at by itself."""
    for incident in incidents:
        if incident.verdict or incident.signals or not incident.violations:
            continue
        spans = (_span(incident, one.violation.onset_s, one.violation.offset_s) for one in incident.violations)
        alleged = zip(incident.violations, spans, strict=True)
        totals = totals_of(AllegedSpan(one.violation.type, span, one.violation.confidence) for one, span in alleged)
        if (priority := priority_of(totals, ())).is_low:
            yield incident, priority


def _span(incident: CaseIncident, onset_s: float, offset_s: float | None) -> float:
    return (incident.offset_s if offset_s is None else offset_s) - onset_s


def _as_shown(row: QueueRow, incident: CaseIncident, priority: Priority) -> LowIncident:
    return LowIncident(
        review_id=row.review.id,
        session_id=row.session.id,
        number=incident.number,
        onset_s=incident.onset_s,
        offset_s=incident.offset_s,
        types=tuple(sorted({one.violation.type for one in incident.violations})),
        members=incident.anchor.members,
        points=priority.points,
    )


def _by_review(incidents: Collection[LowIncident]) -> Iterator[tuple[UUID, Iterator[LowIncident]]]:
    return groupby(sorted(incidents, key=lambda one: one.review_id), key=lambda one: one.review_id)
