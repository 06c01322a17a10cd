"""Above the queue: how many appeals wait, and the way to them."""

import streamlit as st

from db.tables import User
from pages import texts_appeals as words
from pages.components.addresses import APPEALS
from pages.moderator.services import services


def appeals_mark(actor: User) -> None:
    """One line; nothing where none waits."""
    waiting = services().appeals.waiting(actor)
    if not waiting:
        return
    mine = sum(one.is_mine for one in waiting)
    said = words.APPEALS_WAIT.format(count=len(waiting))
    said += f" {words.APPEALS_MINE.format(count=mine)}" if mine else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":orange[:material/balance:] {said}", width="content")
        if st.button(words.TO_APPEALS, type="tertiary", icon=":material/arrow_forward:"):
            st.switch_page(APPEALS)
