"""Giving a session back to the queue before the claim ends by itself."""

import streamlit as st

from pages import texts
from pages.components.addresses import REVIEW_QUEUE
from pages.components.notices import note_problem
from pages.components.signed_in import acting
from proctor_core import bootstrap
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError
from proctor_core.services.case import Case


def let_go_button(case: Case) -> None:
    """Release the claim and go back to the queue."""
    if not st.button(texts.LET_GO, help=texts.LET_GO_HELP, type="tertiary", icon=":material/undo:"):
        return
    try:
        bootstrap.application().reviewing.release(acting(Role.MODERATOR), case.review.id)
    except ProctorError as error:
        note_problem(error)
        st.rerun()
    st.switch_page(REVIEW_QUEUE)
