"""Under the camera: a sentence to the moderators, and that it was sent; their answer comes by the live badge."""

import streamlit as st

from db.tables import SessionMessage, SurveySession, User
from pages import texts_taker as texts
from pages.components.lasting_button import lasting_button
from pages.components.plain import plain
from pages.components.problems import sentence_of
from pages.components.spoken import local_clock
from pages.taker.services import services
from proctor_core.domain.live_message import SENTENCE_LENGTH
from proctor_core.errors import ProctorError
from proctor_core.services.outage.away import PERHAPS_UNAVAILABLE, away_of

WORDS_PX = 80


def help_button(taker: User, session: SurveySession) -> None:
    """Draw it; what was sent last stands in it."""
    with st.popover(texts.HELP, icon=":material/support_agent:", type="tertiary"):
        st.caption(texts.HELP_LEAD)
        key = f"help-{session.id}"
        st.text_area(texts.HELP_LABEL, key=key, height=WORDS_PX, max_chars=SENTENCE_LENGTH)
        if lasting_button(texts.HELP_SEND, key=f"send-{key}", icon=":material/send:"):
            _send(taker, session, st.session_state.get(key, ""))
        newest = _newest(taker, session)
        if newest:
            said = texts.HELP_SENT.format(time=local_clock(newest.at), sentence=plain(newest.sentence))
            st.caption(f":material/check: {said}")


def _newest(taker: User, session: SurveySession) -> SessionMessage | None:
    """What was sent last, read once for a window; None too while the database is away, when the survey goes on without it."""
    key = _sent(session)
    try:
        if key not in st.session_state:
            st.session_state[key] = services().help.newest(taker, session.id)
    except PERHAPS_UNAVAILABLE as error:
        if away_of(error) is None:
            raise
    return st.session_state.get(key)


def _sent(session: SurveySession) -> str:
    return f"help-sent-{session.id}"


def _send(taker: User, session: SurveySession, words: str) -> None:
    try:
        st.session_state[_sent(session)] = services().help.ask(taker, session.id, words)
    except ProctorError as error:
        st.error(sentence_of(error), icon=":material/error:")
    except PERHAPS_UNAVAILABLE as error:
        away = away_of(error)
        if away is None:
            raise
        st.error(sentence_of(away), icon=":material/error:")
