"""What a code is: a word that is stored and sent, with the English sentence that it stands for.

A code and its values travel through the program. `proctor_core.language.sentences` says them in a reader's language; the English
of `in_english` is for logs, for the API, and for columns that held sentences before there were codes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from string import Formatter
from typing import Self, Union


class Code(StrEnum):
    """A family of codes is a subclass; a member is its word and its English sentence, with `{placeholders}` for values.

    Where other languages say it differently for one thing and for many, the placeholder with how many follows.
    """

    english: str
    number: str | None

    def __new__(cls, word: str, english: str, number: str | None = None) -> Self:
        """A member."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.english = english
        member.number = number
        return member

    @classmethod
    def of_english(cls, said: str) -> Self | str:
        """The member of this sentence; `said` itself where there is none."""
        return next((one for one in cls if one.english == said), said)

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of the values that the sentence needs."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.english) if name)


class Joint(Code):
    """What holds messages together."""

    AND_THEN = "and_then", "{before}; {after}"


Value = Union[str, int, float, Decimal, Code, "CodedMessage"]
"""A number, a name, or what is said within another's sentence: a code, or one with values of its own.

A Decimal is a quantity, which each locale writes in its way; an int or a float only where the sentence rounds it.
"""


@dataclass(frozen=True, slots=True)
class CodedMessage:
    """A code and the values of its sentence; as a string it is the English sentence."""

    code: Code
    values: Mapping[str, Value]

    def __str__(self) -> str:
        return in_english(self.code, self.values)


def message(code: Code, /, **values: Value) -> CodedMessage:
    """What a code says with these values."""
    return CodedMessage(code, values)


def joined(first: "CodedMessage | str", *others: "CodedMessage | str") -> "CodedMessage | str":
    """Several in one, as one sentence behind the other."""
    return reduce(lambda before, after: message(Joint.AND_THEN, before=before, after=after), others, first)


def in_english(code: Code, values: Mapping[str, Value]) -> str:
    """The English sentence.

    Raises:
        KeyError: a value is missing.
    """
    return code.english.format(**{name: _english_value(value) for name, value in values.items()})


def _english_value(value: Value) -> Value:
    return value.english if isinstance(value, Code) else value
