"""The short name of a survey session on every page and in every sentence: people can say it, and it names nobody."""

from typing import NamedTuple
from uuid import UUID

from proctor_core.codes.request_faults import CodeFault
from proctor_core.errors import InvalidInput

CODE_LENGTH = 6
ID_DIGITS = 32


class IdRange(NamedTuple):
    """All ids from `first` to `last`, both among them."""

    first: UUID
    last: UUID


def session_code(session_id: UUID) -> str:
    """First six hexadecimal digits of the id in capitals, such as `7F3A0C`; two sessions may share them."""
    return session_id.hex[:CODE_LENGTH].upper()


def ids_of_code(typed: str) -> IdRange | None:
    """The ids that begin with what somebody typed: a code, its beginning, or a whole id; None for nothing typed.

    Raises:
        InvalidInput: something else.
    """
    digits = "".join(typed.split()).replace("-", "").lower()
    if not digits:
        return None
    if len(digits) > ID_DIGITS or not set(digits) <= set("0123456789abcdef"):
        raise InvalidInput("", CodeFault.NO_CODE)
    return IdRange(UUID(digits.ljust(ID_DIGITS, "0")), UUID(digits.ljust(ID_DIGITS, "f")))
