"""A second face that a moderator knows for a picture or a screen: muted for the session, until who muted it takes that back.

The machine's rows stay as they are. Which incidents a mute covers, also those that arrive later, is found where a case is read
(`case_mutes.py`); a moderator's verdict about one of them goes before it.
"""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.engine import transaction
from db.shared_clock import SharedClock
from db.tables import Evidence, FaceMute, User, Violation
from proctor_core.codes.missing import Missing
from proctor_core.codes.review_refusals import ReviewRefusal
from proctor_core.domain.observation import Box
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.rules.still_face import place_of_still_face
from proctor_core.services.auditing import AuditAction
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.appended import after, append, given_row, own_taken_back, rows_of, standing
from proctor_core.services.reviewing.case_mutes import others_in
from proctor_core.services.reviewing.claiming import hold_case


@dataclass(frozen=True, slots=True)
class MuteService:
    """Mutes faces and takes it back.

    Attributes:
        shared: the clock by which processes agree who holds a review; stamps are by `clock`.
    """

    engine: Engine
    clock: Callable[[], datetime]
    shared: SharedClock | None = None

    def mute(self, actor: User, review_id: UUID, violation_id: UUID) -> FaceMute:
        """Say that the second face in a violation's pictures is a picture or a screen. The same again adds nothing.

        Raises:
            NotFound: no such review, or its session has no such violation.
            IllegalMove: it is of another type, its second face moves, or nobody knows where it is; the review is decided, or the
                session is not under review.
            Conflict: another moderator holds the case.
            NotAllowed: not a moderator, their own session, or they are the one who escalated it.
        """
        guards.require_moderator(actor)
        with transaction(self.engine) as db:
            review, session = hold_case(db, actor, review_id, self.clock, self.shared)
            violation = db.get(Violation, violation_id)
            if violation is None or violation.session_id != session.id:
                raise NotFound(Missing.VIOLATION)
            place = _place(db, violation)
            rows = rows_of(db, FaceMute, review)
            for row in standing(rows):
                if (row.moderator_id, row.violation_id) == (actor.id, violation_id):
                    return row
            entry = FaceMute(
                session_id=session.id,
                review_id=review.id,
                moderator_id=actor.id,
                violation_id=violation_id,
                face_box=list(astuple(place)),
                at=after(rows, self.clock()),
            )
            return append(db, review, entry, AuditAction.FACE_MUTED)

    def take_back(self, actor: User, mute_id: UUID) -> FaceMute:
        """Take the actor's own mute back: what it covered is open again.

        Raises:
            NotFound: no such mute.
            NotAllowed: another moderator muted it, or as `mute`.
            Conflict: another moderator holds the case.
            IllegalMove: it was taken back already; or as `mute`.
        """
        guards.require_moderator(actor)
        with transaction(self.engine) as db:
            given = given_row(db, FaceMute, mute_id)
            if given is None:
                raise NotFound(Missing.FACE_MUTE)
            review, _ = hold_case(db, actor, given.review_id, self.clock, self.shared)
            entry = own_taken_back(db, actor, review, given, self.clock(), ReviewRefusal.MUTED_BY_ANOTHER)
            return append(db, review, entry, AuditAction.FACE_UNMUTED)


def _place(db: Session, violation: Violation) -> Box:
    pictures = db.exec(select(Evidence).where(col(Evidence.violation_id) == violation.id)).all()
    others = others_in(pictures) if violation.type is ViolationType.MULTIPLE_FACES else None
    place = place_of_still_face(others) if others else None
    if place is None:
        raise IllegalMove(ReviewRefusal.NO_STILL_FACE)
    return place
