"""Which version of a survey the administrator's page is about: the buttons act on it, and the address names it."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from db.tables import Survey
from pages import texts_surveys as words
from pages.components.addresses import SURVEY, named_in_address, put_into_address
from pages.components.survey_name import survey_name
from proctor_core.domain.paging import Cursor

CHOSEN, _AFTER = "survey_chosen", "surveys_after"


def choose_survey(survey_id: UUID) -> None:
    """From a callback: the next run is about this version, which lies on the first page."""
    st.session_state[CHOSEN], st.session_state[_AFTER] = survey_id, None


def survey_selector(surveys: Mapping[UUID, Survey]) -> Survey:
    """Draw the selector; the version that is chosen, the newest before anybody chose."""
    named = named_in_address(SURVEY)
    if CHOSEN not in st.session_state and named in surveys:
        st.session_state[CHOSEN] = named
    chosen = st.selectbox(
        words.CHOSEN, list(surveys), key=CHOSEN, format_func=lambda i: survey_name(surveys[i]), width=480
    )
    put_into_address(SURVEY, chosen)
    return surveys[chosen]


def page_of_surveys() -> Cursor | None:
    """Where the page of the table begins."""
    return st.session_state.get(_AFTER)


def turn_to(after: Cursor | None) -> None:
    """Show the page that begins there; its first version is the chosen one."""
    st.session_state[_AFTER] = after
    st.session_state.pop(CHOSEN, None)
