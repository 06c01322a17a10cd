"""A moderator's own views of the queue: as pills under the filters, kept and taken away among them."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from db.tables import SavedQueueView
from pages import texts_queue as words
from pages.components.notices import note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from pages.moderator.queue_state import choose_words, chosen_words
from pages.moderator.services import services
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError

_PILLS, _NAME = "saved_views", "saved_view_name"


def saved_views(views: Sequence[SavedQueueView]) -> None:
    """The pills; that which is as chosen now is marked."""
    if not views:
        return
    names = {str(view.id): plain(view.name) for view in views}
    now = chosen_words()
    st.session_state[_PILLS] = next((str(view.id) for view in views if view.choices == now), None)
    st.pills(
        words.SAVED_VIEWS,
        list(names),
        format_func=names.__getitem__,
        key=_PILLS,
        on_change=_take,
        args=(views,),
        label_visibility="collapsed",
    )


def save_and_forget(views: Sequence[SavedQueueView]) -> None:
    """Keep what is chosen under a name, and the views that can be taken away."""
    with st.form("save-view", border=False, clear_on_submit=True):
        st.text_input(
            words.VIEW_NAME, key=_NAME, max_chars=60, placeholder=words.VIEW_NAME_HINT, help=words.VIEW_NAME_HELP
        )
        st.form_submit_button(words.SAVE_VIEW, icon=":material/bookmark_add:", on_click=_keep)
    for view in views:
        st.button(
            words.FORGET_VIEW.format(name=plain(view.name)),
            key=f"forget-{view.id}",
            icon=":material/bookmark_remove:",
            type="tertiary",
            on_click=_forget,
            args=(view.id, view.name),
        )


def _take(views: Sequence[SavedQueueView]) -> None:
    wanted = st.session_state[_PILLS]
    for view in views:
        if str(view.id) == wanted:
            choose_words(view.choices)


def _keep() -> None:
    try:
        view = services().saved_views.keep(acting(Role.MODERATOR), st.session_state[_NAME], chosen_words())
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.VIEW_SAVED.format(name=view.name))


def _forget(view_id: UUID, name: str) -> None:
    try:
        services().saved_views.forget(acting(Role.MODERATOR), view_id)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.VIEW_FORGOTTEN.format(name=name))
