"""Surveys: every version of what can be asked; adding one from a file and asking a person to take one, each in a dialog."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from db.tables import Survey, User
from pages import texts
from pages.components.notices import note_done, show_notices
from pages.components.page_header import page_header
from pages.components.problems import sentence_of
from pages.components.signed_in import require_role
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
        _add(actor)
    _table(surveys)


def _table(surveys: Sequence[Survey]) -> None:
    if not surveys:
        st.info(texts.SURVEYS_EMPTY, icon=":material/quiz:")
        return
    rows = [
        (
            s.title,
            s.slug,
            s.version,
            len(s.definition["questions"]),
            s.proctoring_enabled,
            s.policy,
            s.is_open,
            s.created_at,
        )
        for s in surveys
    ]
    labels = texts.SURVEY_COLUMNS
    st.dataframe(
        pd.DataFrame(rows, columns=list(labels.values())),
        hide_index=True,
        column_config={labels["created_at"]: st.column_config.DatetimeColumn(format="D MMM YYYY")},
        height="content",
    )


@st.dialog(texts.ADD_SURVEY)
def _add(actor: User) -> None:
    st.caption(texts.ADD_SURVEY_LEAD)
    with st.form("add-survey", border=False):
        slug = st.text_input(texts.SLUG, help=texts.SLUG_HELP, max_chars=80)
        file = st.file_uploader(texts.SURVEY_FILE, type="json")
        policy = st.selectbox(texts.POLICY, list(PolicyName), index=list(PolicyName).index(PolicyName.STANDARD))
        is_watched = st.checkbox(texts.WITH_CAMERA, value=True)
        if not st.form_submit_button(texts.ADD_SURVEY, type="primary") or file is None:
            return
    try:
        definition = read_definition(file.getvalue())
        survey = bootstrap.application().surveys.add_version(
            actor, slug, definition, proctoring_enabled=is_watched, policy=policy
        )
    except ProctorError as error:
        st.error(sentence_of(error), icon=":material/error:")
        return
    note_done(texts.SURVEY_ADDED.format(title=survey.title, version=survey.version))
    st.rerun()


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
        survey = st.selectbox(
            texts.SURVEY, [s for s in surveys if s.is_open], format_func=lambda s: f"{s.title} ({s.version})"
        )
        taker = st.selectbox(texts.TAKER, takers, format_func=lambda person: f"{person.display_name} ({person.name})")
        if not st.form_submit_button(texts.ASSIGN, type="primary"):
            return
    try:
        bootstrap.application().surveys.assign(actor, survey.id, taker.id)
    except ProctorError as error:
        st.error(sentence_of(error), icon=":material/error:")
        return
    note_done(texts.ASSIGNED.format(name=taker.display_name, title=survey.title))
    st.rerun()


if __name__ == "__main__":
    draw()
