"""The catalogue: a code and its values as the sentence that a person reads.

`gettext` looks an English sentence up in the reader's language; without one it stays English, as in the API. With a `locale`
the numbers that a sentence rounds (`{measured:.2f}`) are written as there; whole numbers and names stay as they are.
"""

from collections.abc import Callable, Mapping
from string import Formatter
from typing import Any

from babel import Locale

from proctor_core.codes.code import Code, CodedMessage, Value
from proctor_core.domain.reason import Words
from proctor_core.errors import InvalidInput, Mistake, ProctorError
from proctor_core.language.formats import written_number

Gettext = Callable[[str], str]


def source(message: str) -> str:
    """The English sentence as it is."""
    return message


def sentence(code: Code, values: Mapping[str, Value], gettext: Gettext = source, locale: Locale | None = None) -> str:
    """The code's sentence with its values; codes among them are said in the same language.

    Raises:
        KeyError: a value is missing.
    """
    said = {name: _value(value, gettext, locale) for name, value in values.items()}
    return _NumbersOf(locale).vformat(gettext(code.english), (), said)


def message_sentence(message: CodedMessage | str, gettext: Gettext = source, locale: Locale | None = None) -> str:
    """The sentence of a code that carries its values; what has no code stays as it is.

    Raises:
        KeyError: a value is missing.
    """
    return message if isinstance(message, str) else sentence(message.code, message.values, gettext, locale)


def error_sentence(error: ProctorError, gettext: Gettext = source, locale: Locale | None = None) -> str:
    """What happened, without the field; English where an error has no code."""
    if error.code is not None:
        return sentence(error.code, error.values, gettext, locale)
    return error.message if isinstance(error, InvalidInput) else str(error)


def sentence_with_field(error: ProctorError, gettext: Gettext = source, locale: Locale | None = None) -> str:
    """What happened, behind the field that it is about."""
    said = error_sentence(error, gettext, locale)
    return f"{error.field}: {said}" if isinstance(error, InvalidInput) and error.field else said


def mistake_sentence(mistake: Mistake, gettext: Gettext = source, locale: Locale | None = None) -> str:
    """What does not fit in a file, without its place."""
    return sentence(mistake.code, mistake.values, gettext, locale)


def reason_sentence(reason: Words, gettext: Gettext = source, locale: Locale | None = None) -> str:
    """The reason of a violation, a signal or a flag; what was stored before there were codes stays as it was written."""
    return reason if isinstance(reason, str) else sentence(reason.code, reason.numbers, gettext, locale)


class _NumbersOf(Formatter):
    """`str.format`, whose rounded numbers are those of a locale."""

    def __init__(self, locale: Locale | None) -> None:
        self._locale = locale

    def format_field(self, value: Any, format_spec: str) -> str:
        written = super().format_field(value, format_spec)
        if self._locale is None or not format_spec or not isinstance(value, int | float):
            return written
        return written_number(written, self._locale)


def _value(value: Value, gettext: Gettext, locale: Locale | None) -> str | int | float:
    if isinstance(value, CodedMessage):
        return message_sentence(value, gettext, locale)
    return gettext(value.english) if isinstance(value, Code) else value
