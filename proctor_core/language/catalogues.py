"""The catalogue of a language: translated sentences from `catalogues/LANGUAGE.po`, compiled in memory; none for English."""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from proctor_core.language import formats
from proctor_core.language.pseudo_locale import PseudoTranslations
from proctor_core.language.tags import CATALOGUES, PSEUDO_LANGUAGES, SOURCE_LANGUAGE

PSEUDO_FORMATS = {"en-XA": formats.ENGLISH, "ar-XB": Locale("ar")}


def catalogue(language: str) -> NullTranslations:
    """The sentences of a language that `tags.best_language` gave."""
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    if language in PSEUDO_LANGUAGES:
        return PseudoTranslations(is_right_to_left=format_locale(language).text_direction == "rtl")
    with (CATALOGUES / f"{language}.po").open("rb") as translated:
        read = read_po(translated, locale=language.replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)


def format_locale(language: str) -> Locale:
    """By which dates and numbers of a language are written."""
    if language == SOURCE_LANGUAGE:
        return formats.ENGLISH
    return PSEUDO_FORMATS.get(language) or Locale.parse(language, sep="-")
