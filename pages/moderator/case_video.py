"""The video of a session on its review screen: whether it can be played, and one sentence for everything else."""

from db.tables import SessionRecording, User
from pages import texts
from pages.components.failure_words import failure_words
from proctor_core.domain.recording import RecordingSource
from proctor_core.domain.states import RecordingState
from proctor_core.services.reviewing.case import Case


def is_playable(actor: User, case: Case) -> bool:
    """Whether there is a video that is ready, and the actor holds the review."""
    return case.recording is not None and _is_ready(case.recording) and case.holder_id == actor.id


def said_about_video(case: Case) -> str:
    """Why nothing is played; empty where nothing was to be recorded, or what becomes of an upload is said elsewhere."""
    recording = case.recording
    if recording is None or (recording.source is RecordingSource.UPLOADED and not _is_ready(recording)):
        return ""
    if recording.erased_at:
        return texts.VIDEO_ERASED
    if recording.state is RecordingState.FAILED:
        return texts.VIDEO_FAILED.format(why=failure_words(recording))
    if _is_ready(recording):
        return texts.VIDEO_FOR_HOLDER
    return texts.VIDEO_NONE if recording.state is RecordingState.PROCESSED else texts.VIDEO_WAITS


def what_the_video_lacks(case: Case) -> str:
    """A sentence about a video that can be played but is not whole; empty where it is."""
    if case.recording is None or not case.recording.failure or not _is_ready(case.recording):
        return ""
    return texts.VIDEO_PARTLY.format(why=failure_words(case.recording))


def _is_ready(recording: SessionRecording) -> bool:
    """An uploaded file has a key from the start; it is shown once it was processed."""
    return recording.state is RecordingState.PROCESSED and recording.media_key is not None
