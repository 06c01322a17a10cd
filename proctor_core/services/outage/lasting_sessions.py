"""A taker's sessions over a database that may be away: what is watched here goes on, and what the taker enters waits on the disk.

While something of a session waits, its page is served from what this process knows, so that an answer that waits is never shown
as open; reads and writes go to the database again when all of it was filed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from db.away import AWAY
from db.engine import reading
from db.queries.paging import PAGE, Cursor
from db.tables import Answer, Survey, SurveySession, User
from proctor_core.domain.answering import check_answer
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import IllegalMove, InvalidInput, NotFound, Unavailable
from proctor_core.services.accounts.known_takers import KnownSession, KnownTakers
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.surveys.surveys import definition_of
from proctor_core.services.taking.sessions import ANSWERABLE, SessionService
from proctor_core.services.taking.waiting_writes import GivenAnswer, Pause, ShownQuestion


@dataclass(frozen=True, slots=True)
class LastingSessions(SessionService):
    """As `SessionService`. The base is called by its name: `super()` knows no class with slots."""

    known: KnownTakers
    outbox: Outbox

    # ---- whether it waits ----

    def is_waiting(self, session_id: UUID) -> bool:
        """Whether something of the session waits for the database."""
        return self.outbox.waiting_for(session_id) > 0

    def can_be_handed_in(self, session_id: UUID) -> bool:
        """Whether the database is there and has everything of the session."""
        if self.is_waiting(session_id):
            return False
        try:
            with reading(self.engine) as db:
                db.connection().execute(text("SELECT 1"))
        except AWAY:
            return False
        return True

    # ---- reading ----

    def my_sessions(self, actor: User, *, after: Cursor | None = None, limit: int = PAGE) -> Sequence[SurveySession]:
        """The actor's own sessions; while the database is away those that are watched here."""
        try:
            return SessionService.my_sessions(self, actor, after=after, limit=limit)
        except AWAY:
            if found := self.known.sessions_of(actor.id):
                return found
            raise

    def session_of(self, actor: User, session_id: UUID) -> SurveySession:
        """One of the actor's own sessions."""
        if self.is_waiting(session_id) and (known := self._own(actor, session_id)):
            return known.session
        try:
            session = SessionService.session_of(self, actor, session_id)
        except AWAY:
            if known := self._own(actor, session_id):
                return known.session
            raise
        self.known.note_session(session)
        return session

    def survey_of(self, session: SurveySession) -> Survey:
        """The survey version that a session answers."""
        try:
            survey = SessionService.survey_of(self, session)
        except AWAY:
            known = self.known.session(session.id)
            if known and known.survey:
                return known.survey
            raise
        self.known.note_survey(session, survey)
        return survey

    def answers(self, actor: User, session_id: UUID) -> Sequence[Answer]:
        """One row for each question that was shown, also where the answer waits."""
        if self.is_waiting(session_id) and (known := self._own(actor, session_id)):
            return list(known.answers.values())
        try:
            answers = SessionService.answers(self, actor, session_id)
        except AWAY:
            if known := self._own(actor, session_id):
                return list(known.answers.values())
            raise
        self.known.note_answers(session_id, answers)
        return answers

    # ---- answering ----

    def show_question(self, actor: User, session_id: UUID, index: int) -> Answer:
        """Note that a question is on the screen; the note may wait."""
        if not self.is_waiting(session_id):
            try:
                answer = SessionService.show_question(self, actor, session_id, index)
            except AWAY:
                if self._own(actor, session_id) is None:
                    raise
            else:
                self.known.note_answers(session_id, [answer])
                return answer
        return self._show_later(actor, session_id, index)

    def save_answer(self, actor: User, session_id: UUID, question_id: str, value: Any) -> Answer:
        """Store an answer as it is given, or keep it on the disk until the database is back."""
        if not self.is_waiting(session_id):
            try:
                answer = SessionService.save_answer(self, actor, session_id, question_id, value)
            except AWAY:
                if self._own(actor, session_id) is None:
                    raise
            else:
                self.known.note_answers(session_id, [answer])
                return answer
        return self._save_later(actor, session_id, question_id, value)

    def resume(self, session_id: UUID) -> SurveySession:
        """interrupted -> in_progress, now or later."""
        known = self.known.session(session_id)
        if known is None or not self.is_waiting(session_id):
            try:
                return SessionService.resume(self, session_id)
            except AWAY:
                if known is None:
                    raise
        self.outbox.add(Pause(session_id, is_back=True))
        known.session.status = SessionStatus.IN_PROGRESS
        self.known.note_session(known.session)
        return known.session

    # ---- inside ----

    def _own(self, actor: User, session_id: UUID) -> KnownSession | None:
        known = self.known.session(session_id)
        if known and known.session.taker_id != actor.id:
            raise NotFound("no such survey session")
        return known

    def _answerable_later(self, actor: User, session_id: UUID) -> tuple[KnownSession, Survey]:
        known = self._own(actor, session_id)
        if known is None or known.survey is None:
            raise Unavailable("the database is away, and this process does not watch this session")
        if known.session.status not in ANSWERABLE:
            raise IllegalMove(f"answers are taken while answering; this session is {known.session.status}")
        return known, known.survey

    def _show_later(self, actor: User, session_id: UUID, index: int) -> Answer:
        known, survey = self._answerable_later(actor, session_id)
        definition, at = definition_of(survey), self.clock()
        if not 0 <= index < len(definition.questions):
            raise InvalidInput("index", f"expected 0 to {len(definition.questions) - 1}, got {index}")
        self.outbox.add(ShownQuestion(session_id, index, at))
        known.session.current_question, known.session.last_seen_at = index, at
        question_id = definition.questions[index].id
        shown = Answer(session_id=session_id, question_id=question_id, shown_at=at)
        answer = known.answers.get(question_id, shown)
        self.known.note_session(known.session)
        self.known.note_answers(session_id, [answer])
        return answer

    def _save_later(self, actor: User, session_id: UUID, question_id: str, value: Any) -> Answer:
        known, survey = self._answerable_later(actor, session_id)
        question, at = definition_of(survey).question(question_id), self.clock()
        checked = check_answer(question, value)
        shown = Answer(session_id=session_id, question_id=question_id, shown_at=at)
        answer = known.answers.get(question_id, shown)
        if checked == answer.value and type(checked) is type(answer.value):
            return answer
        self.outbox.add(GivenAnswer(session_id, question_id, checked, at))
        answer.value, answer.answered_at = checked, at
        self.known.note_answers(session_id, [answer])
        return answer
