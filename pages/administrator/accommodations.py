"""The dialog in which checks are eased for one taker: who, in which survey, and each check."""

from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_accommodations as words
from pages.administrator.services import services
from pages.components.dialog import dialog
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.person_picker import person_picker
from pages.components.signed_in import acting
from pages.components.survey_name import survey_name
from proctor_core.domain.accommodation import Easing
from proctor_core.domain.filters import PeopleFilter
from proctor_core.domain.roles import Role
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import ProctorError

_TAKER, _SURVEY = "eased_taker", "eased_survey"


@dialog(lambda: words.TITLE)
def accommodations(actor: User) -> None:
    """Choose a taker and a survey; what is eased there stands in the inputs."""
    st.caption(words.LEAD)
    taker = person_picker(actor, words.TAKER, _TAKER, PeopleFilter(Role.TAKER))
    is_clicked = False
    if taker:
        survey_id = _chosen_survey(actor)
        # Another taker or survey has inputs of its own.
        key = f"eased-{taker.id}-{survey_id}"
        eased = services().accommodations.eased(actor, taker.id, survey_id)
        with st.form(key, border=False):
            for type_ in ViolationType:
                _input(key, type_, eased.get(type_))
            is_clicked = st.form_submit_button(
                words.SAVE, type="primary", on_click=_store, args=(taker, survey_id, key)
            )
    close_dialog_when_done(is_clicked)


def _chosen_survey(actor: User) -> UUID | None:
    surveys = {survey.id: survey for survey in services().surveys.surveys(actor)}
    return st.selectbox(
        words.WHERE,
        [None, *surveys],
        key=_SURVEY,
        format_func=lambda i: survey_name(surveys[i]) if i else words.EVERYWHERE,
    )


def _input(key: str, type_: ViolationType, easing: Easing | None) -> None:
    offered: list[Easing | None] = [None, *Easing]
    st.selectbox(
        texts.TYPE_LABEL[type_],
        offered,
        index=offered.index(easing),
        key=f"{key}-{type_}",
        format_func=words.EASING_LABEL.__getitem__,
    )


def _store(taker: User, survey_id: UUID | None, key: str) -> None:
    given: dict[ViolationType, Easing | None] = {type_: st.session_state[f"{key}-{type_}"] for type_ in ViolationType}
    eased = {type_: easing for type_, easing in given.items() if easing}
    try:
        services().accommodations.ease(acting(Role.ADMINISTRATOR), taker.id, survey_id, eased)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.DONE.format(name=taker.display_name))
