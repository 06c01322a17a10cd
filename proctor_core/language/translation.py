"""One language's sentences: gettext over the catalogue of a language, English where there is none.

Sentences are extracted from the source by `pybabel extract` (`[tool.babel]` in pyproject.toml) and translated in
`catalogues/LANGUAGE.po`; those are compiled when the first reader of a language comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from gettext import NullTranslations

from babel import Locale

from proctor_core.language.catalogues import catalogue, format_locale
from proctor_core.language.filling import Sentence
from proctor_core.language.marking import Message, PluralMessage
from proctor_core.language.tags import best_language

EVERY_CATEGORY = (1_000_000, *range(100, -1, -1))
"""Whole numbers among which every plural category occurs that a language has for any; the least of each comes last."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Gives sentences in one language.

    Attributes:
        language: BCP 47 tag, as HTML's `lang` has it.
        locale: by which dates and numbers are written.
        catalogue: what a sentence is called in this language; what is not in it stays English.
    """

    language: str
    locale: Locale
    catalogue: NullTranslations

    def gettext(self, message: str) -> Sentence:
        """The sentence in this language; placeholders in braces are still to be filled."""
        # gettext keeps the catalogue's description under the empty text.
        return Sentence(self.catalogue.gettext(message) if message else "", self.locale)

    def ngettext(self, singular: str, plural: str, n: int) -> Sentence:
        """The form of the sentence that this language uses for `n` things; `{count}` and the like are still to be filled."""
        return Sentence(self.catalogue.ngettext(singular, plural, n), self.locale)

    def plural_forms(self, marked: PluralMessage) -> dict[str, str]:
        """The forms by CLDR's plural categories, as `Intl.PluralRules` names them: for a browser, which knows how many."""
        numbers = _number_of_each_category(self.locale)
        forms = {category: self.ngettext(marked.singular, marked.plural, n) for category, n in numbers.items()}
        return {"other": forms[self.locale.plural_form(0)], **forms}

    def translated(self, marked: Message | PluralMessage) -> str | PluralMessage:
        """What was marked, in this language; a plural still waits for its number."""
        if isinstance(marked, PluralMessage):
            return replace(marked, ngettext=self.ngettext)
        return self.gettext(marked)

    @property
    def format_tag(self) -> str:
        """BCP 47 tag by which a browser writes dates and numbers, and chooses plurals, as `locale` does here."""
        return str(self.locale).replace("_", "-")

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, as HTML's `dir` has it."""
        return self.locale.text_direction


def translator(language: str | None) -> Translator:
    """The translator of a language (BCP 47); English for None and for a language that there is no catalogue of."""
    return translator_of(best_language((language,) if language else ()))


@cache
def _number_of_each_category(locale: Locale) -> Mapping[str, int]:
    return {locale.plural_form(n): n for n in EVERY_CATEGORY}


@cache
def translator_of(available: str) -> Translator:
    """The translator of a language that `best_language` gave; asked for each sentence, so it looks at no folder again."""
    return Translator(available, format_locale(available), catalogue(available))


ENGLISH = translator(None)
