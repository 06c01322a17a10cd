"""What is wrong with the request that brings a recording, or a part of one."""

from proctor_core.codes.code import Code


class UploadFault(Code):
    """Messages of errors; the values are those in their sentences."""

    AT_WORK = "at_work", "an earlier request about this upload is still at work; ask again in a moment"
    CUT_OFF = "cut_off", "the file was cut off; send it again, or in parts by tus"
    PART_TOO_LARGE = "part_too_large", "expected at most {left} bytes more", "left"
    LONGER_THAN_SAID = "longer_than_said", "expected {length} bytes in all", "length"
    NO_SESSION = "no_session", "expected the session that was recorded"
    NO_SESSION_ID = "no_session_id", "expected the id of a session"
    NO_SECOND = "no_second", "expected a second of the session"
    METADATA_TOO_LONG = "metadata_too_long", "expected at most {longest} characters, got {length}", "longest"
    METADATA_NO_BASE64 = "metadata_no_base64", "expected base64 behind {name}"
    METADATA_NO_TEXT = "metadata_no_text", "expected UTF-8 in base64 behind {name}"
    NO_ALGORITHM = "no_algorithm", "expected {algorithms}"
    CHECKSUM_NO_BASE64 = "checksum_no_base64", "expected base64 behind the algorithm"
