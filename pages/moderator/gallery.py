"""Snapshots of all flagged sessions: filters in one line, a dense grid, the chosen incident large beside it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts, texts_queue
from pages import texts_gallery as words
from pages.components.days import ANY_DAY, begin_of, end_of
from pages.components.notices import show_notices
from pages.components.page_header import page_header
from pages.components.signed_in import require_role
from pages.components.verdict_words import verdict_word
from pages.moderator.gallery_grid import Opened, gallery_grid
from pages.moderator.open_next import open_session
from pages.moderator.services import services
from pages.moderator.shown_incident import look_at
from pages.moderator.survey_titles import survey_titles
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.paging import Cursor
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from proctor_core.services.reviewing.gallery import GalleryFilter, GalleryPage

ALL, OPEN = "", "open"
_AFTER = "gallery_after"


def draw() -> None:
    """Filters, the grid, the way to older sessions."""
    actor = require_role(Role.MODERATOR)
    show_notices()
    page_header(words.TITLE, words.LEAD)
    wanted = _wanted(actor)
    page = services().gallery.page(actor, wanted, _place(wanted))
    if page.tiles:
        if opened := gallery_grid(actor, page, key="gallery_grid"):
            _open(actor, opened)
    else:
        st.info(_nothing(page, wanted), icon=":material/photo_library:")
    _pager(page, wanted)


def _open(actor: User, opened: Opened) -> None:
    """The case, at the incident that was looked at."""
    case = services().reviewing.case(actor, opened.session_id)
    held = (i.number for i in case.incidents for v in i.violations if v.violation.id == opened.violation_id)
    look_at(case, next(held, 1))
    open_session(opened.session_id)


def _wanted(actor: User) -> GalleryFilter:
    verdicts, types, more, _ = st.columns([1.2, 1.2, 1.2, 3], vertical_alignment="bottom")
    said = {OPEN: words.TO_JUDGE, **{str(kind): verdict_word(kind) for kind in VerdictKind}}
    verdict = _choice(verdicts, words.VERDICT, said, words.ANY_VERDICT, "verdict")
    labels = {str(kind): texts.TYPE_LABEL[kind] for kind in ViolationType}
    kind = _choice(types, texts.TYPE, labels, texts.ALL_TYPES, "type")
    count = sum(bool(st.session_state.get(f"gallery_{name}")) for name in ("survey", "since", "until"))
    label = texts_queue.FILTERS_SET.format(count=count) if count else texts_queue.FILTERS
    with more.popover(label, icon=":material/tune:", width="stretch"):
        survey_id, first, last = _rarely_asked(actor)
    return GalleryFilter(
        type=ViolationType(kind) if kind else None,
        survey_id=UUID(survey_id) if survey_id else None,
        verdict=VerdictKind(verdict) if verdict not in (ALL, OPEN) else None,
        only_open=verdict == OPEN,
        since=begin_of(first),
        until=end_of(last),
    )


def _rarely_asked(actor: User) -> tuple[str, date | None, date | None]:
    """Survey, first and last day."""
    survey_id = _choice(st, texts.SURVEY, survey_titles(actor), texts.ALL_SURVEYS, "survey")
    since, until = st.columns(2)
    first: date | None = since.date_input(words.FROM_DAY, key="gallery_since", on_change=_begin_anew, **ANY_DAY)
    last: date | None = until.date_input(words.TO_DAY, key="gallery_until", on_change=_begin_anew, **ANY_DAY)
    return survey_id, first, last


def _choice(place: Any, label: str, labels: Mapping[str, str], everything: str, name: str) -> str:
    return place.selectbox(
        label,
        [ALL, *labels],
        format_func=lambda chosen: labels.get(chosen, everything),
        key=f"gallery_{name}",
        on_change=_begin_anew,
    )


def _place(wanted: GalleryFilter) -> Cursor | None:
    """Where the page begins: what was chosen on a page that was left is forgotten, and its place with it."""
    of, after = st.session_state.get(_AFTER, (wanted, None))
    return after if of == wanted else None


def _begin_anew() -> None:
    st.session_state.pop(_AFTER, None)


def _nothing(page: GalleryPage, wanted: GalleryFilter) -> str:
    if page.next is not None:
        return words.NOTHING_HERE
    return words.NOTHING_YET if wanted == GalleryFilter() and _place(wanted) is None else words.NOTHING_FOUND


def _pager(page: GalleryPage, wanted: GalleryFilter) -> None:
    left, middle, _ = st.columns([1, 1, 5])
    if _place(wanted) is not None:
        left.button(words.NEWEST, icon=":material/first_page:", on_click=_begin_anew)
    if page.next is not None and middle.button(words.OLDER, icon=":material/chevron_right:"):
        st.session_state[_AFTER] = wanted, page.next
        st.rerun()


if __name__ == "__main__":
    draw()
