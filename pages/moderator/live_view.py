"""The sessions that run now, as a grid that draws itself; a tile leads to the one session."""

from uuid import UUID

import streamlit as st

from pages import texts_live as texts
from pages.components.addresses import SESSION, named_in_address, put_into_address
from pages.components.live_grid import live_grid
from pages.components.notices import show_notices
from pages.components.page_header import page_header
from pages.components.signed_in import require_role
from pages.moderator.live_session import live_session
from proctor_core.domain.roles import Role

SIZES = (4, 9, 16)
_CHOSEN = "live_session_id"


def draw() -> None:
    """The grid, or the session that was opened from it."""
    actor = require_role(Role.MODERATOR)
    show_notices()
    chosen: UUID | None = named_in_address(SESSION) or st.session_state.get(_CHOSEN)
    st.session_state[_CHOSEN] = chosen
    put_into_address(SESSION, chosen)
    if chosen is None:
        _grid()
    elif live_session(actor, chosen):
        del st.session_state[_CHOSEN]
        put_into_address(SESSION, None)
        st.rerun()


def _grid() -> None:
    heading, sizes = st.columns([5, 1], vertical_alignment="center")
    with heading:
        page_header(texts.LIVE_TITLE, texts.LIVE_LEAD)
    size = sizes.segmented_control(
        texts.GRID_SIZE, SIZES, default=SIZES[1], key="live_size", label_visibility="collapsed", required=True
    )
    opened = live_grid(size or SIZES[1], key="live-grid")
    if opened:
        st.session_state[_CHOSEN] = opened
        st.rerun()


if __name__ == "__main__":
    draw()
