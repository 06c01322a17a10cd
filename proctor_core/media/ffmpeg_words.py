"""What FFmpeg says of a file, as a code."""

from av.error import FFmpegError

from proctor_core.codes.recording_faults import FFmpegProblem


def ffmpeg_problem(error: FFmpegError | IndexError) -> FFmpegProblem | str:
    """The code of what it says, else its own words; no track at all (an IndexError) is a stream that was not found."""
    if isinstance(error, IndexError) and not isinstance(error, FFmpegError):
        return FFmpegProblem.NO_STREAM
    return FFmpegProblem.of_english((error.strerror or str(error)).lower())
