"""Second and third step: the camera check, then the reference face; each says why not and what to do."""

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_taker as texts
from pages.components.lasting_button import lasting_button
from pages.taker.services import services
from proctor_core.domain.enrolment import ItemState
from proctor_core.domain.reference import ReferenceResult
from proctor_core.domain.states import SessionStatus
from proctor_core.errors import Unavailable
from proctor_core.services.model_report import report_models
from proctor_core.services.taking.own_camera import OwnCamera

LONGEST_WAIT_S = 8.0


def reference_step(taker: User, session: SurveySession, monitor: OwnCamera) -> None:
    """Draw the step that comes next."""
    if session.status is SessionStatus.CONSENTED:
        camera_check(taker, session, monitor)
    elif not session.initial_face_verified:
        take_reference(session, monitor)
    else:
        begin_questions(taker, session)


def camera_check(taker: User, session: SurveySession, monitor: OwnCamera) -> None:
    """Go on only when every line is fine; a check that this server does not have holds nobody up."""
    st.markdown(f"### {texts.CHECK_TITLE}")
    st.markdown(texts.CHECK_LEAD)
    if report_models(services().models).is_less_accurate:
        st.caption(texts.CHECK_LESS_ACCURATE)
    if not lasting_button(texts.CHECK_GO_ON, key=f"check-{session.id}", type="primary"):
        return
    problem = first_problem(monitor)
    if problem:
        st.warning(texts.CHECK_NOT_YET.format(problem=problem), icon=":material/videocam:")
        return
    services().sessions.stored.begin_enrolling(taker, session.id)
    st.rerun()


def first_problem(monitor: OwnCamera) -> str:
    """What is in the way, as a sentence; empty when nothing is."""
    for item in monitor.system_check_items:
        if item.state is ItemState.PROBLEM and item.reason:
            return texts.REASONS[item.reason]
        if item.state is ItemState.WAITING:
            return f"{texts.ITEMS[item.item]}: {texts.WAITING}."
    return "" if monitor.system_check_items else texts.WAITING


def take_reference(session: SurveySession, monitor: OwnCamera) -> None:
    """Take three seconds of looks; keep the picture and the taker's own pose, or say why not."""
    st.markdown(f"### {texts.REFERENCE_TITLE}")
    st.markdown(texts.REFERENCE_LEAD)
    if not lasting_button(texts.TAKE_REFERENCE, key=f"take-{session.id}", type="primary"):
        return
    try:
        with st.spinner(texts.TAKING):
            result = monitor.take_reference(services().clock()).wait(LONGEST_WAIT_S)
            # Before the spinner goes: there this run may be cut short, and what was taken would be lost.
            keep(session, result)
    except Unavailable:
        st.error(texts.TEMPORARILY_AWAY)
        return
    if result.refusal:
        st.warning(texts.REFUSALS[result.refusal], icon=":material/face:")
        return
    st.rerun()


def keep(session: SurveySession, result: ReferenceResult) -> None:
    """Store the accepted reference, or that it was refused."""
    if result.refusal:
        services().enrolment.refuse_reference(session.id, result.refusal, confidence=result.confidence)
        return
    assert result.baseline is not None, "an accepted reference has a baseline"
    has_phone_check = report_models(services().models).has_phone_check
    services().enrolment.accept_reference(session.id, result.jpeg, result.baseline, result.confidence, has_phone_check)


def begin_questions(taker: User, session: SurveySession) -> None:
    """All is ready: from the button on the session is watched."""
    st.markdown(f"### {texts.REFERENCE_TITLE}")
    st.success(texts.REFERENCE_TAKEN, icon=":material/check_circle:")
    if lasting_button(texts.BEGIN_QUESTIONS, key=f"begin-{session.id}", type="primary"):
        begun = services().sessions.stored.begin(taker, session.id)
        services().monitors.begin(begun)
        st.rerun()
