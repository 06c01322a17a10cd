"""The dialog that changes how a survey's version is watched, and the inputs for it, which adding a survey asks too."""

import streamlit as st

from db.tables import Survey, User
from pages import texts
from pages import texts_surveys as words
from pages.administrator.own_numbers import given_numbers, own_numbers_inputs
from pages.administrator.services import services
from pages.administrator.survey_owner import owner_input
from pages.components.dialog import dialog
from pages.components.notices import close_dialog_when_done, note_done, note_problem
from pages.components.plain import plain
from pages.components.signed_in import acting
from proctor_core.domain.minors import Minors
from proctor_core.domain.policy import PolicyName, RecordingMode
from proctor_core.domain.roles import Role
from proctor_core.domain.watching import HybridUnflagged
from proctor_core.errors import ProctorError
from proctor_core.services.surveys.moderator_words import INSTRUCTIONS_LENGTH, REASONS_LENGTH, ModeratorWords

WORDS_PX = 100


def proctoring_inputs(
    key: str,
    *,
    is_watched: bool = True,
    policy: PolicyName = PolicyName.STANDARD,
    recording: RecordingMode = RecordingMode.OFF,
    is_free: bool = False,
    minors: Minors | None = None,
    hybrid: HybridUnflagged = HybridUnflagged.REVIEW,
) -> None:
    """Camera, the way without it (`is_free`), minors, policy, recording, what becomes of `hybrid` sessions.

    Their values are in the session state under `key`. `minors`: None offers what the survey's file says.
    """
    st.checkbox(texts.WITH_CAMERA, key=f"{key}_is_watched", value=is_watched)
    st.checkbox(words.WITHOUT_ALLOWED, key=f"{key}_is_free", value=is_free, help=words.WITHOUT_ALLOWED_HELP)
    known: list[Minors | None] = [*([None] if minors is None else []), *Minors]
    st.selectbox(
        words.MINORS,
        known,
        key=f"{key}_minors",
        index=known.index(minors),
        format_func=lambda word: words.MINORS_LABEL[word] if word else words.MINORS_BY_FILE,
        help=words.MINORS_HELP,
    )
    policies, modes = list(PolicyName), list(RecordingMode)
    st.selectbox(
        texts.POLICY,
        policies,
        key=f"{key}_policy",
        index=policies.index(policy),
        format_func=words.POLICY_LABEL.__getitem__,
        help=words.POLICY_HELP,
    )
    st.selectbox(
        words.RECORDING,
        modes,
        key=f"{key}_recording",
        index=modes.index(recording),
        format_func=words.RECORDING_LABEL.__getitem__,
        help=words.RECORDING_HELP,
    )
    outcomes = list(HybridUnflagged)
    st.selectbox(
        words.HYBRID,
        outcomes,
        key=f"{key}_hybrid",
        index=outcomes.index(hybrid),
        format_func=words.HYBRID_LABEL.__getitem__,
        help=words.HYBRID_HELP,
    )


def instructions_input(key: str, value: str = "") -> None:
    """What moderators are to go by; its value is in the session state under `key`."""
    st.text_area(
        words.INSTRUCTIONS,
        key=f"{key}_instructions",
        value=value,
        max_chars=INSTRUCTIONS_LENGTH,
        height=WORDS_PX,
        help=words.INSTRUCTIONS_HELP,
    )


def reasons_inputs(key: str, survey: Survey) -> None:
    """Ready reasons for decisions; their values are in the session state under `key`."""
    fields = (
        ("rejection", words.REJECTION_REASONS, words.REJECTION_REASONS_HELP, survey.rejection_reasons),
        ("escalation", words.ESCALATION_REASONS, words.ESCALATION_REASONS_HELP, survey.escalation_reasons),
    )
    for place, (name, label, said, value) in zip(st.columns(2, gap="small"), fields, strict=True):
        place.text_area(label, key=f"{key}_{name}", value=value, max_chars=REASONS_LENGTH, height=WORDS_PX, help=said)


@dialog(lambda: words.CHANGE)
def change_survey(actor: User, survey: Survey) -> None:
    """How this version is watched from the next session on."""
    title = words.CHOSEN_LABEL.format(title=plain(survey.title), version=survey.version)
    st.markdown(f"**{title}**")
    st.caption(words.CHANGE_LEAD)
    # The key holds the version's id: another survey's dialog begins with its own values.
    key = f"change-{survey.id}"
    with st.form("change-survey", border=False):
        owner_input(actor, f"{key}_owner", survey.platform)
        proctoring_inputs(
            key,
            is_watched=survey.proctoring_enabled,
            policy=survey.policy,
            recording=survey.recording_mode,
            is_free=survey.allow_without_camera,
            minors=survey.minors,
            hybrid=survey.hybrid_unflagged,
        )
        own_numbers_inputs(key, survey.policy_values)
        instructions_input(key, survey.moderator_instructions)
        reasons_inputs(key, survey)
        is_clicked = st.form_submit_button(words.SAVE, type="primary", on_click=_store, args=(survey, key))
    close_dialog_when_done(is_clicked)


def _store(before: Survey, key: str) -> None:
    given, survey_id = st.session_state, before.id
    surveys, actor = services().surveys, acting(Role.ADMINISTRATOR)
    try:
        # What can be refused comes before anything is stored.
        spoken = ModeratorWords.of(*(given[f"{key}_{name}"] for name in ("instructions", "rejection", "escalation")))
        surveys.require_second_moderator(given[f"{key}_policy"], before.policy)
        surveys.give_to(actor, survey_id, given[f"{key}_owner"])
        surveys.keep_words(actor, survey_id, spoken)
        survey = surveys.change_proctoring(
            actor,
            survey_id,
            proctoring_enabled=given[f"{key}_is_watched"],
            policy=given[f"{key}_policy"],
            recording_mode=given[f"{key}_recording"],
            allow_without_camera=given[f"{key}_is_free"],
            minors=given[f"{key}_minors"],
            hybrid_unflagged=given[f"{key}_hybrid"],
            policy_values=given_numbers(key),
        )
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.CHANGED.format(title=survey.title, version=survey.version))
