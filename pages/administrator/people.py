"""People: who can sign in and as what; adding one in a dialog."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from db.tables import User
from pages import texts
from pages.components.notices import note_done, show_notices
from pages.components.page_header import page_header
from pages.components.problems import sentence_of
from pages.components.signed_in import require_role
from proctor_core import bootstrap
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError

PAGE_ROWS = 200


def draw() -> None:
    """A filter by role, the table, and one button."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    heading, button = st.columns([5, 1.2], vertical_alignment="bottom")
    with heading:
        page_header(texts.PEOPLE_TITLE, texts.PEOPLE_LEAD)
    if button.button(texts.ADD_PERSON, type="primary", icon=":material/person_add:", width="stretch"):
        _add(actor)
    role = st.pills(
        texts.ROLE,
        [None, *Role],
        format_func=lambda role: texts.ROLE_LABEL[role] if role else texts.ALL_ROLES,
        default=None,
        key="people_role",
        label_visibility="collapsed",
    )
    people = bootstrap.application().accounts.users(actor, role=role, limit=PAGE_ROWS)
    _table(people)


def _table(people: Sequence[User]) -> None:
    if not people:
        st.info(texts.PEOPLE_EMPTY, icon=":material/group:")
        return
    rows = [(p.name, p.display_name, texts.ROLE_LABEL[p.role], p.is_active, p.is_demo, p.created_at) for p in people]
    config = {
        "is_active": st.column_config.CheckboxColumn(width="small"),
        "is_demo": st.column_config.CheckboxColumn(width="small"),
        "created_at": st.column_config.DatetimeColumn(format="D MMM YYYY"),
    }
    labels = texts.PERSON_COLUMNS
    st.dataframe(
        pd.DataFrame(rows, columns=list(labels.values())),
        hide_index=True,
        column_config={labels[name]: column for name, column in config.items()},
        height="content",
    )


@st.dialog(texts.ADD_PERSON)
def _add(actor: User) -> None:
    with st.form("add-person", border=False):
        name = st.text_input(texts.NAME, help=texts.NAME_HELP, max_chars=120)
        display_name = st.text_input(texts.DISPLAY_NAME, max_chars=200)
        role = st.selectbox(texts.ROLE, list(Role), format_func=lambda role: texts.ROLE_LABEL[role])
        password = st.text_input(texts.PASSWORD, type="password", help=texts.PASSWORD_HELP, autocomplete="new-password")
        if not st.form_submit_button(texts.ADD_PERSON, type="primary"):
            return
    try:
        person = bootstrap.application().accounts.create_user(actor, name, display_name, role, password)
    except ProctorError as error:
        st.error(sentence_of(error), icon=":material/error:")
        return
    note_done(texts.PERSON_ADDED.format(name=person.display_name))
    st.rerun()


if __name__ == "__main__":
    draw()
