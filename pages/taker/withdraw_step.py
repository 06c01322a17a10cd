"""Taking the agreement back: asked first; then the camera is off, and the taker goes on without it or erases the session."""

from typing import Any

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_privacy as texts
from pages.components.lasting_button import lasting_button
from pages.taker.services import services
from pages.texts_privacy import TakenBack
from proctor_core.domain.policy import RecordingMode
from proctor_core.domain.states import ANSWERING, BEFORE_QUESTIONS
from proctor_core.services.taking.withdrawal import is_choosing

_GIVING_UP = "giving_up_session"
_SURE = "giving_up_for_sure"
_ASKING = "asking_to_take_back"


def is_withdrawing(session: SurveySession) -> bool:
    """Whether this step is the one to draw."""
    is_open = session.status in BEFORE_QUESTIONS
    return is_choosing(session) or (is_open and _is_giving_up(session))


def withdraw_button(session: SurveySession) -> None:
    """Beside the camera. Before the questions there is nothing to hand in, so what is left is to give the session up."""
    key = f"withdraw-{session.id}"
    if not lasting_button(texts.WITHDRAW, key=key, help=texts.WITHDRAW_HELP, icon=":material/undo:", type="tertiary"):
        return
    if session.status in ANSWERING:
        st.session_state[_ASKING] = (session.id, TakenBack.CAMERA)
    else:
        services().erasure.let_go(session.id)
        st.session_state[_GIVING_UP] = str(session.id)
    st.rerun()


def stop_video_button(session: SurveySession) -> None:
    """Beside the camera, while video is kept: taking back that agreement alone."""
    if session.recording_mode is RecordingMode.OFF:
        return
    looks: dict[str, Any] = {"help": texts.STOP_VIDEO_HELP, "icon": ":material/videocam_off:", "type": "tertiary"}
    if lasting_button(texts.STOP_VIDEO, key=f"stop-video-{session.id}", **looks):
        st.session_state[_ASKING] = (session.id, TakenBack.VIDEO)
        st.rerun()


def is_asking(session: SurveySession) -> bool:
    """Whether the taker pressed one of the two buttons and was not told yet what follows."""
    return st.session_state.get(_ASKING, (None,))[0] == session.id


def ask_step(taker: User, session: SurveySession) -> None:
    """In the place of the question, while the camera goes on: what follows, and the way back."""
    asked: TakenBack = st.session_state[_ASKING][1]
    st.markdown(f"### {texts.ASK_TITLE[asked]}")
    st.markdown(texts.ASK_LEAD[asked])
    with st.container(horizontal=True):
        keeps = lasting_button(texts.ASK_NO, key=f"ask-no-{asked}-{session.id}", type="primary")
        does = lasting_button(texts.ASK_YES[asked], key=f"ask-yes-{asked}-{session.id}", is_final=True)
    if does and asked == TakenBack.CAMERA:
        services().erasure.stop_monitoring(taker, session.id)
    elif does:
        services().erasure.stop_recording(taker, session.id)
        st.toast(texts.VIDEO_STOPPED)
    if keeps or does:
        del st.session_state[_ASKING]
        st.rerun()


def withdraw_step(taker: User, session: SurveySession) -> None:
    """Draw the choice, or the second step that names what goes."""
    with st.container(width=720):
        if _may_go_on_instead(session):
            _choose_before_questions(taker, session)
        elif _is_giving_up(session):
            _give_up(taker, session)
        else:
            _choose(taker, session)


def _choose(taker: User, session: SurveySession) -> None:
    st.markdown(f"### {texts.WITHDRAWN_TITLE}")
    st.markdown(texts.WITHDRAWN_LEAD)
    with st.container(horizontal=True):
        goes_on = st.button(texts.GO_ON_WITHOUT, type="primary")
        gives_up = st.button(texts.ERASE_SESSION)
    if goes_on:
        services().erasure.go_on_without_camera(taker, session.id)
        st.rerun()
    if gives_up:
        st.session_state[_GIVING_UP] = str(session.id)
        st.rerun()


def _choose_before_questions(taker: User, session: SurveySession) -> None:
    st.markdown(f"### {texts.WITHDRAWN_TITLE}")
    st.markdown(texts.GIVE_UP_OR_GO_ON_LEAD)
    with st.container(horizontal=True):
        goes_on = st.button(texts.GO_ON_WITHOUT, type="primary")
        gives_up = st.button(texts.GIVE_UP)
        keeps = st.button(texts.KEEP_CAMERA)
    if goes_on:
        services().erasure.go_on_without_camera(taker, session.id)
    if gives_up:
        st.session_state[_SURE] = True
    if goes_on or keeps:
        del st.session_state[_GIVING_UP]
    if goes_on or gives_up or keeps:
        st.rerun()


def _may_go_on_instead(session: SurveySession) -> bool:
    """Before the questions, where the survey allows it, until the taker chose to give it up."""
    is_before = session.status in BEFORE_QUESTIONS
    return is_before and _SURE not in st.session_state and services().sessions.survey_of(session).allow_without_camera


def _give_up(taker: User, session: SurveySession) -> None:
    st.markdown(f"### {texts.GIVE_UP_TITLE}")
    st.markdown(texts.GIVE_UP_LEAD)
    with st.container(horizontal=True):
        erases = st.button(texts.ERASE_NOW, type="primary", icon=":material/delete:")
        keeps = st.button(texts.KEEP)
    if erases:
        receipt = services().erasure.erase_session(taker, session.id)
        said = f"{texts.SESSION_ERASED.format(id=receipt.id)} {texts.held_in_words(receipt)}"
        st.toast(said, icon=":material/check:")
    if erases or keeps:
        st.session_state.pop(_SURE, None)
        del st.session_state[_GIVING_UP]
        st.rerun()


def _is_giving_up(session: SurveySession) -> bool:
    return st.session_state.get(_GIVING_UP) == str(session.id)
