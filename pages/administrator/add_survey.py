"""The dialog that adds a survey, or the next version of one, from a file."""

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_surveys as words
from pages.administrator.change_survey import instructions_input, proctoring_inputs
from pages.administrator.chosen_survey import choose_survey
from pages.administrator.services import services
from pages.administrator.survey_owner import owner_input
from pages.components.dialog import dialog
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.signed_in import acting
from proctor_core.domain.definition_file import read_definition_file
from proctor_core.domain.roles import Role
from proctor_core.errors import ProctorError


@dialog(lambda: texts.ADD_SURVEY)
def add_survey(actor: User) -> None:
    """Ask for a short name, the file, and how it is watched; mistakes in the file leave the dialog as it is."""
    st.caption(words.FILE_DESCRIBED)
    with st.form("add-survey", border=False):
        st.text_input(texts.SLUG, key="survey_slug", help=texts.SLUG_HELP, max_chars=80)
        owner_input(actor, "survey_owner")
        st.file_uploader(texts.SURVEY_FILE, key="survey_file", type="json", max_upload_size=1)
        proctoring_inputs("survey")
        instructions_input("survey")
        is_clicked = st.form_submit_button(texts.ADD_SURVEY, type="primary", on_click=_store)
    close_dialog_when_done(is_clicked)


def _store() -> None:
    given = st.session_state
    try:
        services().surveys.require_second_moderator(given["survey_policy"])
        survey = services().surveys.add_version(
            acting(Role.ADMINISTRATOR),
            given["survey_slug"],
            read_definition_file(given["survey_file"].getvalue() if given["survey_file"] else b""),
            proctoring_enabled=given["survey_is_watched"],
            policy=given["survey_policy"],
            recording_mode=given["survey_recording"],
            allow_without_camera=given["survey_is_free"],
            minors=given["survey_minors"],
            platform=given["survey_owner"],
            hybrid_unflagged=given["survey_hybrid"],
            # Left empty, a new version keeps what the one before it asks.
            moderator_instructions=given["survey_instructions"] or None,
        )
    except ProctorError as error:
        note_problem(error)
    else:
        choose_survey(survey.id)
        note_done(texts.SURVEY_ADDED.format(title=survey.title, version=survey.version))
