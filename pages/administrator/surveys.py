"""Surveys: every version of what can be asked, and what can be done with the one that is chosen, each in a dialog."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import streamlit as st

from db.tables import Survey, User
from pages import texts, texts_lab
from pages import texts_surveys as words
from pages.administrator.add_survey import add_survey
from pages.administrator.ask_people import ask_people, show_links
from pages.administrator.change_survey import change_survey
from pages.administrator.chosen_survey import CHOSEN, page_of_surveys, survey_selector, turn_to
from pages.administrator.preview_survey import preview_survey
from pages.administrator.services import services
from pages.components import spoken
from pages.components.guarded_button import guarded_button
from pages.components.notices import note_done, note_problem, show_notices
from pages.components.page_header import page_header
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting, require_role
from pages.lab.sessions_wanted import LAB_SURVEY
from proctor_core.domain.paging import Cursor
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError


def draw() -> None:
    """The table, and the buttons of the version that is chosen."""
    actor = require_role(Role.ADMINISTRATOR)
    show_notices()
    show_links()
    after = page_of_surveys()
    surveys = services().surveys.surveys(actor, after=after)
    heading, add = st.columns([4, 1.2], vertical_alignment="bottom")
    with heading:
        page_header(texts.SURVEYS_TITLE, texts.SURVEYS_LEAD)
    if add.button(texts.ADD_SURVEY, type="primary", icon=":material/add:", width="stretch"):
        add_survey(actor)
    if not surveys:
        st.info(texts.SURVEYS_EMPTY, icon=":material/quiz:")
        return
    _acts(actor, surveys)
    counts = services().surveys.session_counts(actor, surveys)
    plain_table(texts.SURVEY_COLUMNS, (_row(survey, counts) for survey in surveys))
    _paging(surveys, after)
    st.caption(words.EXAMS)


def _acts(actor: User, surveys: Sequence[Survey]) -> None:
    by_id = {survey.id: survey for survey in surveys}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = survey_selector(by_id)
        if st.button(words.ASK, icon=":material/send:", disabled=not chosen.is_open):
            ask_people(actor, chosen)
        if st.button(words.PREVIEW, icon=":material/visibility:"):
            preview_survey(chosen)
        if st.button(words.CHANGE, icon=":material/tune:"):
            change_survey(actor, chosen)
        if st.button(texts_lab.PAGE_LAB, icon=":material/experiment:", help=texts_lab.LEAD):
            st.session_state[LAB_SURVEY] = (chosen.platform, chosen.slug)
            st.switch_page("administrator/policy_lab.py")
        label, icon = (words.CLOSE, "lock") if chosen.is_open else (words.OPEN_AGAIN, "lock_open")
        guarded_button(
            label,
            _set_open,
            chosen.id,
            not chosen.is_open,
            key=f"{icon}-{chosen.id}",
            only_while=(CHOSEN, chosen.id),
            icon=f":material/{icon}:",
        )
    if not chosen.is_open:
        st.caption(words.CLOSED_HINT)


def _set_open(survey_id: UUID, is_open: bool) -> None:
    try:
        survey = services().surveys.set_open(acting(Role.ADMINISTRATOR), survey_id, is_open=is_open)
    except ProctorError as error:
        note_problem(error)
    else:
        said = words.OPENED if is_open else words.CLOSED
        note_done(said.format(title=survey.title, version=survey.version))


def _row(survey: Survey, counts: Mapping[UUID, int]) -> tuple[object, ...]:
    return (
        survey.title,
        survey.platform or words.OWNER_HOUSE,
        survey.slug,
        survey.version,
        len(survey.definition["questions"]),
        survey.proctoring_enabled,
        words.POLICY_LABEL[survey.policy],
        words.RECORDING_LABEL[survey.recording_mode],
        words.MINORS_SHORT[survey.minors],
        survey.is_open,
        counts[survey.id],
        spoken.local_day(survey.created_at),
    )


def _paging(surveys: Sequence[Survey], after: Cursor | None) -> None:
    last = Cursor(surveys[-1].created_at, surveys[-1].id)
    more = services().surveys.surveys(require_role(Role.ADMINISTRATOR), after=last, limit=1)
    if not more and after is None:
        return
    with st.container(horizontal=True):
        st.button(texts.NEWER, disabled=after is None, on_click=turn_to, args=(None,))
        st.button(texts.OLDER, disabled=not more, on_click=turn_to, args=(last,))


if __name__ == "__main__":
    draw()
