"""First step: what the camera is for, and the taker's yes or no to each purpose, kept with the version of what was read."""

import streamlit as st

from db.tables import Survey, SurveySession, User
from pages import texts_taker as texts
from proctor_core.bootstrap import application
from proctor_core.domain.consent import Purpose
from proctor_core.domain.policy import RecordingMode
from proctor_core.services.consents import ConsentText
from proctor_core.services.sessions import policy_of

_REFUSED = "refused_consent"


def notice_step(taker: User, session: SurveySession) -> None:
    """Draw the notice and the choices; refusing leads to a sentence that says what happens then."""
    survey = application().sessions.survey_of(session)
    threshold = policy_of(session).violation_threshold
    notice = texts.notice_text(threshold, survey.recording_mode, may_refuse=survey.allow_without_camera)
    with st.container(width=720):
        st.markdown(f"### {texts.NOTICE_TITLE}")
        st.markdown(notice)
        is_video_agreed = _ask_for_video(survey)
        may_go_on = _say_that_it_was_refused(session, survey)
        with st.container(horizontal=True):
            goes_on = may_go_on and st.button(texts.GO_ON_REFUSED, type="primary")
            agrees = st.button(texts.AGREE, type="secondary" if may_go_on else "primary")
            refuses = not may_go_on and st.button(texts.DISAGREE)
    if goes_on:
        application().erasure.go_on_without_camera(taker, session.id)
        del st.session_state[_REFUSED]
        st.rerun()
    monitoring = _text(Purpose.MONITORING, notice)
    recording = [_text(Purpose.RECORDING, texts.RECORDING[m]) for m in [survey.recording_mode] if m in texts.RECORDING]
    if agrees:
        agreed, refused = ([monitoring, *recording], []) if is_video_agreed else ([monitoring], recording)
        application().sessions.give_consent(taker, session.id, agreed, refused)
        st.session_state.pop(_REFUSED, None)
        st.rerun()
    if refuses:
        application().sessions.refuse_consent(taker, session.id, [monitoring, *recording])
        st.session_state[_REFUSED] = str(session.id)
        st.rerun()


def _ask_for_video(survey: Survey) -> bool:
    """The second purpose, where the survey has it: a choice of its own, and no is what is set."""
    if survey.recording_mode is RecordingMode.OFF:
        return False
    with st.container(border=True):
        st.markdown(f"**{texts.RECORDING_TITLE}**")
        st.markdown(texts.RECORDING[survey.recording_mode])
        return st.checkbox(texts.AGREE_TO_RECORDING)


def _say_that_it_was_refused(session: SurveySession, survey: Survey) -> bool:
    """After a no: what happens then; answers whether the survey goes on without camera."""
    if st.session_state.get(_REFUSED) != str(session.id):
        return False
    if survey.allow_without_camera:
        st.info(texts.REFUSED_MAY_GO_ON, icon=":material/videocam_off:")
    else:
        st.info(texts.REFUSED, icon=":material/block:")
    return survey.allow_without_camera


def _text(purpose: Purpose, read: str) -> ConsentText:
    return ConsentText(purpose, texts.NOTICE_VERSION, texts.sha256_of(read))
