"""Marks the sentences that are translated: where they are written they stay English, where they are read they are looked up.

babel extracts what stands in `N_` and in `plural` (docs/languages.md).
"""

from collections.abc import Callable
from dataclasses import dataclass

from proctor_core.language.filling import Sentence

NGettext = Callable[[str, str, int], str]


class Message(Sentence):
    """A sentence of ours in the source language: the key under which catalogues hold its translation."""


def N_(message: str) -> Message:
    """Mark a sentence for extraction (gettext's name for it) and leave it as it is."""
    return Message(message)


def _in_english(singular: str, plural: str, n: int) -> str:
    return Message(singular if n == 1 else plural)


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
    ngettext: NGettext = _in_english

    def format(self, **values: object) -> str:
        """The form for `values[number]`, with everything filled in."""
        count = values[self.number]
        assert isinstance(count, int | float), f"{self.number} is how many: {count!r}"
        return self.ngettext(self.singular, self.plural, round(count)).format(**values)


def plural(singular: str, plural: str, number: str = "count") -> PluralMessage:
    """Mark both forms of a sentence for extraction; `number` names the placeholder with how many."""
    return PluralMessage(singular, plural, number)
