"""The questions, one at a time: every answer is saved as it is given, and a reload comes back to the same question."""

from datetime import datetime

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_taker as texts
from pages.components.lasting_button import lasting_button
from pages.components.plain import plain
from pages.components.problems import sentence_of
from pages.components.question_input import question_input
from proctor_core.bootstrap import application
from proctor_core.domain.answering import missing_answers
from proctor_core.domain.survey_definition import Question, SurveyDefinition
from proctor_core.errors import InvalidInput, ProctorError
from proctor_core.services.surveys import definition_of

PATIENCE_S = 15.0


def question_step(taker: User, session: SurveySession) -> bool:
    """Draw one question with its progress and the way on; True when a run is due, as after going to another one."""
    definition = definition_of(application().sessions.survey_of(session))
    total, index = len(definition.questions), min(session.current_question, len(definition.questions) - 1)
    answers = {a.question_id: a.value for a in application().sessions.answers(taker, session.id)}
    question = definition.questions[index]
    if question.id not in answers:
        application().sessions.show_question(taker, session.id, index)
    st.markdown(f"**{plain(definition.title)}**")
    st.progress(index / total, text=texts.QUESTION_OF.format(number=index + 1, total=total))
    with st.container(height=400, border=False):
        ask(taker, session, question, answers.get(question.id))
    if problem := st.session_state.pop("answer_problem", None):
        st.warning(problem, icon=":material/error:")
    elif application().sessions.is_waiting(session.id):
        st.info(texts.KEPT_HERE, icon=":material/cloud_sync:")
    back, _, forward = st.columns([1, 3, 1])
    here = f"{session.id}-{index}"
    if lasting_button(texts.BACK, key=f"back-{here}", place=back, disabled=index == 0, width="stretch"):
        return show(taker, session, index - 1)
    label = texts.NEXT if index + 1 < total else texts.HAND_IN
    if not lasting_button(label, key=f"forward-{here}", place=forward, type="primary", width="stretch"):
        return False
    if index + 1 < total:
        return show(taker, session, index + 1)
    with forward:
        return hand_in(taker, session, definition)


def ask(taker: User, session: SurveySession, question: Question, stored: object) -> None:
    """Draw the input and save what changed in it, in this tab, since the question came up or was saved last.

    Another tab's newer answer is not a change of this one.
    """
    asked = f"{session.id}/{question.id}"
    before = st.session_state.get("asked")
    if before is None or before[0] != asked:
        # Before the input is drawn: from then on its value may be the taker's.
        before = st.session_state["asked"] = (asked, stored)
    given = question_input(question, stored)
    if given != before[1]:
        save(taker, session, question, given)
        st.session_state["asked"] = (asked, given)


def show(taker: User, session: SurveySession, index: int) -> bool:
    """Go to a question; whether that was possible."""
    try:
        application().sessions.show_question(taker, session.id, index)
    except ProctorError as error:
        st.warning(sentence_of(error), icon=":material/error:")
        return False
    return True


def save(taker: User, session: SurveySession, question: Question, value: object) -> None:
    """Save one answer as it is given; what can't be saved is said, and the answer before stays."""
    try:
        application().sessions.save_answer(taker, session.id, question.id, value)
    except InvalidInput as error:
        st.session_state["answer_problem"] = texts.NOT_SAVED.format(why=plain(error.message))
    except ProctorError as error:
        st.session_state["answer_problem"] = sentence_of(error)
    else:
        said = texts.KEPT_AT if application().sessions.is_waiting(session.id) else texts.SAVED_AT
        st.session_state["answer_saved"] = said.format(time=datetime.now().astimezone().strftime("%H:%M:%S"))


def hand_in(taker: User, session: SurveySession, definition: SurveyDefinition) -> bool:
    """Submit: what is open is said first; then watching ends, all of it is written, and the session moves on.

    True when there is something to say above, so that a run is due.
    """
    answers = {a.question_id: a.value for a in application().sessions.answers(taker, session.id)}
    missing = missing_answers(definition, answers)
    if missing:
        numbers = [str(i + 1) for i, q in enumerate(definition.questions) if q.id in missing]
        st.warning(texts.STILL_OPEN.format(questions=", ".join(numbers)), icon=":material/edit:")
        return False
    if not application().sessions.can_be_handed_in(session.id):
        # Said where the page says that answers are kept: there is room for a sentence, under the button there is not.
        st.session_state["answer_problem"] = texts.HAND_IN_WAITS
        return True
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
