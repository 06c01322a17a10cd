"""Uploaded recordings below the program's health: what waits and what runs, the dead letters, and trying those again."""

from collections.abc import Callable, Sequence
from uuid import UUID

import streamlit as st

from db.tables import User
from pages import texts
from pages import texts_recordings as words
from pages.administrator.services import services
from pages.components import spoken
from pages.components.dialog import dialog
from pages.components.failure_words import error_words
from pages.components.guarded_button import guarded_button
from pages.components.notices import close_dialog_when_done, note_done, note_problem, show_notices
from pages.components.plain_table import plain_table
from pages.components.signed_in import acting
from pages.texts_operation import bytes_in_words
from proctor_core.domain.roles import Role
from proctor_core.domain.session_code import session_code
from proctor_core.errors import ProctorError
from proctor_core.services.recordings.recording_list import AnalysedRecording, RecordingList

CHOSEN = "chosen_recording"


def recordings_panel(actor: User) -> None:
    """Draw both lists."""
    st.markdown(f"### {words.TITLE}")
    st.caption(words.LEAD)
    show_notices()
    waiting, dead = _service().open(actor), _service().dead(actor)
    if waiting:
        plain_table(words.OPEN_COLUMNS, (_open_row(one) for one in waiting))
    else:
        st.caption(words.NONE_OPEN)
    if dead:
        _dead(dead)


def _open_row(one: AnalysedRecording) -> tuple[object, ...]:
    analysis = one.analysis
    state = words.STATE[analysis.state].format(share=spoken.percent(analysis.progress))
    return (*_named(one), state, analysis.tries, analysis.worker or "–", error_words(analysis) or "–")


def _dead(dead: Sequence[AnalysedRecording]) -> None:
    heading, again, drop = st.columns([4, 1.2, 1.2], vertical_alignment="bottom")
    heading.markdown(f"#### {words.DEAD_TITLE}")
    heading.caption(words.DEAD_LEAD.format(count=len(dead)))
    if again.button(words.AGAIN, icon=":material/replay:", width="stretch"):
        _again([one for one in dead if one.recording.media_key])
    if drop.button(words.DROP, icon=":material/delete:", width="stretch"):
        _drop(dead)
    plain_table(words.DEAD_COLUMNS, (_dead_row(one) for one in dead))


def _dead_row(one: AnalysedRecording) -> tuple[object, ...]:
    file = words.FILE_THERE if one.recording.media_key else words.FILE_GONE
    return (*_named(one), one.analysis.tries, error_words(one.analysis), file)


def _named(one: AnalysedRecording) -> tuple[str, str, str]:
    recording = one.recording
    return (
        spoken.local_time(recording.created_at),
        session_code(recording.session_id),
        bytes_in_words(recording.size_bytes),
    )


@dialog(lambda: words.AGAIN)
def _again(kept: Sequence[AnalysedRecording]) -> None:
    if not kept:
        st.info(words.NONE_AGAIN)
        return
    _choose(kept, words.AGAIN_MEANS, words.AGAIN_NOW, _again_now)


@dialog(lambda: words.DROP)
def _drop(dead: Sequence[AnalysedRecording]) -> None:
    _choose(dead, words.DROP_MEANS, words.DROP_NOW, _drop_now)


def _choose(ones: Sequence[AnalysedRecording], means: str, now: str, act: Callable[[UUID], None]) -> None:
    labels = {one.analysis.id: _label(one) for one in ones}
    chosen = st.selectbox(
        words.WHICH, list(labels), index=None, format_func=labels.__getitem__, key=CHOSEN, placeholder=texts.CHOOSE
    )
    st.caption(means)
    if chosen is not None:
        key, only_while = f"{act.__name__}-{chosen}", (CHOSEN, chosen)
        close_dialog_when_done(guarded_button(now, act, chosen, key=key, only_while=only_while, type="primary"))


def _label(one: AnalysedRecording) -> str:
    at, session, _ = _named(one)
    return words.ONE.format(at=at, session=session, why=error_words(one.analysis))


def _again_now(analysis_id: UUID) -> None:
    try:
        _service().again(acting(Role.ADMINISTRATOR), analysis_id)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.AGAIN_TOAST)


def _drop_now(analysis_id: UUID) -> None:
    try:
        _service().drop(acting(Role.ADMINISTRATOR), analysis_id)
    except ProctorError as error:
        note_problem(error)
    else:
        note_done(words.DROP_TOAST)


def _service() -> RecordingList:
    return services().recordings
