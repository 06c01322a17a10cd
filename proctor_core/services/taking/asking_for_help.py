"""A taker who needs help while the session runs: one sentence, which the live view shows until a moderator answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine

from db.engine import reading, transaction
from db.queries.session_messages import newest_help
from db.tables import SessionMessage, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.live_message import SENTENCE_LENGTH, MessageKind
from proctor_core.domain.states import RUNNING
from proctor_core.domain.storable import storable
from proctor_core.errors import IllegalMove, InvalidInput, NotFound
from proctor_core.services.auditing import AuditAction, audit
from proctor_core.services.session_moves import own_session

BETWEEN_TWO = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class HelpService:
    """What a taker says; what moderators answer is `LiveSessionService.send`."""

    engine: Engine
    clock: Callable[[], datetime]

    def ask(self, actor: User, session_id: UUID, words: str) -> SessionMessage:
        """Keep what the taker needs. The same words within a minute are the same sentence.

        Raises:
            NotFound: no such session, or somebody else's.
            InvalidInput: no words, or too many.
            IllegalMove: the session does not run or nobody watches it, or something else was asked less than a minute ago.
        """
        said = _given(words)
        with transaction(self.engine) as db:
            session, at = own_session(db, actor, session_id), self.clock()
            if session.status not in RUNNING or not session.proctoring_enabled:
                raise IllegalMove(SessionRefusal.NOT_RUNNING, status=session.status)
            before = newest_help(db, session_id)
            if before is not None and timedelta(0) <= at - before.at < BETWEEN_TWO:
                if before.sentence == said:
                    return before
                raise IllegalMove(SessionRefusal.ASKED_JUST_NOW)
            message = SessionMessage(
                session_id=session.id, author_id=actor.id, kind=MessageKind.HELP, sentence=said, at=at
            )
            db.add(message)
            audit(db, at, AuditAction.HELP_ASKED, session, actor_id=actor.id)
            return message

    def newest(self, actor: User, session_id: UUID) -> SessionMessage | None:
        """What the actor asked last in their own session; None: nothing.

        Raises:
            NotFound: no such session, or somebody else's.
        """
        with reading(self.engine) as db:
            session = db.get(SurveySession, session_id)
            if session is None or session.taker_id != actor.id:
                raise NotFound(Missing.SESSION)
            return newest_help(db, session_id)


def _given(words: str) -> str:
    said = storable(" ".join(words.split()), "words")
    if not said:
        raise InvalidInput("words", SessionRefusal.EMPTY_SENTENCE)
    if len(said) > SENTENCE_LENGTH:
        raise InvalidInput("words", SessionRefusal.SENTENCE_TOO_LONG, longest=SENTENCE_LENGTH, length=len(said))
    return said
