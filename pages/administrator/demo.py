"""Demo content: how far it is, and taking all of it away in two steps."""

import streamlit as st

from db.tables import User
from pages import texts
from pages.components.notices import note_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.signed_in import require_role
from proctor_core import bootstrap
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError


def draw() -> None:
    """The state of the demo content and one button."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    page_header(texts.DEMO_TITLE, texts.DEMO_LEAD)
    if not bootstrap.application().accounts.has_demo_people():
        st.info(texts.DEMO_NONE, icon=":material/draw:")
        return
    if st.button(texts.DEMO_REMOVE, icon=":material/delete:"):
        _confirm(actor)


@st.dialog(texts.DEMO_CONFIRM_TITLE)
def _confirm(actor: User) -> None:
    st.write(texts.DEMO_CONFIRM)
    remove, cancel = st.columns(2)
    if cancel.button(texts.CANCEL, width="stretch"):
        st.rerun()
    if remove.button(texts.DEMO_CONFIRM_BUTTON, type="primary", width="stretch"):
        try:
            bootstrap.application().demo.remove(actor)
        except ProctorError as error:
            note_problem(error)
        else:
            note_done(texts.DEMO_REMOVED)
        st.rerun()


if __name__ == "__main__":
    draw()
