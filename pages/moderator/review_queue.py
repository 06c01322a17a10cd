"""The moderator's first page: which sessions wait for a person, and one button that opens the one of the highest priority."""

import streamlit as st

from db.tables import User
from pages import texts
from pages.components.notices import show_notices
from pages.components.page_header import page_header
from pages.components.review_table import review_table
from pages.components.signed_in import require_role
from pages.moderator.appeals_mark import appeals_mark
from pages.moderator.bulk_dismissal import bulk_dismissal_button
from pages.moderator.open_next import open_next_button, open_session
from pages.moderator.queue_choices import Chosen, queue_choices
from pages.moderator.queue_state import first_page, next_page, place, sort_by
from pages.moderator.saved_views import saved_views
from pages.moderator.services import services
from pages.texts_spoken import listed
from proctor_core.domain.roles import Role
from proctor_core.services.reviewing.reviewing import QueueFilter, QueuePage

PAGE_ROWS = 12


def draw() -> None:
    """Filters and views in one line, then the table."""
    actor = require_role(Role.MODERATOR)
    show_notices()
    heading, button = st.columns([5, 1], vertical_alignment="center")
    with heading:
        page_header(texts.QUEUE_TITLE, texts.QUEUE_LEAD)
    with button:
        open_next_button()
    appeals_mark(actor)
    views = services().saved_views.views(actor)
    chosen = queue_choices(actor, views)
    saved_views(views)
    page = services().reviewing.queue(actor, chosen.view, place(), PAGE_ROWS, chosen.narrowed, chosen.order)
    _table(actor, page, chosen)
    _pager(page)
    bulk_dismissal_button(actor, chosen)


def _table(actor: User, page: QueuePage, chosen: Chosen) -> None:
    view, narrowed = chosen.view, chosen.narrowed
    if not page.rows:
        is_narrowed = narrowed != QueueFilter()
        st.info(texts.VIEW_FILTERED_EMPTY if is_narrowed else texts.VIEW_EMPTY[view], icon=":material/inbox:")
        if narrowed.ids and (others := services().reviewing.views_with(actor, QueueFilter(ids=narrowed.ids))):
            views = listed([texts.VIEW_LABEL[other] for other in others])
            st.info(texts.FOUND_ELSEWHERE.format(views=views), icon=":material/search:")
        return
    clicked = review_table(page.rows, view, chosen.order, services().reviewing.clock(), key="review_queue_table")
    if clicked.sorted_by:
        sort_by(clicked.sorted_by)
        st.rerun()
    if clicked.opened:
        open_session(clicked.opened)


def _pager(page: QueuePage) -> None:
    left, middle, _ = st.columns([1, 1, 5])
    if place() is not None:
        left.button(texts.NEWER, icon=":material/first_page:", on_click=first_page)
    if page.next is not None and middle.button(texts.OLDER, icon=":material/chevron_right:"):
        next_page(page.next)
        st.rerun()


if __name__ == "__main__":
    draw()
