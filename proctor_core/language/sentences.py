"""The catalogue: a code and its values as the sentence that a person reads.

`gettext` looks an English sentence up in the reader's language; without one it stays English, as in the API.
"""

from collections.abc import Callable, Mapping

from proctor_core.codes.code import Code, Value
from proctor_core.domain.reason import Words
from proctor_core.errors import InvalidInput, ProctorError

Gettext = Callable[[str], str]


def source(message: str) -> str:
    """The English sentence as it is."""
    return message


def sentence(code: Code, values: Mapping[str, Value], gettext: Gettext = source) -> str:
    """The code's sentence with its values; codes among them are said in the same language.

    Raises:
        KeyError: a value is missing.
    """
    said = {name: gettext(value.english) if isinstance(value, Code) else value for name, value in values.items()}
    return gettext(code.english).format(**said)


def error_sentence(error: ProctorError, gettext: Gettext = source) -> str:
    """What happened, without the field; English where an error has no code."""
    if error.code is not None:
        return sentence(error.code, error.values, gettext)
    return error.message if isinstance(error, InvalidInput) else str(error)


def sentence_with_field(error: ProctorError, gettext: Gettext = source) -> str:
    """What happened, behind the field that it is about."""
    said = error_sentence(error, gettext)
    return f"{error.field}: {said}" if isinstance(error, InvalidInput) and error.field else said


def reason_sentence(reason: Words, gettext: Gettext = source) -> str:
    """The reason of a violation, a signal or a flag; what was stored before there were codes stays as it was written."""
    return reason if isinstance(reason, str) else sentence(reason.code, reason.numbers, gettext)
