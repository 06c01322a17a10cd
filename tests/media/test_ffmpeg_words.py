"""What FFmpeg says is a code within ours; what it has never said before stays in its own words."""

from pathlib import Path

import pytest
from av.error import FFmpegError, err_check

from proctor_core.codes.recording_faults import FFmpegProblem, RecordingFault
from proctor_core.errors import InvalidInput
from proctor_core.language.sentences import error_sentence
from proctor_core.media.ffmpeg_words import ffmpeg_problem
from proctor_core.monitoring.recordings.video_file import VideoFile
from tests.support.own_catalogue import OwnCatalogue

NOT_YET_CODED = "protocol not found"


def error_of(number: int) -> FFmpegError:
    with pytest.raises(FFmpegError) as raised:
        err_check(number)
    return raised.value


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (-1094995529, FFmpegProblem.INVALID_DATA),
        (-541478725, FFmpegProblem.END_OF_FILE),
        (-1128613112, FFmpegProblem.NO_DECODER),
        (-1381258232, FFmpegProblem.NO_STREAM),
        (-1163346256, FFmpegProblem.NOT_IMPLEMENTED),
        (-22, FFmpegProblem.INVALID_ARGUMENT),
        (-1330794744, NOT_YET_CODED),
    ],
)
def test_ffmpeg_s_numbers_are_codes(number: int, problem: FFmpegProblem | str) -> None:
    assert ffmpeg_problem(error_of(number)) == problem


def test_a_file_without_any_track_has_no_stream() -> None:
    assert ffmpeg_problem(IndexError("tuple index out of range")) is FFmpegProblem.NO_STREAM


def test_a_file_that_is_no_video_is_refused_in_the_reader_s_language(tmp_path: Path) -> None:
    (tmp_path / "a.webm").write_bytes(b"no video" * 100)
    with pytest.raises(InvalidInput) as refused:
        VideoFile(tmp_path / "a.webm")
    assert error_sentence(refused.value) == "FFmpeg can't read it: invalid data found when processing input"
    german = {
        RecordingFault.NOT_READ.english: "FFmpeg kann es nicht lesen: {said}",
        FFmpegProblem.INVALID_DATA.english: "die Daten sind ungültig",
    }
    said = error_sentence(refused.value, OwnCatalogue(german))
    assert said == "FFmpeg kann es nicht lesen: die Daten sind ungültig"
