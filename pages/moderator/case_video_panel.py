"""The video of a session on its review page: the player for who holds the review, one sentence for everything else."""

import streamlit as st

from db.tables import SessionRecording, User
from pages import texts
from pages.components.case_video import case_video
from pages.components.failure_words import failure_words
from pages.components.plain import plain
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.states import RecordingState
from proctor_core.services.reviewing.case import Case, CaseIncident


def may_play(actor: User, case: Case) -> bool:
    """Whether there is a video that is ready, and the actor holds the review."""
    return case.recording is not None and _is_ready(case.recording) and case.holder_id == actor.id


def case_video_panel(case: Case, chosen: CaseIncident | None, height_px: int) -> None:
    """The player, and what the video lacks."""
    assert case.recording is not None, "expected a video: see may_play"
    case_video(case.recording, chosen, height_px=height_px)
    if case.recording.failure:
        st.caption(texts.VIDEO_PARTLY.format(why=plain(failure_words(case.recording))))


def say_about_video(case: Case) -> None:
    """Why nothing is played; nothing where nothing was to be recorded."""
    recording = case.recording
    if recording is None or (recording.source is RecordingSource.UPLOADED and not _is_ready(recording)):
        # What becomes of an upload is said where its differences are shown.
        return
    if recording.erased_at:
        st.caption(texts.VIDEO_ERASED)
    elif recording.state is RecordingState.FAILED:
        st.caption(texts.VIDEO_FAILED.format(why=plain(failure_words(recording))))
    elif _is_ready(recording):
        st.caption(texts.VIDEO_FOR_HOLDER)
    else:
        st.caption(texts.VIDEO_NONE if recording.state is RecordingState.PROCESSED else texts.VIDEO_WAITS)


def _is_ready(recording: SessionRecording) -> bool:
    """An uploaded file has a key from the start; it is shown once it was processed."""
    return recording.state is RecordingState.PROCESSED and recording.media_key is not None
