"""The moderator's first page: which sessions wait for a person, and one button that opens the one that waits longest."""

from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages.components.notices import show_notices
from pages.components.page_header import page_header
from pages.components.problems import sentence_of
from pages.components.review_table import review_table
from pages.components.signed_in import require_role
from pages.components.survey_name import survey_name
from pages.moderator.open_next import open_next_button, open_session
from pages.moderator.services import services
from pages.texts_spoken import listed
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import IdRange, ids_of_code
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidInput
from proctor_core.services.reviewing.reviewing import QueueFilter, QueuePage, QueueView

PAGE_ROWS = 12
MOST_SURVEYS = 1000
ALL = ""
_CURSOR = "review_queue_after"


def draw() -> None:
    """Filters and views in one line, then the table."""
    actor = require_role(Role.MODERATOR)
    show_notices()
    heading, button = st.columns([5, 1], vertical_alignment="center")
    with heading:
        page_header(texts.QUEUE_TITLE, texts.QUEUE_LEAD)
    with button:
        open_next_button()
    view, narrowed = _choices(actor)
    reviewing = services().reviewing
    page = reviewing.queue(actor, view, st.session_state.get(_CURSOR), PAGE_ROWS, narrowed)
    _table(actor, page, view, narrowed)
    _pager(page)


def _choices(actor: User) -> tuple[QueueView, QueueFilter]:
    """The chosen view and filters; choosing begins at the first page again."""
    counts = services().reviewing.counts(actor)
    views, codes, surveys, types = st.columns([3.2, 1.0, 1.3, 1.1], vertical_alignment="bottom")
    view = views.pills(
        texts.VIEW,
        list(QueueView),
        default=QueueView.WAITING,
        format_func=lambda view: (
            f"{texts.VIEW_LABEL[view]} {counts[view]}" if view in counts else texts.VIEW_LABEL[view]
        ),
        key="review_queue_view",
        on_change=_first_page,
        required=True,
        label_visibility="collapsed",
    )
    typed = codes.text_input(
        texts.FIND_SESSION,
        key="review_queue_code",
        max_chars=40,
        placeholder=texts.FIND_SESSION_HINT,
        on_change=_first_page,
        label_visibility="collapsed",
    )
    titles = _survey_titles(actor)
    survey_id = surveys.selectbox(
        texts.SURVEY,
        [ALL, *titles],
        format_func=lambda chosen: titles.get(chosen, texts.ALL_SURVEYS),
        key="review_queue_survey",
        on_change=_first_page,
        label_visibility="collapsed",
    )
    kind = types.selectbox(
        texts.TYPE,
        [ALL, *ViolationType],
        format_func=lambda chosen: texts.TYPE_LABEL[ViolationType(chosen)] if chosen else texts.ALL_TYPES,
        key="review_queue_type",
        on_change=_first_page,
        label_visibility="collapsed",
    )
    return view, QueueFilter(UUID(survey_id) if survey_id else None, ViolationType(kind) if kind else None, _ids(typed))


def _ids(typed: str) -> IdRange | None:
    try:
        return ids_of_code(typed)
    except InvalidInput as error:
        st.error(sentence_of(error), icon=":material/error:")
        st.stop()


def _survey_titles(actor: User) -> dict[str, str]:
    surveys = services().surveys.surveys(actor, limit=MOST_SURVEYS)
    return {str(survey.id): survey_name(survey) for survey in surveys}


def _first_page() -> None:
    st.session_state.pop(_CURSOR, None)


def _table(actor: User, page: QueuePage, view: QueueView, narrowed: QueueFilter) -> None:
    if not page.rows:
        is_narrowed = narrowed != QueueFilter()
        st.info(texts.VIEW_FILTERED_EMPTY if is_narrowed else texts.VIEW_EMPTY[view], icon=":material/inbox:")
        if narrowed.ids and (others := services().reviewing.views_with(actor, narrowed)):
            views = listed([texts.VIEW_LABEL[other] for other in others])
            st.info(texts.FOUND_ELSEWHERE.format(views=views), icon=":material/search:")
        return
    opened = review_table(page.rows, view, services().reviewing.clock(), key="review_queue_table")
    st.caption(texts.QUEUE_FOOT)
    if opened:
        open_session(opened)


def _pager(page: QueuePage) -> None:
    left, middle, _ = st.columns([1, 1, 5])
    if _CURSOR in st.session_state:
        left.button(texts.NEWER, icon=":material/first_page:", on_click=_first_page)
    if page.next is not None and middle.button(texts.OLDER, icon=":material/chevron_right:"):
        st.session_state[_CURSOR] = page.next
        st.rerun()


if __name__ == "__main__":
    draw()
