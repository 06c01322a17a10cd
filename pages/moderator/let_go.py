"""Giving a session back to the queue before the claim ends by itself."""

from uuid import UUID

import streamlit as st

from pages import texts
from pages.components.addresses import REVIEW_QUEUE
from pages.components.guarded_button import guarded_button
from pages.components.notices import note_problem
from pages.components.signed_in import acting
from pages.moderator.services import services
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError
from proctor_core.services.reviewing.case import Case

_LET_GO = "review_let_go"


def let_go_button(case: Case) -> None:
    """A press releases the claim; the run after it goes back to the queue."""
    guarded_button(
        texts.LET_GO,
        _release,
        case.review.id,
        key=f"let-go-{case.review.id}",
        help=texts.LET_GO_HELP,
        type="tertiary",
        icon=":material/undo:",
    )


def leave_when_let_go() -> None:
    """Before the page reads its case, which would take it again."""
    if st.session_state.pop(_LET_GO, False):
        st.switch_page(REVIEW_QUEUE)


def _release(review_id: UUID) -> None:
    try:
        services().reviewing.release(acting(Role.MODERATOR), review_id)
    except ProctorError as error:
        note_problem(error)
    else:
        st.session_state[_LET_GO] = True
