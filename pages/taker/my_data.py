"""What is kept about the taker, a copy of it, and its end in two steps; the receipt is shown once."""

import streamlit as st

from db.tables import User
from pages import texts_privacy as texts
from pages.components.page_header import page_header
from pages.components.plain_table import plain_table
from pages.components.problems import sentence_of
from pages.components.signed_in import require_role
from pages.components.spoken import local_time
from pages.taker.services import services
from pages.texts_spoken import listed
from proctor_core.domain.erasure import KeptData
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError

_ASKED = "erase_me_asked"


def draw() -> None:
    """The table, the copy, and the way to the second step."""
    taker = require_role(Role.TAKER)
    kept = services().privacy.what_is_kept(taker, taker.id)
    with st.container(width=720):
        if st.session_state.get(_ASKED) and not kept.open_cases:
            _second_step(taker, kept)
            return
        page_header(texts.PAGE_MY_DATA, texts.MY_DATA_LEAD)
        plain_table(texts.KEPT_COLUMNS, texts.kept_rows(kept))
        st.link_button(
            texts.DOWNLOAD, f"/api/people/{taker.id}/export", help=texts.DOWNLOAD_HELP, icon=":material/download:"
        )
        if kept.open_cases:
            st.info(texts.OPEN_CASE.format(codes=listed(kept.open_cases)), icon=":material/visibility:")
        elif st.button(texts.ERASE_ME, icon=":material/delete:"):
            st.session_state[_ASKED] = True
            st.rerun()


def _second_step(taker: User, kept: KeptData) -> None:
    place = st.empty()
    with place.container():
        st.markdown(f"### {texts.ERASE_ME_TITLE}")
        st.markdown(texts.ERASE_ME_LEAD.format(what=texts.kept_in_words(kept)))
        with st.container(horizontal=True):
            erases = st.button(texts.ERASE_NOW, type="primary", icon=":material/delete:")
            keeps = st.button(texts.KEEP)
    if keeps:
        del st.session_state[_ASKED]
        st.rerun()
    if erases:
        with place.container():
            _erase(taker)


def _erase(taker: User) -> None:
    del st.session_state[_ASKED]
    try:
        receipt = services().erasure.erase_person(taker, taker.id)
    except ProctorError as error:
        st.error(sentence_of(error), icon=":material/error:")
        return
    st.success(texts.receipt_in_words(texts.ERASED_ME, receipt), icon=":material/check:")
    st.caption(texts.ERASED_TIME.format(when=local_time(receipt.at)))
    st.caption(texts.held_in_words(receipt))


if __name__ == "__main__":
    draw()
