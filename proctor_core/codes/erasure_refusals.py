"""Why something is not erased now."""

from proctor_core.codes.code import Code


class ErasureRefusal(Code):
    """Messages of errors; the values are those in their sentences."""

    ONLY_ADMINISTRATOR = "only_administrator", "this is the only administrator; make another one first"
    BY_ADMINISTRATOR = "by_administrator", "an administrator erases this account"
    UNDECIDED = "undecided", "a person still has to decide about session {cases}; after that you can erase everything"
    HELD = "held", "a legal hold keeps session {cases}; an administrator has to lift it first"
    NOT_WITHDRAWN = "not_withdrawn", "only a withdrawn session is erased alone; this one is {status}"
    WITH_CAMERA = "with_camera", "face data is erased alone where the taker chose to go on without camera"
    RECORDING_AGREED = "recording_agreed", "video is erased alone after the agreement to recording was taken back"
