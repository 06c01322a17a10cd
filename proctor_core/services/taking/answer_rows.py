"""The row of one answer: made when its question is shown, filled when it is answered. Inside the caller's transaction."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from db.queries.survey_sessions import answer_to
from db.tables import Answer, SurveySession
from proctor_core.codes.session_refusals import SessionRefusal
from proctor_core.domain.answering import check_answer
from proctor_core.domain.survey_definition import Question, SurveyDefinition
from proctor_core.errors import InvalidInput


def show(db: Session, session: SurveySession, definition: SurveyDefinition, index: int, at: datetime) -> Answer:
    """Note that question `index` is on the screen; `shown_at` keeps the first time."""
    if not 0 <= index < len(definition.questions):
        raise InvalidInput("index", SessionRefusal.NO_SUCH_INDEX, last=len(definition.questions) - 1, index=index)
    session.current_question = index
    session.last_seen_at = at
    return _row(db, session, definition.questions[index], at)


def store_answer(db: Session, session: SurveySession, question: Question, value: Any, at: datetime) -> Answer:
    """Check the value and store it; `revision` counts the changes, an equal value is none."""
    checked = check_answer(question, value)
    session.last_seen_at = at
    answer = _row(db, session, question, at)
    if checked == answer.value and type(checked) is type(answer.value):
        return answer
    answer.value = checked
    answer.revision += 1
    answer.answered_at = at
    return answer


def _row(db: Session, session: SurveySession, question: Question, at: datetime) -> Answer:
    answer = answer_to(db, session.id, question.id)
    if answer is None:
        answer = Answer(session_id=session.id, question_id=question.id, shown_at=at)
        db.add(answer)
    return answer
