"""Why a recording failed, or its analysis, in words: by the codes where the row has them, else as it was written."""

from db.tables import RecordingAnalysis, SessionRecording
from pages.reader import reader
from proctor_core.domain.failure import Failure, read_failure
from proctor_core.language.sentences import failure_sentence


def failure_words(recording: SessionRecording) -> str:
    """Why it failed, or why not all of the video is there; empty where nothing failed."""
    return _said(read_failure(recording.failure, recording.failure_codes))


def error_words(analysis: RecordingAnalysis) -> str:
    """Why the last try did not work; empty where it did."""
    return _said(read_failure(analysis.last_error, analysis.last_error_codes))


def _said(why: Failure) -> str:
    return failure_sentence(why, reader())
