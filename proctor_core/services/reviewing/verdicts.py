"""What a named moderator says about single incidents: appended, never changed. A confirmed violation is a finding, no other is.

Each use case is one transaction that holds the session first, as a decision does, and refuses what a decision refuses. Who
judges an incident of a case that nobody holds takes the case by it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from db.engine import transaction
from db.queries.proposals import open_proposal
from db.queries.session_case import IncidentRows
from db.shared_clock import SharedClock
from db.tables import IncidentVerdict, RejectionProposal, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.codes.verdicts import VerdictKind, VerdictReason
from proctor_core.domain.policy import policy_from_json
from proctor_core.errors import Conflict, IllegalMove, NotAllowed, NotFound
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.appended import after, append, copy_taking_back, given_row
from proctor_core.services.reviewing.blinding import as_proposal, is_hidden
from proctor_core.services.reviewing.case import known_duration_s
from proctor_core.services.reviewing.case_incidents import CaseIncident, CaseViolation, build_incidents, judged
from proctor_core.services.reviewing.claiming import hold_case
from proctor_core.services.reviewing.sampled_case import said_about


@dataclass(frozen=True, slots=True)
class VerdictService:
    """Gives verdicts and takes them back; `ReviewService.case` shows those that stand, each at its incident.

    Attributes:
        shared: the clock by which processes agree who holds a review; stamps are by `clock`.
    """

    engine: Engine
    clock: Callable[[], datetime]
    shared: SharedClock | None = None

    def give(
        self,
        actor: User,
        review_id: UUID,
        members: Collection[UUID],
        kind: VerdictKind,
        reason: VerdictReason | None = None,
        replaces: Collection[UUID] | None = None,
    ) -> IncidentVerdict:
        """Say something about one incident; it replaces what was said before. One's own word again adds nothing.

        Args:
            members: ids of all violations and signals of the incident, as they were on the moderator's screen.
            replaces: the verdict that stood about it on that screen, empty where there was none; None: whatever stands now.

        Raises:
            NotFound: no such review, or its case has no incident with one of these.
            Conflict: the incident has more or fewer by now, another verdict stands, or another moderator holds the case; nothing
                is stored.
            NotAllowed: not a moderator, their own session, or they are the one who escalated it.
            IllegalMove: the review is decided, or the session is not under review.
        """
        guards.require_moderator(actor)
        with transaction(self.engine) as db:
            review, session = hold_case(db, actor, review_id, self.clock, self.shared)
            rows = said_about(db, review)
            incidents = judged_incidents(session, seen_rows(rows, open_proposal(db, review.id), actor), self.clock())
            incident = _incident_of(incidents, frozenset(members))
            said = incident.verdict.row if incident.verdict else None
            words: dict[str, Any] = {
                "moderator_id": actor.id,
                "kind": kind,
                "reason": reason,
                "batch_id": None,
                **about(incident),
            }
            if said and all(getattr(said, column) == value for column, value in words.items()):
                return said
            if replaces is not None and set(replaces) != ({said.id} if said else set()):
                raise Conflict(ReviewRefusal.VERDICT_CHANGED)
            at = after(rows.verdicts, self.clock())
            verdict = IncidentVerdict(session_id=session.id, review_id=review.id, at=at, **words)
            return append(db, review, verdict, AuditAction.VERDICT_GIVEN)

    def take_back(self, actor: User, verdict_id: UUID) -> IncidentVerdict:
        """Take the actor's own verdict back; what stood before about its incident stands again.

        Raises:
            NotFound: no such verdict.
            NotAllowed: it is another moderator's, or as `give`.
            Conflict: another moderator holds the case.
            IllegalMove: it stands about no incident: it was replaced, or taken back; or as `give`.
        """
        guards.require_moderator(actor)
        with transaction(self.engine) as db:
            given = given_row(db, IncidentVerdict, verdict_id)
            if given is None:
                raise NotFound(Missing.VERDICT)
            review, session = hold_case(db, actor, given.review_id, self.clock, self.shared)
            if given.moderator_id != actor.id:
                raise NotAllowed(ReviewRefusal.VERDICT_OF_ANOTHER)
            rows = said_about(db, review)
            incidents = judged_incidents(session, seen_rows(rows, open_proposal(db, review.id), actor), self.clock())
            if given.id not in {incident.verdict.row.id for incident in incidents if incident.verdict}:
                raise IllegalMove(ReviewRefusal.VERDICT_REPLACED)
            entry = copy_taking_back(given, after(rows.verdicts, self.clock()), kind=None, reason=None)
            return append(db, review, entry, AuditAction.VERDICT_TAKEN_BACK)


def seen_rows(rows: IncidentRows, proposal: RejectionProposal | None, actor: User) -> IncidentRows:
    """Without what another moderator said whose opinion the actor may not know yet."""
    verdicts = tuple(row for row in rows.verdicts if not is_hidden(row, as_proposal(proposal), actor.id))
    return replace(rows, verdicts=verdicts)


def judged_incidents(session: SurveySession, rows: IncidentRows, now: datetime) -> tuple[CaseIncident, ...]:
    """A session's incidents with the verdicts that stand, without names and pictures."""
    violations = [CaseViolation(violation, ()) for violation in rows.violations]
    gap_s = policy_from_json(session.policy).incident_gap_s
    incidents = build_incidents(violations, rows.signals, gap_s, known_duration_s(session, now))
    return judged(incidents, rows.verdicts, {})


def _incident_of(incidents: Sequence[CaseIncident], members: frozenset[UUID]) -> CaseIncident:
    found = next((incident for incident in incidents if incident.anchor.members & members), None)
    if found is None:
        raise NotFound(Missing.INCIDENT)
    if found.anchor.members != members:
        raise Conflict(ReviewRefusal.INCIDENT_CHANGED)
    return found


def about(incident: CaseIncident) -> dict[str, Any]:
    """The columns that say which incident a verdict is about."""
    return {
        "type": incident.type,
        "onset_s": incident.onset_s,
        "offset_s": incident.offset_s,
        "violation_ids": [str(one.violation.id) for one in incident.violations],
        "signal_ids": [str(signal.id) for signal in incident.signals],
    }
