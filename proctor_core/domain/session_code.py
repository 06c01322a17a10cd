"""The short name of a survey session on every page and in every sentence: people can say it, and it names nobody."""

from uuid import UUID

CODE_LENGTH = 6


def session_code(session_id: UUID) -> str:
    """First six hexadecimal digits of the id in capitals, such as `7F3A0C`; for people to read, never for looking up."""
    return session_id.hex[:CODE_LENGTH].upper()
