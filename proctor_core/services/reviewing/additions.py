"""Incidents that a moderator saw and the checks did not: appended, taken back by who added them until the decision.

Whoever adds one says that it happened, so it is a finding. What the machine alleged stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from db.engine import transaction
from db.shared_clock import SharedClock
from db.tables import AddedIncident, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.violation import IncidentType
from proctor_core.errors import InvalidInput, NotFound
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.appended import after, append, given_row, own_taken_back, rows_of, standing
from proctor_core.services.reviewing.case import known_duration_s
from proctor_core.services.reviewing.claiming import hold_case

ROUNDING_S = 1.0
"""A video's last picture may come so much after the session's last known second."""


@dataclass(frozen=True, slots=True)
class AdditionService:
    """Adds incidents and takes them back; `ReviewService.case` shows those that stand among the others.

    Attributes:
        shared: the clock by which processes agree who holds a review; stamps are by `clock`.
    """

    engine: Engine
    clock: Callable[[], datetime]
    shared: SharedClock | None = None

    def add(self, actor: User, review_id: UUID, type_: IncidentType, onset_s: float, offset_s: float) -> AddedIncident:
        """Say that something happened that the checks missed. The same again by the same moderator adds nothing.

        Args:
            onset_s, offset_s: seconds of the session; kept to a thousandth.

        Raises:
            NotFound: no such review.
            InvalidInput: no span within the session.
            Conflict: another moderator holds the case.
            NotAllowed: not a moderator, their own session, or they are the one who escalated it.
            IllegalMove: the review is decided, or the session is not under review.
        """
        guards.require_moderator(actor)
        with transaction(self.engine) as db:
            review, session = hold_case(db, actor, review_id, self.clock, self.shared)
            span = _span(session, onset_s, offset_s, self.clock())
            rows = rows_of(db, AddedIncident, review)
            words = (actor.id, type_, *span)
            for row in standing(rows):
                if (row.moderator_id, row.type, row.onset_s, row.offset_s) == words:
                    return row
            entry = AddedIncident(
                session_id=session.id,
                review_id=review.id,
                moderator_id=actor.id,
                type=type_,
                onset_s=span[0],
                offset_s=span[1],
                at=after(rows, self.clock()),
            )
            return append(db, review, entry, AuditAction.INCIDENT_ADDED)

    def take_back(self, actor: User, added_id: UUID) -> AddedIncident:
        """Take back what the actor added.

        Raises:
            NotFound: no such added incident.
            NotAllowed: another moderator added it, or as `add`.
            Conflict: another moderator holds the case.
            IllegalMove: it was taken back already; or as `add`.
        """
        guards.require_moderator(actor)
        with transaction(self.engine) as db:
            given = given_row(db, AddedIncident, added_id)
            if given is None:
                raise NotFound(Missing.ADDED_INCIDENT)
            review, _ = hold_case(db, actor, given.review_id, self.clock, self.shared)
            entry = own_taken_back(db, actor, review, given, self.clock(), ReviewRefusal.ADDED_BY_ANOTHER)
            return append(db, review, entry, AuditAction.INCIDENT_TAKEN_BACK)


def _span(session: SurveySession, onset_s: float, offset_s: float, now: datetime) -> tuple[float, float]:
    duration_s = known_duration_s(session, now)
    # Also refuses what is not a number.
    if not 0 <= onset_s < offset_s <= duration_s + ROUNDING_S:
        whole_s = round(duration_s)
        raise InvalidInput("ended_s", ReviewRefusal.NO_SPAN, duration_s=whole_s, onset_s=onset_s, offset_s=offset_s)
    return round(onset_s, 3), round(offset_s, 3)
