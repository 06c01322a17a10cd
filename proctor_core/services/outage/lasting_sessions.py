"""A taker's sessions over a database that may be away: what is watched here goes on, and what the taker enters waits on the disk.

While something of a session waits, its page is served from what this process knows, so that an answer that waits is never shown
as open; reads and writes go to the database again when all of it was filed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from db.away import PERHAPS_AWAY, is_away
from db.engine import reading
from db.tables import Answer, Survey, SurveySession, User
from proctor_core.domain.paging import PAGE, Cursor
from proctor_core.services.accounts.known_takers import KnownTakers
from proctor_core.services.outage.late_entries import LateEntries
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.taking.sessions import SessionService


@dataclass(frozen=True, slots=True)
class LastingSessions:
    """What a taker does while answering, as `SessionService` has it and with its errors, also while the database is away.

    One per process, used by pages, routes and the hand-in; it keeps nothing of its own. What can't be done without the database
    (consent, beginning, handing in, the review's outcome) is asked of `stored`, the database's own.
    """

    stored: SessionService
    known: KnownTakers
    outbox: Outbox

    # ---- whether it waits ----

    def is_waiting(self, session_id: UUID) -> bool:
        """Whether something of the session waits for the database."""
        return self._late.is_waiting(session_id)

    def can_be_handed_in(self, session_id: UUID) -> bool:
        """Whether the database is there and has everything of the session."""
        if self.is_waiting(session_id):
            return False
        try:
            with reading(self.stored.engine) as db:
                db.connection().execute(text("SELECT 1"))
        except PERHAPS_AWAY as error:
            if is_away(error):
                return False
            raise
        return True

    # ---- reading ----

    def my_sessions(self, actor: User, *, after: Cursor | None = None, limit: int = PAGE) -> Sequence[SurveySession]:
        """The actor's own sessions; while the database is away those that are watched here."""
        try:
            return self.stored.my_sessions(actor, after=after, limit=limit)
        except PERHAPS_AWAY as error:
            if is_away(error) and (found := self.known.sessions_of(actor.id)):
                return found
            raise

    def session_of(self, actor: User, session_id: UUID) -> SurveySession:
        """One of the actor's own sessions."""
        if self.is_waiting(session_id) and (known := self._late.own(actor, session_id)):
            return known.session
        try:
            session = self.stored.session_of(actor, session_id)
        except PERHAPS_AWAY as error:
            if is_away(error) and (known := self._late.own(actor, session_id)):
                return known.session
            raise
        self.known.note_session(session)
        return session

    def survey_of(self, session: SurveySession) -> Survey:
        """The survey version that a session answers."""
        try:
            survey = self.stored.survey_of(session)
        except PERHAPS_AWAY as error:
            known = self.known.session(session.id)
            if is_away(error) and known and known.survey:
                return known.survey
            raise
        self.known.note_survey(session, survey)
        return survey

    def answers(self, actor: User, session_id: UUID) -> Sequence[Answer]:
        """One row for each question that was shown, also where the answer waits."""
        if self.is_waiting(session_id) and (known := self._late.own(actor, session_id)):
            return list(known.answers.values())
        try:
            answers = self.stored.answers(actor, session_id)
        except PERHAPS_AWAY as error:
            if is_away(error) and (known := self._late.own(actor, session_id)):
                return list(known.answers.values())
            raise
        self.known.note_answers(session_id, answers)
        return answers

    # ---- answering ----

    def show_question(self, actor: User, session_id: UUID, index: int) -> Answer:
        """Note that a question is on the screen; the note may wait."""
        if not self.is_waiting(session_id):
            try:
                answer = self.stored.show_question(actor, session_id, index)
            except PERHAPS_AWAY as error:
                if not is_away(error) or self._late.own(actor, session_id) is None:
                    raise
            else:
                self.known.note_answers(session_id, [answer])
                return answer
        return self._late.show_question(actor, session_id, index)

    def save_answer(self, actor: User, session_id: UUID, question_id: str, value: Any) -> Answer:
        """Store an answer as it is given, or keep it on the disk until the database is back."""
        if not self.is_waiting(session_id):
            try:
                answer = self.stored.save_answer(actor, session_id, question_id, value)
            except PERHAPS_AWAY as error:
                if not is_away(error) or self._late.own(actor, session_id) is None:
                    raise
            else:
                self.known.note_answers(session_id, [answer])
                return answer
        return self._late.save_answer(actor, session_id, question_id, value)

    def resume(self, session_id: UUID) -> SurveySession:
        """interrupted -> in_progress, now or later."""
        known = self.known.session(session_id)
        if known is None or not self.is_waiting(session_id):
            try:
                return self.stored.resume(session_id)
            except PERHAPS_AWAY as error:
                if not is_away(error) or known is None:
                    raise
        return self._late.resume(known)

    @property
    def _late(self) -> LateEntries:
        return LateEntries(self.known, self.outbox, self.stored.clock, self.stored.on_screen)
