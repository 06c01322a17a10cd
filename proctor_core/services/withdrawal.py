"""A taker takes the consent back in the middle of a survey: watching ends for good, answers stay, and two ways lead on.

`withdraw_consent` pauses the session; then either `go_on_without_camera`, or `withdraw` and have everything of it erased.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, update
from sqlmodel import Session, col, func, select

from db.engine import reading, transaction
from db.tables import Consent, SurveySession, User
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import IllegalMove, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.left_open import close_intervals
from proctor_core.services.session_moves import move_session, own_session

_ANSWERING = frozenset({SessionStatus.IN_PROGRESS, SessionStatus.INTERRUPTED})
_WITHDRAWABLE = _ANSWERING | {SessionStatus.INVITED, SessionStatus.CONSENTED, SessionStatus.ENROLLING}


def is_choosing(session: SurveySession) -> bool:
    """Whether the consent was taken back and neither of the two ways was chosen yet."""
    return session.status is SessionStatus.INTERRUPTED and not session.proctoring_enabled


@dataclass(frozen=True, slots=True)
class WithdrawalService:
    """A taker's own sessions; every method raises NotFound for somebody else's."""

    engine: Engine
    clock: Callable[[], datetime]

    def withdraw_consent(self, actor: User, session_id: UUID) -> SurveySession:
        """Nothing of this session is watched any more; it pauses until the taker has chosen. A second call changes nothing.

        Raises:
            IllegalMove: its questions have not begun, or it was handed in.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if session.status not in _ANSWERING:
                raise IllegalMove(f"consent is taken back while answering; this session is {session.status}")
            if not session.proctoring_enabled:
                return session
            self._take_consent_back(db, session)
            move_session(db, session, SessionStatus.INTERRUPTED, self.clock(), actor.id)
            session.proctoring_enabled = False
        return session

    def go_on_without_camera(self, actor: User, session_id: UUID) -> SurveySession:
        """The first way: the questions go on unwatched. What was flagged before still goes to a person.

        Raises:
            IllegalMove: the consent was not taken back.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if session.proctoring_enabled or session.status not in _ANSWERING:
                raise IllegalMove("a session goes on without camera after its consent was taken back")
            move_session(db, session, SessionStatus.IN_PROGRESS, self.clock(), actor.id)
        return session

    def withdraw(self, actor: User, session_id: UUID) -> SurveySession:
        """The second way: the session ends without a result, and everything of it is to be erased.

        Raises:
            IllegalMove: it was handed in.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            if session.status not in _WITHDRAWABLE | {SessionStatus.WITHDRAWN}:
                raise IllegalMove(f"only what is not handed in can be withdrawn; this session is {session.status}")
            self._take_consent_back(db, session)
            if move_session(db, session, SessionStatus.WITHDRAWN, self.clock(), actor.id):
                session.ended_at = self.clock()
        return session

    def withdrawn_at(self, actor: User, session_id: UUID) -> datetime | None:
        """When the taker took the consent back; None: never."""
        newest = select(func.max(Consent.withdrawn_at)).where(Consent.session_id == session_id)
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None or session.taker_id != actor.id:
                raise NotFound("no such survey session")
            return db.exec(newest).one()

    def _take_consent_back(self, db: Session, session: SurveySession) -> None:
        at = self.clock()
        given = (
            update(Consent)
            .where(col(Consent.session_id) == session.id, col(Consent.is_given), col(Consent.withdrawn_at).is_(None))
            .values(withdrawn_at=at)
        )
        if db.exec(given).rowcount:
            audit(db, at, AuditAction.CONSENT_WITHDRAWN, session, actor_id=session.taker_id)
        close_intervals(db, session, at)
