"""What is kept about one person: a copy of it, and its end after a second step that names what goes."""

import streamlit as st

from db.tables import User
from pages import texts_privacy as texts
from pages.administrator.services import services
from pages.components.addresses import PERSON, named_in_address, put_into_address
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.person_picker import person_picker
from pages.components.plain import plain
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting, require_role
from pages.texts_spoken import listed
from proctor_core.domain.erasure import KeptData
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError

_RECEIPT, _PERSON = "erasure_receipt", "whose_data"


def draw() -> None:
    """Choose a person, see what is kept, act."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    _show_receipt()
    page_header(texts.PAGE_PERSONAL_DATA, texts.PERSONAL_DATA_LEAD)
    _follow_address()
    with st.container(width=480):
        person = person_picker(actor, texts.WHOSE, _PERSON, PeopleFilter())
    put_into_address(PERSON, person.id if person else None)
    if person is None:
        st.info(texts.NOBODY_CHOSEN, icon=":material/person_search:")
        return
    kept = services().privacy.what_is_kept(actor, person.id)
    plain_table(texts.KEPT_COLUMNS, texts.kept_rows(kept))
    if kept.open_cases:
        st.caption(texts.WAITS_FOR_MODERATOR.format(codes=listed(kept.open_cases)))
    with st.container(horizontal=True):
        st.link_button(texts.DOWNLOAD_THEIRS, f"/api/people/{person.id}/export", icon=":material/download:")
        if st.button(texts.ERASE_THEM, icon=":material/delete:"):
            _second_step(person, kept)


def _follow_address() -> None:
    """The person of a link that was opened is chosen, once; from then on the address follows the choice."""
    named = named_in_address(PERSON)
    if named and _PERSON not in st.session_state:
        st.session_state[_PERSON] = named


@dialog(lambda: texts.ERASE_THEM)
def _second_step(person: User, kept: KeptData) -> None:
    st.markdown(f"**{plain(person.display_name)}** ({plain(person.name)})")
    st.markdown(texts.ERASE_THEM_LEAD.format(what=texts.kept_in_words(kept)))
    if kept.open_cases:
        codes = listed(kept.open_cases)
        st.warning(texts.CASE_STILL_OPEN.format(codes=codes, name=plain(person.display_name)), icon=":material/gavel:")
    is_erasing = guarded_button(
        texts.ERASE_NOW, _erase, person, key=f"erase-{person.id}", type="primary", icon=":material/delete:"
    )
    close_dialog_when_done(is_erasing)


def _erase(person: User) -> None:
    try:
        receipt = services().erasure.erase_person(acting(Role.ADMINISTRATOR), person.id)
    except ProctorError as error:
        note_problem(error)
    else:
        st.session_state[_RECEIPT] = (
            f"{texts.receipt_in_words(texts.ERASED_THEM, receipt)} {texts.held_in_words(receipt)}"
        )


def _show_receipt() -> None:
    """Until the next click: it is told nowhere else, and a toast would be gone before it is written down."""
    if receipt := st.session_state.pop(_RECEIPT, None):
        st.success(receipt, icon=":material/check:")


if __name__ == "__main__":
    draw()
