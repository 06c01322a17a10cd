"""A moment of a running session, marked for whoever judges it later."""

from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts_live as texts
from pages.components.notices import note_done, note_problem
from pages.components.signed_in import acting
from pages.moderator.services import services
from proctor_core.domain.live_message import SENTENCE_LENGTH
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError


def live_mark(actor: User, session_id: UUID) -> None:
    """One press marks the moment of the press; nothing is drawn where none may be marked."""
    if not services().live.may_mark(actor, session_id):
        return
    key = f"mark-{session_id}"
    st.markdown(f"**{texts.MARK_TITLE}**", help=texts.MARK_LEAD, width="content")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            texts.MARK_LABEL,
            key=key,
            max_chars=SENTENCE_LENGTH,
            placeholder=texts.MARK_LABEL,
            label_visibility="collapsed",
        )
        st.button(texts.MARK, icon=":material/bookmark_add:", on_click=_mark, args=(session_id, key))


def _mark(session_id: UUID, key: str) -> None:
    try:
        services().live.mark(acting(Role.MODERATOR), session_id, st.session_state[key])
    except ProctorError as error:
        note_problem(error)
        return
    st.session_state[key] = ""
    note_done(texts.MARKED_TOAST)
