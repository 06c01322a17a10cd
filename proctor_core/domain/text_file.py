"""A text file that somebody gives: its size, and its text from bytes."""

from proctor_core.codes.file_faults import FileFault
from proctor_core.errors import InvalidFile, Mistake

LARGEST_BYTES = 1 << 20


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises:
        InvalidFile: it is too large, or no UTF-8; the mistake has its line.
    """
    if len(content) > LARGEST_BYTES:
        raise InvalidFile([Mistake("", FileFault.TOO_LARGE, {"most_mib": LARGEST_BYTES >> 20})])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidFile([Mistake("", FileFault.NO_UTF8, line=line)]) from None
