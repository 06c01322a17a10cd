"""Why a recording failed, or its analysis, in their rows: the English text and its codes change together."""

from db.tables import RecordingAnalysis, SessionRecording
from proctor_core.domain.failure import Failure, codes_of

LONGEST_TEXT = 500
NO_FAILURE = Failure("")


def keep_failure(recording: SessionRecording, why: Failure) -> None:
    """Why the recording failed, or why not all of the video is there."""
    recording.failure, recording.failure_codes = why.text[:LONGEST_TEXT], codes_of(why)


def keep_error(analysis: RecordingAnalysis, why: Failure) -> None:
    """Why the last try did not work."""
    analysis.last_error, analysis.last_error_codes = why.text[:LONGEST_TEXT], codes_of(why)
