"""Fills a sentence's placeholders, and writes numbers as its language does: `{count}`, `{score:.2f}`, `{share:.0%}`.

A sentence that goes through here needs no other care for its numbers. What is stored, and what the API says, is filled by
Python's own `str.format`.
"""

from collections.abc import Mapping
from decimal import Decimal
from string import Formatter
from typing import Any, Self

from babel import Locale

from proctor_core.language import formats


class Sentence(str):
    """A sentence of one language, whose `format` writes numbers as that language does."""

    locale: Locale

    def __new__(cls, text: str, locale: Locale = formats.ENGLISH) -> Self:
        """`text` as it is."""
        made = super().__new__(cls, text)
        made.locale = locale
        return made

    def format(self, *args: object, **values: object) -> str:
        """The sentence with its values.

        Raises:
            KeyError: a value is missing.
        """
        return _NumbersOf(self.locale).vformat(str(self), args, values)

    def format_rounded(self, **values: object) -> str:
        """The same, but numbers that it does not round stay as they are, a Decimal aside: one may be a port or a process.

        Raises:
            KeyError: a value is missing.
        """
        return _RoundedNumbersOf(self.locale).vformat(str(self), (), values)


def filled(form: str, values: Mapping[str, object]) -> str:
    """A sentence with its values; its language's numbers where it is one of a language, as they are where it is not.

    Raises:
        KeyError: a value is missing.
    """
    return form.format_rounded(**values) if isinstance(form, Sentence) else form.format(**values)


class _RoundedNumbersOf(Formatter):
    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def format_field(self, value: Any, format_spec: str) -> str:
        written = super().format_field(value, format_spec)
        is_number = isinstance(value, Decimal) or (bool(format_spec) and isinstance(value, int | float))
        return formats.written_number(written, self.locale) if is_number else written


class _NumbersOf(_RoundedNumbersOf):
    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec and isinstance(value, int | float) and not isinstance(value, bool):
            return formats.exact_number(value, self.locale)
        return super().format_field(value, format_spec)
