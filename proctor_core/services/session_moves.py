"""How a service takes hold of a session and moves it: one place for "own only", for the move, and for its audit row."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db.queries.survey_sessions import locked_session
from db.tables import SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.domain.states import SESSION_MOVES, SessionStatus, move
from proctor_core.errors import NotFound
from proctor_core.services.auditing import AuditAction, audit


def own_session(db: Session, actor: User, session_id: UUID) -> SurveySession:
    """The actor's own session, locked until the transaction ends.

    Raises:
        NotFound: no such session, or somebody else's.
    """
    session = locked_session(db, session_id)
    if session.taker_id != actor.id:
        raise NotFound(Missing.SESSION)
    return session


def move_session(
    db: Session, session: SurveySession, target: SessionStatus, at: datetime, actor_id: UUID | None = None
) -> bool:
    """Move a locked session; asking for the state it is in changes nothing and returns False, so that a retry is harmless.

    Raises:
        IllegalMove: the table of moves does not hold it.
    """
    if session.status is target:
        return False
    before = session.status
    session.status = move(SESSION_MOVES, before, target)
    db.add(session)
    audit(db, at, AuditAction.SESSION_MOVED, session, actor_id=actor_id, detail=f"{before} -> {target}")
    return True
