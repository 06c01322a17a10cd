"""Who has a case open just now, without holding it: so that nobody works beside a colleague unawares. Decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from db.engine import transaction
from db.queries.inserting import insert_if_absent
from db.queries.presence import present_in
from db.shared_clock import SharedClock
from db.tables import CasePresence, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.errors import NotFound
from proctor_core.services.reviewing.review_guards import refuse_own, require_moderator


@dataclass(frozen=True, slots=True)
class PresenceService:
    """`shared`: the clock by which processes agree who is there."""

    engine: Engine
    clock: Callable[[], datetime]
    shared: SharedClock | None = None

    def look(self, actor: User, session_id: UUID) -> Sequence[str]:
        """Say that the actor has this case open; the names of the others who have.

        Asked again at least every `HERE_FOR / 2` while the page is open.

        Raises:
            NotAllowed: not a moderator, or their own session.
            NotFound: no such session.
        """
        require_moderator(actor)
        with transaction(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None:
                raise NotFound(Missing.SESSION)
            refuse_own(actor, session)
            now = self.shared(db) if self.shared else self.clock()
            _note(db, actor, session_id, now)
            return present_in(db, [session_id], actor.id, now).get(session_id, ())


def _note(db: Session, actor: User, session_id: UUID, now: datetime) -> None:
    presence = CasePresence
    own = (col(presence.session_id) == session_id, col(presence.moderator_id) == actor.id)
    noted = db.exec(update(presence).where(*own).values(seen_at=now).returning(col(presence.id))).one_or_none()
    if noted is None:
        insert_if_absent(db, presence(session_id=session_id, moderator_id=actor.id, seen_at=now))
