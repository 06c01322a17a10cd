"""What a taker enters while the database is away: checked as always, kept in the outbox, shown from what is known here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from db.tables import Answer, Survey, SurveySession, User
from proctor_core.codes.missing import Missing
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.answering import check_answer
from proctor_core.domain.states import ANSWERING, SessionStatus
from proctor_core.errors import IllegalMove, InvalidInput, NotFound, Unavailable
from proctor_core.services.accounts.known_takers import KnownSession, KnownTakers
from proctor_core.services.outage.outbox import Outbox
from proctor_core.services.surveys.surveys import definition_of
from proctor_core.services.taking.questions_on_screen import QuestionsOnScreen
from proctor_core.services.taking.waiting_writes import GivenAnswer, Pause, ShownQuestion


@dataclass(frozen=True, slots=True)
class LateEntries:
    """Of the sessions that this process knows. Every method is on the disk when it returns.

    Those with `actor` raise NotFound for a session that is somebody else's, Unavailable for one that is not known here, and
    IllegalMove for one that is not being answered.
    """

    known: KnownTakers
    outbox: Outbox
    clock: Callable[[], datetime]
    on_screen: QuestionsOnScreen

    def is_waiting(self, session_id: UUID) -> bool:
        """Whether something of the session waits for the database."""
        return self.outbox.waiting_for(session_id) > 0

    def own(self, actor: User, session_id: UUID) -> KnownSession | None:
        """What is known of one of the actor's own sessions; None: nothing."""
        known = self.known.session(session_id)
        if known and known.session.taker_id != actor.id:
            raise NotFound(Missing.SESSION)
        return known

    def show_question(self, actor: User, session_id: UUID, index: int) -> Answer:
        """Note that question `index` (from 0) is on the screen.

        Raises:
            InvalidInput: the survey has no question with this index.
        """
        known, survey = self._answerable(actor, session_id)
        definition, at = definition_of(survey), self.clock()
        if not 0 <= index < len(definition.questions):
            raise InvalidInput("index", SessionRefusal.NO_SUCH_INDEX, last=len(definition.questions) - 1, index=index)
        self.outbox.add(ShownQuestion(session_id, index, at))
        known.session.current_question, known.session.last_seen_at = index, at
        answer = _answer_to(known, definition.questions[index].id, at)
        self.known.note_session(known.session)
        self.known.note_answers(session_id, [answer])
        self.on_screen.note(session_id, definition.questions[index].allows)
        return answer

    def save_answer(self, actor: User, session_id: UUID, question_id: str, value: Any) -> Answer:
        """Keep an answer; None takes it back. The same value again changes nothing.

        Raises:
            InvalidInput: no such question, or the value does not fit it.
        """
        known, survey = self._answerable(actor, session_id)
        question, at = definition_of(survey).question(question_id), self.clock()
        checked, answer = check_answer(question, value), _answer_to(known, question_id, at)
        if checked == answer.value and type(checked) is type(answer.value):
            return answer
        self.outbox.add(GivenAnswer(session_id, question_id, checked, at))
        answer.value, answer.answered_at = checked, at
        self.known.note_answers(session_id, [answer])
        return answer

    def resume(self, known: KnownSession) -> SurveySession:
        """interrupted -> in_progress."""
        self.outbox.add(Pause(known.session.id, is_back=True))
        known.session.status = SessionStatus.IN_PROGRESS
        self.known.note_session(known.session)
        return known.session

    def _answerable(self, actor: User, session_id: UUID) -> tuple[KnownSession, Survey]:
        known = self.own(actor, session_id)
        if known is None or known.survey is None:
            raise Unavailable(SessionRefusal.DATABASE_AWAY)
        if known.session.status not in ANSWERING:
            raise IllegalMove(SessionRefusal.NOT_ANSWERING, status=known.session.status)
        return known, known.survey


def _answer_to(known: KnownSession, question_id: str, at: datetime) -> Answer:
    shown = Answer(session_id=known.session.id, question_id=question_id, shown_at=at)
    return known.answers.get(question_id, shown)
