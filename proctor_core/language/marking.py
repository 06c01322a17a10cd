"""Marks the sentences that are translated: where they are written they stay English, where they are read they are looked up.

babel extracts what stands in `N_` and in `plural` (docs/languages.md).
"""

from collections.abc import Callable
from dataclasses import dataclass
from gettext import NullTranslations

NGettext = Callable[[str, str, int], str]


class Message(str):
    """A sentence of ours in the source language: the key under which catalogues hold its translation."""

    __slots__ = ()


def N_(message: str) -> Message:
    """Mark a sentence for extraction (gettext's name for it) and leave it as it is."""
    return Message(message)


@dataclass(frozen=True, slots=True)
class PluralMessage:
    """A sentence that differs by how many things it speaks of.

    Attributes:
        number: the placeholder that holds how many.
        ngettext: chooses the form; English's two where nothing else is given.
    """

    singular: str
    plural: str
    number: str
    ngettext: NGettext = NullTranslations().ngettext

    def format(self, **values: object) -> str:
        """The form for `values[number]`, with everything filled in."""
        count = values[self.number]
        assert isinstance(count, int), f"{self.number} is how many: {count!r}"
        return self.plural_form(count).format(**values)

    def plural_form(self, count: int) -> str:
        """The form for so many things; its placeholders are still to be filled."""
        return self.ngettext(self.singular, self.plural, count)


def plural(singular: str, plural: str, number: str = "count") -> PluralMessage:
    """Mark both forms of a sentence for extraction; `number` names the placeholder with how many."""
    return PluralMessage(singular, plural, number)
