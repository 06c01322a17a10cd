"""People: who can sign in and as what; adding one in a dialog."""

from collections.abc import Sequence

import streamlit as st

from db.tables import User
from pages import texts, texts_accommodations, texts_administrator
from pages.administrator.accommodations import accommodations
from pages.administrator.appeals_warning import appeals_warning
from pages.administrator.change_person import change_person, keep_link, show_link
from pages.administrator.services import services
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.notices import close_dialog_when_done, note_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting, require_role
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError

PAGE_ROWS = 100
_SEARCH, _PAGE = "people_search", "people_page"
EVERYBODY = "everybody"


def draw() -> None:
    """Filters by role and name, a page of the table, and two buttons."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    show_link()
    appeals_warning()
    heading, ease, change, button = st.columns([2.6, 1.4, 1.2, 1.2], vertical_alignment="bottom")
    with heading:
        page_header(texts.PEOPLE_TITLE, texts.PEOPLE_LEAD)
    if button.button(texts.ADD_PERSON, type="primary", icon=":material/person_add:", width="stretch"):
        _add()
    accounts = services().accounts
    roles, search = st.columns([3, 1.4], vertical_alignment="bottom")
    search.text_input(
        texts.FIND_PERSON, key=_SEARCH, max_chars=120, help=texts.FIND_PERSON_HELP, icon=":material/search:"
    )
    shown = roles.pills(
        texts.ROLE,
        [EVERYBODY, *Role],
        format_func=lambda role: texts.ROLE_LABEL[Role(role)] if role != EVERYBODY else texts.ALL_ROLES,
        default=EVERYBODY,
        key="people_role",
        required=True,
        label_visibility="collapsed",
    )
    role = None if shown == EVERYBODY else Role(shown)
    wanted = PeopleFilter(role, st.session_state.get(_SEARCH, ""))
    if change.button(texts_administrator.CHANGE_PERSON, icon=":material/manage_accounts:", width="stretch"):
        change_person(actor)
    if ease.button(texts_accommodations.TITLE, icon=":material/tune:", width="stretch"):
        accommodations(actor)
    after = _place(wanted)
    # One more than is shown says whether there is a next page.
    people = accounts.users(actor, wanted, after=after, limit=PAGE_ROWS + 1)
    _table(people[:PAGE_ROWS])
    _paging(wanted, people, after, accounts.count_users(actor, wanted))


def _place(wanted: PeopleFilter) -> str:
    """Where this page begins; another filter begins at the first name."""
    kept: tuple[PeopleFilter, str] = st.session_state.get(_PAGE, (wanted, ""))
    return kept[1] if kept[0] == wanted else ""


def _paging(wanted: PeopleFilter, found: Sequence[User], after: str, count: int) -> None:
    has_more = len(found) > PAGE_ROWS
    if not has_more and not after:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(texts.NEWER, disabled=not after, on_click=_turn_to, args=(wanted, ""))
        last = found[min(PAGE_ROWS, len(found)) - 1].name if found else ""
        st.button(texts.OLDER, disabled=not has_more, on_click=_turn_to, args=(wanted, last))
        st.caption(texts.PEOPLE_COUNT.format(count=count))


def _turn_to(wanted: PeopleFilter, after: str) -> None:
    st.session_state[_PAGE] = (wanted, after)


def _table(people: Sequence[User]) -> None:
    if not people:
        is_searching = bool(st.session_state.get(_SEARCH, "").strip())
        st.info(texts.NOBODY_FOUND if is_searching else texts.PEOPLE_EMPTY, icon=":material/group:")
        return
    plain_table(
        texts.PERSON_COLUMNS,
        (
            (p.name, p.display_name, texts.ROLE_LABEL[p.role], p.is_active, p.is_demo, spoken.local_day(p.created_at))
            for p in people
        ),
    )


@dialog(lambda: texts.ADD_PERSON)
def _add() -> None:
    with st.form("add-person", border=False):
        st.text_input(texts.NAME, key="person_name", help=texts.NAME_HELP, max_chars=120)
        st.text_input(texts.DISPLAY_NAME, key="person_display_name", max_chars=200)
        st.selectbox(texts.ROLE, list(Role), key="person_role", format_func=lambda role: texts.ROLE_LABEL[role])
        st.text_input(
            texts.PASSWORD,
            key="person_password",
            type="password",
            help=texts.PASSWORD_HELP,
            autocomplete="new-password",
        )
        is_clicked = st.form_submit_button(texts.ADD_PERSON, type="primary", on_click=_store)
    close_dialog_when_done(is_clicked)


def _store() -> None:
    given = st.session_state
    named = (given["person_name"], given["person_display_name"], given["person_role"])
    try:
        actor = acting(Role.ADMINISTRATOR)
        if given["person_password"]:
            person = services().accounts.create_user(actor, *named, given["person_password"])
            note_done(texts.PERSON_ADDED.format(name=person.display_name))
        else:
            invited = services().people.invite(actor, *named)
            keep_link(invited)
            note_done(texts.PERSON_INVITED.format(name=invited.person.display_name))
    except ProctorError as error:
        note_problem(error)


if __name__ == "__main__":
    draw()
