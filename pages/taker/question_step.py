"""The questions, one at a time: every answer is saved as it is given, and a reload comes back to the same question."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_taker as texts
from pages.components import spoken
from pages.components.lasting_button import lasting_button
from pages.components.plain import plain
from pages.components.problems import sentence_of
from pages.components.question_input import question_input
from pages.reader import reader
from pages.taker.open_questions import lists_open_questions, open_questions
from pages.taker.services import services
from pages.texts_spoken import listed
from proctor_core.domain.answering import missing_answers
from proctor_core.domain.survey_definition import Question, SurveyDefinition
from proctor_core.errors import InvalidInput, ProctorError, Unavailable
from proctor_core.language.sentences import error_sentence
from proctor_core.services.surveys.surveys import definition_of


def question_step(taker: User, session: SurveySession) -> bool:
    """Draw one question with its progress and the way on; True when a run is due, as after going to another one."""
    definition = definition_of(services().sessions.survey_of(session))
    total, index = len(definition.questions), min(session.current_question, len(definition.questions) - 1)
    answers = {a.question_id: a.value for a in services().sessions.answers(taker, session.id)}
    question = definition.questions[index]
    if question.id not in answers:
        services().sessions.show_question(taker, session.id, index)
    st.markdown(f"**{plain(definition.title)}**")
    st.progress(index / total, text=texts.QUESTION_OF.format(number=index + 1, total=total))
    with st.container(height=400, border=False, key="question"):
        refusal = ask(taker, session, question, answers.get(question.id))
    if problem := st.session_state.pop("answer_problem", None):
        st.warning(problem, icon=":material/error:")
    elif services().sessions.is_waiting(session.id):
        st.info(texts.KEPT_HERE, icon=":material/cloud_sync:")
    chosen = open_questions(taker, session, definition)
    if chosen is not None:
        return show(taker, session, chosen)
    with st.container(key="question-ways"):
        back, _, forward = st.columns([1, 3, 1])
    here = f"{session.id}-{index}"
    goes_back = lasting_button(texts.BACK, key=f"back-{here}", place=back, disabled=index == 0, width="stretch")
    is_last = index + 1 == total
    label = texts.HAND_IN if is_last else texts.NEXT
    looks: dict[str, Any] = {"place": forward, "type": "primary", "width": "stretch"}
    # A second click on "Next" hands nothing in; whoever has answered here has seen where they are.
    is_final = is_last and not (st.session_state.get("has_answered_here") or missing_answers(definition, answers))
    goes_on = lasting_button(label, key=f"forward-{here}", is_final=is_final, **looks)
    if goes_back and (refusal is None or refusal.was_read):
        return show(taker, session, index - 1)
    if not goes_on or refusal:
        return False
    if not is_last:
        return show(taker, session, index + 1)
    with forward:
        return hand_in(taker, session, definition)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is in the field is not what is stored.

    Attributes:
        was_read: this was on the screen already when the taker went on, so that the way back is theirs to choose.
    """

    was_read: bool


def ask(taker: User, session: SurveySession, question: Question, stored: object) -> Refusal | None:
    """Draw the input and save what changed in it, in this tab, since the question came up or was saved last.

    Another tab's newer answer is not a change of this one. What can't be saved is said beside the field in every run until
    it is changed; the answer before stays.
    """
    asked = f"{session.id}/{question.id}"
    before = st.session_state.get("asked")
    if before is None or before[0] != asked:
        # Before the input is drawn: from then on its value may be the taker's.
        before = st.session_state["asked"] = (asked, stored)
        st.session_state["has_answered_here"] = False
    given = question_input(question, stored)
    refused_before = st.session_state.pop("refused", None)
    if given == before[1]:
        return None
    st.session_state["has_answered_here"] = True
    why = save(taker, session, question, given)
    if why is None:
        st.session_state["asked"] = (asked, given)
        return None
    st.session_state["refused"] = refused = (asked, given)
    st.warning(why_not_saved(why, stored), icon=":material/error:")
    return Refusal(was_read=refused == refused_before)


def why_not_saved(error: ProctorError, stored: object) -> str:
    """The sentence beside the field."""
    if not isinstance(error, InvalidInput):
        return sentence_of(error)
    value = listed(map(str, stored)) if isinstance(stored, list) else str(stored)
    kept = texts.KEPT_NOTHING if stored is None else texts.KEPT_ANSWER.format(value=plain(value))
    return texts.NOT_SAVED.format(why=plain(error_sentence(error, reader())), kept=kept)


def show(taker: User, session: SurveySession, index: int) -> bool:
    """Go to a question; whether that was possible."""
    try:
        services().sessions.show_question(taker, session.id, index)
    except ProctorError as error:
        st.warning(sentence_of(error), icon=":material/error:")
        return False
    return True


def save(taker: User, session: SurveySession, question: Question, value: object) -> ProctorError | None:
    """Save one answer as it is given; why it was not saved."""
    try:
        services().sessions.save_answer(taker, session.id, question.id, value)
    except ProctorError as error:
        return error
    said = texts.KEPT_AT if services().sessions.is_waiting(session.id) else texts.SAVED_AT
    st.session_state["answer_saved"] = said.format(time=spoken.local_second(datetime.now(UTC)))
    return None


def hand_in(taker: User, session: SurveySession, definition: SurveyDefinition) -> bool:
    """Submit: what is open is said first; what can't be handed in now is said, and is still watched.

    True when there is something to say above, so that a run is due.
    """
    if lists_open_questions(taker, session, definition):
        return True
    if not services().sessions.can_be_handed_in(session.id):
        # Said where the page says that answers are kept: there is room for a sentence, under the button there is not.
        st.session_state["answer_problem"] = texts.HAND_IN_WAITS
        return True
    try:
        with st.spinner(texts.HANDING_IN):
            services().hand_in.hand_in(taker, session.id)
    except Unavailable:
        st.session_state["answer_problem"] = texts.HAND_IN_WAITS
        return True
    except ProctorError as error:
        st.session_state["answer_problem"] = sentence_of(error)
        return True
    st.session_state.pop("answer_saved", None)
    st.rerun()
