"""A survey as its takers meet it, drawn by the same inputs; nothing that is entered is kept."""

import streamlit as st

from db.tables import Survey
from pages import texts_surveys as words
from pages import texts_taker
from pages.components.dialog import dialog
from pages.components.plain import plain
from pages.components.question_input import question_input
from proctor_core.services.surveys.surveys import definition_of


@dialog(lambda: words.PREVIEW, width="medium")
def preview_survey(survey: Survey) -> None:
    """Title, description, how it is watched, then one question at a time."""
    definition = definition_of(survey)
    st.caption(words.PREVIEW_LEAD)
    st.markdown(f"**{plain(definition.title)}**")
    if definition.description:
        st.markdown(plain(definition.description))
    st.caption(_watched(survey))
    total = len(definition.questions)
    place = f"preview-{survey.id}"
    index = min(st.session_state.get(place, 0), total - 1)
    st.progress(index / total, text=texts_taker.QUESTION_OF.format(number=index + 1, total=total))
    with st.container(height=320, border=False):
        question_input(definition.questions[index], None)
    back, _, forward = st.columns([1, 2, 1])
    back.button(texts_taker.BACK, key="preview_back", disabled=index == 0, on_click=_turn, args=(place, index - 1))
    forward.button(
        texts_taker.NEXT,
        key="preview_next",
        type="primary",
        disabled=index + 1 == total,
        on_click=_turn,
        args=(place, index + 1),
    )


def _turn(place: str, index: int) -> None:
    st.session_state[place] = index


def _watched(survey: Survey) -> str:
    if not survey.proctoring_enabled:
        return words.WITHOUT_CAMERA
    return words.WATCHED_BY.format(
        policy=words.POLICY_LABEL[survey.policy], recording=words.RECORDING_LABEL[survey.recording_mode]
    )
