"""Which sessions a policy is tried on: a survey or all of them, and days."""

from datetime import date, timedelta

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_lab as words
from pages.components.days import ANY_DAY
from pages.components.owned_title import distinct_titles
from pages.lab.services import services
from proctor_core.domain.rejudgement import Wanted

DAYS = 30
LAB_SURVEY = "lab_survey"
"""Where the session state holds the survey: (owner, slug), or None for all."""


def choose_sessions(actor: User) -> Wanted | None:
    """The last month's if nothing was chosen; None until both days are there."""
    titles = distinct_titles(services().lab.survey_titles(actor))
    today = services().lab.today()
    for place, day in (("lab_first", today - timedelta(days=DAYS)), ("lab_last", today)):
        st.session_state.setdefault(place, day)
    survey, first, last = st.columns([2, 1, 1], vertical_alignment="bottom")
    chosen = survey.selectbox(
        texts.SURVEY,
        [None, *titles],
        format_func=lambda one: titles[one] if one else texts.ALL_SURVEYS,
        key=LAB_SURVEY,
    )
    since: date | None = first.date_input(words.FIRST_DAY, key="lab_first", **ANY_DAY)
    until: date | None = last.date_input(words.LAST_DAY, key="lab_last", **ANY_DAY)
    if not (since and until):
        st.caption(words.BOTH_DAYS)
        return None
    platform, slug = chosen or (None, None)
    return Wanted(since, until, slug, platform)
