"""What is still to be answered when the taker hands in: a list in which each line leads to its question."""

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_taker as texts
from pages.components.lasting_button import lasting_button
from pages.components.plain import plain
from pages.taker.services import services
from proctor_core.domain.answering import missing_answers
from proctor_core.domain.survey_definition import SurveyDefinition

_HANDED_IN = "wanted_to_hand_in"
_LONGEST = 80


def lists_open_questions(taker: User, session: SurveySession, definition: SurveyDefinition) -> bool:
    """Whether something is open, so that the list is drawn from now on instead of handing in."""
    if not _missing(taker, session, definition):
        return False
    st.session_state[_HANDED_IN] = session.id
    return True


def open_questions(taker: User, session: SurveySession, definition: SurveyDefinition) -> int | None:
    """Draw the list after a try to hand in, until nothing is open; the index of the question that was pressed."""
    if st.session_state.get(_HANDED_IN) != session.id:
        return None
    missing = _missing(taker, session, definition)
    if not missing:
        del st.session_state[_HANDED_IN]
        return None
    chosen = None
    with st.container(key="open-questions", gap="xxsmall"):
        st.warning(texts.STILL_OPEN, icon=":material/edit:")
        for index in missing:
            text = definition.questions[index].text
            shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
            label = texts.OPEN_QUESTION.format(number=index + 1, text=plain(shown))
            if lasting_button(
                label, key=f"open-{session.id}-{index}", type="tertiary", icon=":material/arrow_forward:"
            ):
                chosen = index
    return chosen


def _missing(taker: User, session: SurveySession, definition: SurveyDefinition) -> list[int]:
    answers = {a.question_id: a.value for a in services().sessions.answers(taker, session.id)}
    open_ids = missing_answers(definition, answers)
    return [index for index, question in enumerate(definition.questions) if question.id in open_ids]
