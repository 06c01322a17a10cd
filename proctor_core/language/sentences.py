"""The catalogue: a code and its values as the sentence that a person reads.

A translator looks an English sentence up in the reader's language and writes as there the numbers that it rounds
(`{measured:.2f}`) and quantities (a Decimal); other numbers and names stay as they are. Without one it stays English to the
byte, as in the API and in stored columns.
"""

from collections.abc import Mapping
from decimal import Decimal
from gettext import NullTranslations
from typing import Protocol

from proctor_core.codes.code import Code, CodedMessage, Value, joined
from proctor_core.domain.failure import Failure
from proctor_core.domain.reason import Words
from proctor_core.errors import InvalidInput, Mistake, ProctorError
from proctor_core.language.filling import filled


class Says(Protocol):
    """The sentences of one language: a `Translator`, or gettext's own."""

    def gettext(self, message: str, /) -> str:
        """The sentence."""
        ...

    def ngettext(self, singular: str, plural: str, n: int, /) -> str:
        """The form of the sentence for `n` things."""
        ...


SOURCE = NullTranslations()


def sentence(code: Code, values: Mapping[str, Value], says: Says = SOURCE) -> str:
    """The code's sentence with its values; codes among them are said in the same language.

    Raises:
        KeyError: a value is missing.
    """
    said = {name: _value(value, says) for name, value in values.items()}
    return filled(_form(code, values, says), said)


def message_sentence(message: CodedMessage | str, says: Says = SOURCE) -> str:
    """The sentence of a code that carries its values; what has no code stays as it is.

    Raises:
        KeyError: a value is missing.
    """
    return message if isinstance(message, str) else sentence(message.code, message.values, says)


def error_sentence(error: ProctorError, says: Says = SOURCE) -> str:
    """What happened, without the field; English where an error has no code."""
    if error.code is not None:
        return sentence(error.code, error.values, says)
    return error.message if isinstance(error, InvalidInput) else str(error)


def sentence_with_field(error: ProctorError, says: Says = SOURCE) -> str:
    """What happened, behind the field that it is about."""
    said = error_sentence(error, says)
    return f"{error.field}: {said}" if isinstance(error, InvalidInput) and error.field else said


def mistake_sentence(mistake: Mistake, says: Says = SOURCE) -> str:
    """What does not fit in a file, without its place."""
    return sentence(mistake.code, mistake.values, says)


def failure_sentence(failure: Failure, says: Says = SOURCE) -> str:
    """Why a recording failed; what was stored before there were codes stays as it was written."""
    return message_sentence(joined(*failure.causes), says) if failure.causes else failure.text


def reason_sentence(reason: Words, says: Says = SOURCE) -> str:
    """The reason of a violation, a signal or a flag; what was stored before there were codes stays as it was written."""
    return reason if isinstance(reason, str) else sentence(reason.code, reason.numbers, says)


def _form(code: Code, values: Mapping[str, Value], says: Says) -> str:
    many = values[code.number] if code.number else None
    if isinstance(many, int | float):
        return says.ngettext(code.english, code.english, round(many))
    return says.gettext(code.english)


def _value(value: Value, says: Says) -> str | int | float | Decimal:
    if isinstance(value, CodedMessage):
        return message_sentence(value, says)
    return says.gettext(value.english) if isinstance(value, Code) else value
