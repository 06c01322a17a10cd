"""What is kept about one person: a copy of it, and its end after a second step that names what goes."""

import streamlit as st

from db.tables import User
from pages import texts_privacy as texts
from pages.components.notices import close_dialog_when_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.plain import plain
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting, require_role
from proctor_core import bootstrap
from proctor_core.domain.erasure import KeptData
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError

MOST_PEOPLE = 2000
_RECEIPT = "erasure_receipt"


def draw() -> None:
    """Choose a person, see what is kept, act."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    _show_receipt()
    page_header(texts.PAGE_PERSONAL_DATA, texts.PERSONAL_DATA_LEAD)
    people = bootstrap.application().accounts.users(actor, limit=MOST_PEOPLE)
    person = st.selectbox(
        texts.WHOSE, people, index=None, format_func=lambda p: f"{p.display_name} ({p.name})", width=480
    )
    if person is None:
        st.info(texts.NOBODY_CHOSEN, icon=":material/person_search:")
        return
    kept = bootstrap.application().privacy.what_is_kept(actor, person.id)
    plain_table(texts.KEPT_COLUMNS, texts.kept_rows(kept))
    with st.container(horizontal=True):
        st.link_button(texts.DOWNLOAD_THEIRS, f"/api/people/{person.id}/export", icon=":material/download:")
        if st.button(texts.ERASE_THEM, icon=":material/delete:"):
            _second_step(person, kept)


@st.dialog(texts.ERASE_THEM)
def _second_step(person: User, kept: KeptData) -> None:
    st.markdown(f"**{plain(person.display_name)}** ({plain(person.name)})")
    st.markdown(texts.ERASE_THEM_LEAD.format(what=texts.kept_in_words(kept)))
    if kept.open_cases:
        codes = ", ".join(kept.open_cases)
        st.warning(texts.CASE_STILL_OPEN.format(codes=codes, name=plain(person.display_name)), icon=":material/gavel:")
    is_erasing = st.button(texts.ERASE_NOW, type="primary", icon=":material/delete:", on_click=_erase, args=(person,))
    close_dialog_when_done(is_erasing)


def _erase(person: User) -> None:
    try:
        receipt = bootstrap.application().erasure.erase_person(acting(Role.ADMINISTRATOR), person.id)
    except ProctorError as error:
        note_problem(error)
    else:
        st.session_state[_RECEIPT] = texts.receipt_in_words(texts.ERASED_THEM, receipt)


def _show_receipt() -> None:
    """Until the next click: it is told nowhere else, and a toast would be gone before it is written down."""
    if receipt := st.session_state.pop(_RECEIPT, None):
        st.success(receipt, icon=":material/check:")


if __name__ == "__main__":
    draw()
