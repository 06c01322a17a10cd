"""The one way on: take the free session of the highest priority, from the queue or after a decision."""

from uuid import UUID

import streamlit as st

from pages import texts
from pages.components.addresses import REVIEW_SESSION, SESSION
from pages.components.notices import note_problem
from pages.components.signed_in import acting
from pages.moderator.services import services
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError


def open_next_button() -> None:
    """Claim the next session that is free and open it; says so when there is none.

    A second press too many finds the same session again: the actor's own claims come first. Where this button lies, no page has
    one that decides (tests/e2e/test_what_was_not_seen.py).
    """
    if not st.button(texts.REVIEW_NEXT, type="primary", icon=":material/play_arrow:", width="stretch"):
        return
    try:
        review = services().reviewing.claim_next(acting(Role.MODERATOR))
    except ProctorError as error:
        note_problem(error)
        st.rerun()
    if review is None:
        st.toast(texts.NOTHING_FREE, icon=":material/inbox:")
        return
    open_session(review.session_id)


def open_session(session_id: UUID) -> None:
    """Go to the page of a session."""
    st.switch_page(REVIEW_SESSION, query_params={SESSION: str(session_id)})
