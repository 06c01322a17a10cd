"""First step: what the camera is for, and the taker's yes or no to each purpose, kept with the version of what was read."""

from collections.abc import Mapping, Sequence

import streamlit as st

from db.tables import Survey, SurveySession, User
from pages import texts_accommodations as words
from pages import texts_taker as texts
from pages.components.eased_words import eased_words
from pages.taker.notice_words import age_label, recording_question, shown_notice
from pages.taker.services import services
from proctor_core.domain.consent import AgeStatement, Purpose, Subject
from proctor_core.domain.minors import Minors
from proctor_core.domain.notice import CURRENT, sha256_of, texts_read
from proctor_core.domain.policy import RecordingMode
from proctor_core.services.taking.consents import ConsentText
from proctor_core.services.taking.sessions import policy_of, terms_of

_REFUSED = "refused_consent"


def notice_step(taker: User, session: SurveySession) -> None:
    """Draw the notice and the choices; refusing leads to a sentence that says what happens then."""
    survey = services().sessions.survey_of(session)
    terms = terms_of(session, survey)
    read = texts_read(terms)
    # A press is about the words that were on the screen: others have buttons of their own.
    eased = eased_words(policy_of(session))
    version = sha256_of("".join([*read.values(), *eased]))
    with st.container(width=720):
        st.markdown(f"### {texts.NOTICE_TITLE}")
        st.markdown(shown_notice(terms))
        _say_what_is_eased(eased)
        is_video_agreed = _ask_for_video(survey, version)
        age = _ask_for_age(survey)
        may_go_on = _say_that_it_was_refused(session, survey)
        with st.container(horizontal=True):
            goes_on = may_go_on and st.button(texts.GO_ON_REFUSED, type="primary")
            kind = "secondary" if may_go_on else "primary"
            agrees = st.button(texts.AGREE, type=kind, key=f"agree-{version}")
            refuses = not may_go_on and st.button(texts.DISAGREE, key=f"disagree-{version}")
        is_age_missing = age is None and survey.minors is Minors.GUARDIAN_CONSENT
        if agrees and is_age_missing:
            st.error(texts.AGE_MISSING, icon=":material/error:")
    if goes_on:
        services().erasure.go_on_without_camera(taker, session.id)
        del st.session_state[_REFUSED]
        st.rerun()
    monitoring = _text(Purpose.MONITORING, read)
    recording = [_text(Purpose.RECORDING, read)] if Purpose.RECORDING in read else []
    if agrees and not is_age_missing:
        agreed, refused = ([monitoring, *recording], []) if is_video_agreed else ([monitoring], recording)
        said = [_text(age, read)] if age else []
        services().sessions.stored.give_consent(taker, session.id, [*agreed, *said], refused)
        st.session_state.pop(_REFUSED, None)
        st.rerun()
    if refuses:
        services().sessions.stored.refuse_consent(taker, session.id, [monitoring, *recording])
        st.session_state[_REFUSED] = str(session.id)
        st.rerun()


def _say_what_is_eased(eased: Sequence[str]) -> None:
    if eased:
        lines = "".join(f"\n- {line}" for line in eased)
        st.info(f"**{words.FOR_YOU}**\n{lines}\n\n{words.FOR_YOU_WHO}", icon=":material/tune:")


def _ask_for_video(survey: Survey, version: str) -> bool:
    """The second purpose, where the survey has it: a choice of its own, and no is what is set."""
    if survey.recording_mode is RecordingMode.OFF:
        return False
    with st.container(border=True):
        st.markdown(f"**{texts.RECORDING_TITLE}**")
        st.markdown(recording_question(survey.recording_mode))
        return st.checkbox(texts.AGREE_TO_RECORDING, key=f"video-{version}")


def _ask_for_age(survey: Survey) -> AgeStatement | None:
    """Where minors may take part with camera: which of the two it is; nothing is set."""
    if survey.minors is not Minors.GUARDIAN_CONSENT:
        return None
    with st.container(border=True):
        st.markdown(f"**{texts.AGE_TITLE}**")
        st.markdown(texts.AGE_LEAD)
        return st.radio(
            texts.AGE_TITLE,
            list(AgeStatement),
            index=None,
            format_func=age_label,
            label_visibility="collapsed",
        )


def _say_that_it_was_refused(session: SurveySession, survey: Survey) -> bool:
    """After a no: what happens then; returns whether the survey goes on without camera."""
    if st.session_state.get(_REFUSED) != str(session.id):
        return False
    if survey.allow_without_camera:
        st.info(texts.REFUSED_MAY_GO_ON, icon=":material/videocam_off:")
    else:
        st.info(texts.REFUSED, icon=":material/block:")
    return survey.allow_without_camera


def _text(purpose: Subject, read: Mapping[Subject, str]) -> ConsentText:
    return ConsentText(purpose, CURRENT.value, sha256_of(read[purpose]))
