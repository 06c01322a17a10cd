"""Which of the taker's sessions is open in this tab: only its id is kept (`st.navigation` drops query parameters)."""

from uuid import UUID

import streamlit as st

from db.tables import SurveySession, User
from pages.taker.services import services
from proctor_core.domain.states import RUNNING
from proctor_core.errors import NotFound


def choose(session_id: UUID) -> None:
    """Open a session; a button's callback, so the page moves on the run that follows."""
    st.session_state["taker_session_id"] = str(session_id)
    st.session_state["go_to_survey"] = True


def chosen_session(taker: User) -> SurveySession | None:
    """The open session; after a reload, when the tab knows nothing any more, the one that is under way."""
    chosen = st.session_state.get("taker_session_id")
    if chosen is not None:
        try:
            return services().sessions.session_of(taker, UUID(chosen))
        except NotFound:
            del st.session_state["taker_session_id"]
    running = [s for s in services().sessions.my_sessions(taker) if s.status in RUNNING]
    if not running:
        return None
    st.session_state["taker_session_id"] = str(running[0].id)
    return running[0]
