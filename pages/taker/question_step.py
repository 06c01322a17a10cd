"""The questions, one at a time: every answer is saved as it is given, and a reload comes back to the same question."""

from datetime import datetime

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_taker as texts
from pages.components.problems import sentence_of
from pages.taker.question_input import question_input
from proctor_core.bootstrap import application
from proctor_core.domain.answering import missing_answers
from proctor_core.domain.survey_definition import Question, SurveyDefinition
from proctor_core.errors import InvalidInput, ProctorError
from proctor_core.services.surveys import definition_of

PATIENCE_S = 15.0


def question_step(taker: User, session: SurveySession) -> None:
    """Draw one question with its progress and the way on."""
    definition = definition_of(application().sessions.survey_of(session))
    total, index = len(definition.questions), min(session.current_question, len(definition.questions) - 1)
    answers = {a.question_id: a.value for a in application().sessions.answers(taker, session.id)}
    question = definition.questions[index]
    if question.id not in answers:
        application().sessions.show_question(taker, session.id, index)
    st.markdown(f"**{definition.title}**")
    st.progress(index / total, text=texts.QUESTION_OF.format(number=index + 1, total=total))
    with st.container(height=400, border=False):
        question_input(question, answers.get(question.id), lambda value: save(taker, session, question, value))
    if problem := st.session_state.pop("answer_problem", None):
        st.warning(problem, icon=":material/error:")
    back, _, forward = st.columns([1, 3, 1])
    with back:
        st.button(texts.BACK, disabled=index == 0, on_click=show, args=(taker, session, index - 1), width="stretch")
    with forward:
        if index + 1 < total:
            st.button(texts.NEXT, type="primary", on_click=show, args=(taker, session, index + 1), width="stretch")
        elif st.button(texts.HAND_IN, type="primary", width="stretch"):
            hand_in(taker, session, definition)


def show(taker: User, session: SurveySession, index: int) -> None:
    """Go to a question."""
    try:
        application().sessions.show_question(taker, session.id, index)
    except ProctorError as error:
        st.session_state["answer_problem"] = sentence_of(error)


def save(taker: User, session: SurveySession, question: Question, value: object) -> None:
    """Save one answer as it is given; what can't be saved is said, and the answer before stays."""
    try:
        application().sessions.save_answer(taker, session.id, question.id, value)
    except InvalidInput as error:
        st.session_state["answer_problem"] = texts.NOT_SAVED.format(why=error.message)
    except ProctorError as error:
        st.session_state["answer_problem"] = sentence_of(error)
    else:
        st.session_state["answer_saved"] = texts.SAVED_AT.format(time=datetime.now().astimezone().strftime("%H:%M:%S"))


def hand_in(taker: User, session: SurveySession, definition: SurveyDefinition) -> None:
    """Submit: what is open is said first; then watching ends, all of it is written, and the session moves on."""
    answers = {a.question_id: a.value for a in application().sessions.answers(taker, session.id)}
    missing = missing_answers(definition, answers)
    if missing:
        numbers = [str(i + 1) for i, q in enumerate(definition.questions) if q.id in missing]
        st.warning(texts.STILL_OPEN.format(questions=", ".join(numbers)), icon=":material/edit:")
        return
    with st.spinner(texts.HANDING_IN):
        # An absence that ended just now may have been written after this page was drawn.
        application().sessions.resume(session.id)
        if session.proctoring_enabled:
            outcome = application().monitors.finish(session)
            application().writer.flush(PATIENCE_S)
            application().sessions.submit(taker, session.id, outcome.coverage, outcome.reasons)
        else:
            application().sessions.submit(taker, session.id)
    st.session_state.pop("answer_saved", None)
    st.rerun()
