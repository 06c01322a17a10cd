"""Taking a survey: notice, camera check, reference face, questions, receipt; the session's status decides which.

Left the step, right the camera: the camera stands at the same place in every step, so its stream lives through all of them.
"""

import streamlit as st

from db.tables import SurveySession, User
from pages import texts_taker as texts
from pages.components.lasting_button import forget_presses
from pages.components.signed_in import require_role
from pages.taker.camera_panel import camera_panel
from pages.taker.chosen_session import chosen_session
from pages.taker.help_button import help_button
from pages.taker.notice_step import notice_step
from pages.taker.question_step import question_step
from pages.taker.receipt_step import receipt_step
from pages.taker.reference_step import reference_step
from pages.taker.services import services
from pages.taker.waiting_step import waiting_step
from pages.taker.withdraw_step import (
    ask_step,
    is_asking,
    is_withdrawing,
    stop_video_button,
    withdraw_button,
    withdraw_step,
)
from proctor_core.domain.roles import Role
from proctor_core.domain.states import ANSWERING, BEFORE_QUESTIONS, RUNNING, UNFINISHED, SessionStatus
from proctor_core.domain.watching import WatchedBy


def watched_steps(taker: User, session: SurveySession) -> None:
    """Enrolling and answering before the camera."""
    wait = services().admission.ask(session.id) if session.status in BEFORE_QUESTIONS else None
    if wait:
        waiting_step(wait)
        return
    monitor = services().monitors.open(session)
    if session.status is SessionStatus.INTERRUPTED:
        session = services().sessions.resume(session.id)
    with st.container(key="survey-sides"):
        step, camera_side = st.columns([2, 1], gap="large")
    is_before = session.status in BEFORE_QUESTIONS
    if is_before:
        with camera_side:
            camera_panel(monitor, shows_checks=True)
            ways_out(taker, session)
    with step:
        has_moved = False
        if is_asking(session):
            ask_step(taker, session)
        elif is_before:
            reference_step(taker, session, monitor)
        else:
            has_moved = question_step(taker, session)
    if is_before:
        return
    # After the question, so that the badge says what was saved just now; before the next run, so that no run lacks the camera.
    with camera_side:
        camera_panel(monitor, shows_checks=False)
        ways_out(taker, session)
    if has_moved:
        st.rerun()


def ways_out(taker: User, session: SurveySession) -> None:
    """Under the camera; on a phone under the question."""
    if not is_asking(session):
        with st.container(key="ways-out", gap="xxsmall"):
            stop_video_button(session)
            withdraw_button(session)
            help_button(taker, session)


def take(taker: User, session: SurveySession) -> None:
    """Draw the step that the session is at."""
    if session.watched_by is WatchedBy.HYBRID and session.status in UNFINISHED:
        st.info(texts.TAKEN_ELSEWHERE, icon=":material/open_in_new:")
    elif is_withdrawing(session):
        withdraw_step(taker, session)
    elif session.status is SessionStatus.INVITED and session.proctoring_enabled:
        notice_step(taker, session)
    elif session.status is SessionStatus.INVITED:
        services().sessions.stored.begin(taker, session.id)
        st.rerun()
    elif session.status in RUNNING and session.proctoring_enabled:
        watched_steps(taker, session)
    elif session.status in ANSWERING:
        if question_step(taker, session):
            st.rerun()
    else:
        receipt_step(taker, session)


person = require_role(Role.TAKER)
chosen = chosen_session(person)
if chosen is None:
    st.info(texts.CHOOSE_FIRST, icon=":material/assignment:")
    st.page_link("taker/my_surveys.py", label=texts.BACK_TO_MY_SURVEYS)
    st.stop()
take(person, chosen)
forget_presses()
