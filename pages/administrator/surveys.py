"""Surveys: every version of what can be asked; adding one from a file and asking a person to take one, each in a dialog."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from db.tables import Survey, User
from pages import texts
from pages.components import spoken
from pages.components.notices import close_dialog_when_done, note_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting, require_role
from proctor_core import bootstrap
from proctor_core.domain.policy import PolicyName
from proctor_core.domain.roles import Role
from proctor_core.errors import InvalidInput, ProctorError


def draw() -> None:
    """The table and two buttons."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    surveys = bootstrap.application().surveys.surveys(actor)
    heading, ask, add = st.columns([4, 1.2, 1.2], vertical_alignment="bottom")
    with heading:
        page_header(texts.SURVEYS_TITLE, texts.SURVEYS_LEAD)
    if ask.button(texts.ASSIGN, icon=":material/send:", width="stretch", disabled=not surveys):
        _assign(actor, surveys)
    if add.button(texts.ADD_SURVEY, type="primary", icon=":material/add:", width="stretch"):
        _add()
    _table(surveys)


def _table(surveys: Sequence[Survey]) -> None:
    if not surveys:
        st.info(texts.SURVEYS_EMPTY, icon=":material/quiz:")
        return
    plain_table(texts.SURVEY_COLUMNS, (_row(survey) for survey in surveys))


def _row(survey: Survey) -> tuple[object, ...]:
    return (
        survey.title,
        survey.slug,
        survey.version,
        len(survey.definition["questions"]),
        survey.proctoring_enabled,
        survey.policy,
        survey.is_open,
        spoken.local_day(survey.created_at),
    )


@st.dialog(texts.ADD_SURVEY)
def _add() -> None:
    st.caption(texts.ADD_SURVEY_LEAD)
    with st.form("add-survey", border=False):
        st.text_input(texts.SLUG, key="survey_slug", help=texts.SLUG_HELP, max_chars=80)
        st.file_uploader(texts.SURVEY_FILE, key="survey_file", type="json", max_upload_size=1)
        standard = list(PolicyName).index(PolicyName.STANDARD)
        st.selectbox(texts.POLICY, list(PolicyName), key="survey_policy", index=standard)
        st.checkbox(texts.WITH_CAMERA, key="survey_is_watched", value=True)
        is_clicked = st.form_submit_button(texts.ADD_SURVEY, type="primary", on_click=_store)
    close_dialog_when_done(is_clicked)


def _store() -> None:
    given = st.session_state
    try:
        survey = bootstrap.application().surveys.add_version(
            acting(Role.ADMINISTRATOR),
            given["survey_slug"],
            read_definition(given["survey_file"].getvalue() if given["survey_file"] else b""),
            proctoring_enabled=given["survey_is_watched"],
            policy=given["survey_policy"],
        )
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(texts.SURVEY_ADDED.format(title=survey.title, version=survey.version))


def read_definition(content: bytes) -> Mapping[str, Any]:
    """The JSON object in a file; what it must hold is checked by the service.

    Raises:
        InvalidInput: it is no JSON object in UTF-8.
    """
    try:
        stored = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise InvalidInput("file", texts.NOT_JSON.format(line=error.lineno, problem=error.msg)) from None
    except UnicodeDecodeError:
        raise InvalidInput("file", texts.NOT_UTF8) from None
    if not isinstance(stored, dict):
        raise InvalidInput("file", texts.NO_OBJECT)
    return stored


@st.dialog(texts.ASSIGN)
def _assign(actor: User, surveys: Sequence[Survey]) -> None:
    st.caption(texts.ASSIGN_LEAD)
    takers = bootstrap.application().accounts.users(actor, role=Role.TAKER)
    if not takers:
        st.info(texts.NO_TAKERS, icon=":material/group:")
        return
    with st.form("assign", border=False):
        titles = {s.id: f"{s.title} ({s.version})" for s in surveys if s.is_open}
        names = {person.id: f"{person.display_name} ({person.name})" for person in takers}
        st.selectbox(texts.SURVEY, list(titles), key="assign_survey", format_func=titles.__getitem__)
        st.selectbox(texts.TAKER, list(names), key="assign_taker", format_func=names.__getitem__)
        is_clicked = st.form_submit_button(texts.ASSIGN, type="primary", on_click=_ask)
    close_dialog_when_done(is_clicked)


def _ask() -> None:
    given = st.session_state
    try:
        bootstrap.application().surveys.assign(
            acting(Role.ADMINISTRATOR), given["assign_survey"], given["assign_taker"]
        )
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(texts.ASSIGNED)


if __name__ == "__main__":
    draw()
