"""One session on one screen: what was alleged and measured, its video and pictures, and the moderator's judgement."""

from typing import NoReturn
from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_decisions as decisions
from pages.components.addresses import CHOSEN_SESSION, REVIEW_QUEUE, SESSION, named_in_address, put_into_address
from pages.components.notices import note_done, note_problem, show_notices
from pages.components.plain import plain
from pages.components.signed_in import acting, require_role
from pages.moderator.appeal_panel import appeal_panel
from pages.moderator.case_file import case_file_button
from pages.moderator.case_header import case_header
from pages.moderator.case_screen import case_screen, said_by_screen
from pages.moderator.case_video import what_the_video_lacks
from pages.moderator.judging import why_not_judged
from pages.moderator.let_go import leave_when_let_go
from pages.moderator.review_history import review_history
from pages.moderator.services import services
from pages.moderator.uploads_panel import uploads_panel
from proctor_core.domain.roles import Role
from proctor_core.domain.states import DecisionKind
from proctor_core.errors import NotAllowed, NotFound, ProctorError
from proctor_core.services.reviewing.case import Case


def draw() -> None:
    """The case of the session that is chosen."""
    actor = require_role(Role.MODERATOR)
    leave_when_let_go()
    case = _case(actor)
    case_header(actor, case)
    appeal_panel(actor, case)
    why_not_judged(actor, case)
    show_notices()
    case_screen(actor, case, on_decided=_go_on, on_returned=_go_back)
    if lacks := what_the_video_lacks(case):
        st.caption(plain(lacks))
    uploads_panel(case)
    review_history(case)
    case_file_button(actor, case)


def _go_on() -> None:
    """After a decision: the session of the highest priority is the next one, or this one stays, decided."""
    decided = said_by_screen("decided")
    note_done(decisions.HELD_TOAST[DecisionKind(decided["decision"])])
    try:
        review = services().reviewing.claim_next(acting(Role.MODERATOR))
    except ProctorError as error:
        note_problem(error)
        return
    if review is not None:
        put_into_address(SESSION, review.session_id)


def _go_back() -> None:
    """After a decision was taken back: its case is open again."""
    note_done(decisions.TAKEN_BACK)
    put_into_address(SESSION, UUID(said_by_screen("returned")["session"]))


def _chosen() -> UUID | None:
    """The session of the address; where it names none, the one that was open last."""
    if SESSION in st.query_params:
        return named_in_address(SESSION)
    return st.session_state.get(CHOSEN_SESSION)


def _case(actor: User) -> Case:
    session_id = _chosen()
    if session_id is None:
        show_notices()
        _send_to_queue(texts.SESSION_GONE if SESSION in st.query_params else texts.CHOOSE_SESSION)
    put_into_address(SESSION, session_id)
    st.session_state[CHOSEN_SESSION] = session_id
    try:
        return _opened(actor, session_id)
    except (NotFound, NotAllowed):
        _send_to_queue(texts.SESSION_GONE)


def _opened(actor: User, session_id: UUID) -> Case:
    """The case; a decision whose time is over is announced by whoever looks, if its task has not come to it yet."""
    case = services().reviewing.open_case(actor, session_id)
    if case.held_decision is None or case.held_decision.seconds_left:
        return case
    services().held_decisions.announce(case.review.id)
    return services().reviewing.open_case(actor, session_id)


def _send_to_queue(sentence: str) -> NoReturn:
    st.info(sentence, icon=":material/inbox:")
    if st.button(texts.TO_THE_QUEUE, icon=":material/arrow_back:"):
        st.switch_page(REVIEW_QUEUE)
    st.stop()


if __name__ == "__main__":
    draw()
