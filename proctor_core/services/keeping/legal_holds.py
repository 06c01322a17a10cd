"""Legal holds: an administrator keeps all of a session from being erased, with a reason, and lets it go again with another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from db.engine import reading, transaction
from db.queries.appeals import standing_holds
from db.queries.survey_sessions import locked_session
from db.tables import LegalHold, SurveySession, User
from proctor_core.codes.appeal_refusals import HoldRefusal
from proctor_core.codes.missing import Missing
from proctor_core.domain.session_code import IdRange
from proctor_core.domain.states import HANDED_IN
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.permissions import require_administrator
from proctor_core.services.reviewing.review_guards import given_note


@dataclass(frozen=True, slots=True)
class LegalHoldService:
    """Every method raises NotAllowed for whoever is no administrator."""

    engine: Engine
    clock: Callable[[], datetime]

    def standing(self, actor: User) -> Sequence[LegalHold]:
        """Every hold that stands, the newest first."""
        require_administrator(actor)
        with reading(self.engine) as db:
            return standing_holds(db)

    def session_called(self, actor: User, ids: IdRange) -> SurveySession:
        """The session of a code, or of a whole id.

        Raises:
            NotFound: there is none, or several share the code: then the whole id is needed.
        """
        require_administrator(actor)
        with reading(self.engine) as db:
            within = select(SurveySession).where(SurveySession.id >= ids.first, SurveySession.id <= ids.last)
            found = db.exec(within.limit(2)).all()
        if len(found) != 1:
            raise NotFound(Missing.SESSION)
        return found[0]

    def set_hold(self, actor: User, session_id: UUID, reason: str) -> LegalHold:
        """Keep the session until the hold is lifted: no sweep and no erasure takes anything of it.

        Raises:
            NotFound: no such session.
            InvalidInput: no reason, or too long a one.
            IllegalMove: it is held already, or was not handed in.
        """
        require_administrator(actor)
        said = given_note(reason)
        with transaction(self.engine) as db:
            session = locked_session(db, session_id)
            if session.status not in HANDED_IN:
                raise IllegalMove(HoldRefusal.NOT_HANDED_IN, status=session.status)
            if standing_holds(db, session_id):
                raise IllegalMove(HoldRefusal.HELD)
            return self._append(db, actor, session, said, AuditAction.HOLD_SET)

    def lift_hold(self, actor: User, session_id: UUID, reason: str) -> LegalHold:
        """Let the session go: it is due again by its own time.

        Raises:
            NotFound: no such session.
            InvalidInput: no reason, or too long a one.
            IllegalMove: it is not held.
        """
        require_administrator(actor)
        said = given_note(reason)
        with transaction(self.engine) as db:
            session = locked_session(db, session_id)
            held = next(iter(standing_holds(db, session_id)), None)
            if held is None:
                raise IllegalMove(HoldRefusal.NOT_HELD)
            return self._append(db, actor, session, said, AuditAction.HOLD_LIFTED, held.id)

    def _append(
        self,
        db: Session,
        actor: User,
        session: SurveySession,
        reason: str,
        action: AuditAction,
        lifts: UUID | None = None,
    ) -> LegalHold:
        at = self.clock()
        row = LegalHold(session_id=session.id, administrator_id=actor.id, reason=reason, lifts=lifts, at=at)
        db.add(row)
        audit(db, at, action, session, actor_id=actor.id, detail=reason)
        return row
