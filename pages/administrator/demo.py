"""Demo content: how far it is, and taking all of it away in two steps."""

import streamlit as st

from pages import texts
from pages.administrator.services import services
from pages.components.dialog import dialog
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.signed_in import acting, require_role
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError


def draw() -> None:
    """The state of the demo content and one button."""
    require_role(Role.ADMINISTRATOR)
    show_notices()
    page_header(texts.DEMO_TITLE, texts.DEMO_LEAD)
    demo = services().demo
    if not demo.is_loaded():
        st.info(texts.DEMO_NONE, icon=":material/draw:")
        return
    progress = demo.progress()
    if not progress.is_done:
        st.progress(progress.done / progress.total, texts.DEMO_FILLING.format(done=progress.done, total=progress.total))
    if st.button(texts.DEMO_REMOVE, icon=":material/delete:"):
        _confirm()


@dialog(lambda: texts.DEMO_CONFIRM_TITLE)
def _confirm() -> None:
    st.write(texts.DEMO_CONFIRM)
    remove, cancel = st.columns(2)
    if cancel.button(texts.CANCEL, width="stretch"):
        st.rerun()
    is_clicked = guarded_button(
        texts.DEMO_CONFIRM_BUTTON, _remove, key="remove-demo", place=remove, type="primary", width="stretch"
    )
    close_dialog_when_done(is_clicked)


def _remove() -> None:
    try:
        acting(Role.ADMINISTRATOR)
        count = services().demo.remove()
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(texts.DEMO_REMOVED.format(count=count))


if __name__ == "__main__":
    draw()
