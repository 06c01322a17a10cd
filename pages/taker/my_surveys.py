"""A taker's surveys: what waits, what goes on, what became of what was handed in."""

import streamlit as st

from db.tables import SurveySession
from pages import texts_taker as texts
from pages.components.page_header import page_header
from pages.components.plain import plain
from pages.components.signed_in import require_role
from pages.taker.chosen_session import choose
from pages.taker.services import services
from proctor_core.domain.roles import Role
from proctor_core.domain.states import RUNNING, SessionStatus
from proctor_core.services.surveys.surveys import definition_of

OPEN = {SessionStatus.INVITED: texts.BEGIN} | dict.fromkeys(RUNNING, texts.GO_ON)


def card(session: SurveySession) -> None:
    """One survey with its state and the one thing that can be done."""
    survey = services().sessions.survey_of(session)
    questions = len(definition_of(survey).questions)
    kind = texts.QUESTIONS_AND_CAMERA if session.proctoring_enabled else texts.QUESTIONS_ONLY
    icon, colour, sentence = texts.STATUS[session.status]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap="xsmall"):
            st.markdown(f"**{plain(survey.title)}**")
            st.caption(kind.format(questions=questions))
            st.markdown(f":{colour}[:material/{icon}:] {sentence}")
        label = OPEN.get(session.status, texts.TO_RECEIPT)
        kind_of_button = "primary" if session.status in OPEN else "secondary"
        st.button(label, key=f"open-{session.id}", type=kind_of_button, on_click=choose, args=(session.id,))


taker = require_role(Role.TAKER)
if "go_to_survey" in st.session_state:
    del st.session_state["go_to_survey"]
    st.switch_page("taker/take_survey.py")
page_header(texts.MY_SURVEYS)
sessions = services().sessions.my_sessions(taker)
if not sessions:
    st.info(texts.NO_SURVEYS, icon=":material/mail:")
for listed in sessions:
    # Until it begins, a session follows the settings in force: the list alone would promise a camera that is off by now.
    card(services().sessions.session_of(taker, listed.id))
