"""Why a recording is not taken, tried again or dropped."""

from proctor_core.codes.code import Code


class RecordingRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    NOT_GIVEN_UP = "not_given_up", "only a recording that was given up is tried again or dropped; this one is {state}"
    FILE_GONE = "file_gone", "its file is gone, since it could not be used: send it again"
    NO_YES_TO_RECORDING = "no_yes_to_recording", "a recording needs the taker's yes to the purpose recording"
    ENOUGH = "enough", "this session has its {most} uploaded recordings", "most"
    EMPTY = "empty", "the file is empty"
    TOO_LARGE = "too_large", "expected at most {largest} bytes, got {length}", "largest"
