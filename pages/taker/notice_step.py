"""First step: what the camera is for, and the taker's yes or no, kept with the version of what was read."""

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_taker as texts
from proctor_core.bootstrap import application
from proctor_core.services.sessions import ConsentText, policy_of

PURPOSES = ("monitoring",)


def notice_step(taker: User, session: SurveySession) -> None:
    """Draw the notice and the two answers; refusing leads to a sentence that says what happens then."""
    threshold = policy_of(session).violation_threshold
    text = ConsentText(PURPOSES, texts.NOTICE_VERSION, texts.notice_sha256(threshold))
    with st.container(width=720):
        st.markdown(f"### {texts.NOTICE_TITLE}")
        st.markdown(texts.notice_text(threshold))
        if st.session_state.get("refused_consent") == str(session.id):
            st.info(texts.REFUSED, icon=":material/block:")
        with st.container(horizontal=True):
            agrees = st.button(texts.AGREE, type="primary")
            refuses = st.button(texts.DISAGREE)
    if agrees:
        application().sessions.give_consent(taker, session.id, text)
        st.session_state.pop("refused_consent", None)
        st.rerun()
    if refuses:
        application().sessions.refuse_consent(taker, session.id, text)
        st.session_state["refused_consent"] = str(session.id)
        st.rerun()
