"""The first face picture that a client of the API sends: when it may come, and that a second one needs a moderator's leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from db.engine import transaction
from db.queries.survey_sessions import locked_session
from db.tables import SurveySession, User
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.states import RE_ENROLLABLE, SessionStatus
from proctor_core.errors import IllegalMove
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.reviewing.review_guards import refuse_own, require_moderator
from proctor_core.services.session_moves import move_session, own_session
from proctor_core.services.surveys.watchers import require_client_watching


@dataclass(frozen=True, slots=True)
class ClientEnrolmentService:
    """Asked before a picture is looked at."""

    engine: Engine
    clock: Callable[[], datetime]

    def admit(self, actor: User, session_id: UUID) -> SurveySession:
        """The actor's own session, ready for its reference picture; consented -> enrolling.

        Raises:
            NotFound: no such session, or somebody else's.
            WatchedByServer: the server's own camera takes it.
            IllegalMove: consent is missing, the questions have begun, or a reference is there and no moderator lets
                another replace it.
        """
        with transaction(self.engine) as db:
            session = own_session(db, actor, session_id)
            require_client_watching(session)
            if session.initial_face_verified and not session.new_reference_allowed:
                raise IllegalMove(SessionRefusal.HAS_REFERENCE)
            if session.status is SessionStatus.CONSENTED:
                move_session(db, session, SessionStatus.ENROLLING, self.clock(), actor.id)
            if session.status not in (RE_ENROLLABLE if session.new_reference_allowed else {SessionStatus.ENROLLING}):
                raise IllegalMove(SessionRefusal.NO_CONSENT_YET, status=session.status)
        return session

    def allow_new_reference(self, moderator: User, session_id: UUID) -> SurveySession:
        """Let the next accepted reference face replace the one that is there, once.

        Raises:
            NotAllowed: not a moderator, or their own session.
            NotFound: no such session.
            IllegalMove: there is no reference yet, or the session is over.
        """
        require_moderator(moderator)
        with transaction(self.engine) as db:
            session = locked_session(db, session_id)
            refuse_own(moderator, session)
            if not session.initial_face_verified or session.status not in RE_ENROLLABLE:
                raise IllegalMove(SessionRefusal.NO_SECOND_REFERENCE, status=session.status)
            session.new_reference_allowed = True
            audit(db, self.clock(), AuditAction.NEW_REFERENCE_ALLOWED, session, actor_id=moderator.id)
        return session
