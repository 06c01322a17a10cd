"""What a sweep would do with a session: the command line's lines of `sweep --dry-run`."""

from proctor_core.codes.code import Code


class PlannedFate(Code):
    """What a sweep would do with a session."""

    EXPIRE = "expire", "expire {session_id}: files {files}"
    EMPTY = "empty", "empty {session_id}: files {files}"
    ERASE = "erase", "erase {session_id}: files {files}"
    REMOVE = "remove what is left of", "remove what is left of {session_id}: files {files}"
    LEAVE_MANY = "leave (too many)", "leave (too many) {session_id}: files {files}"
    LEAVE_YOUNG = "leave (too young)", "leave (too young) {session_id}: files {files}"
    LEAVE_UNKNOWN = "leave (unknown here)", "leave (unknown here) {session_id}: files {files}"
