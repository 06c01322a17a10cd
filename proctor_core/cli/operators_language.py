"""The command line in the language of whoever runs it: by LANGUAGE, LC_ALL, LC_MESSAGES and LANG, as gettext chooses it.

Source: https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
"""

import os
from collections.abc import Mapping

import typer
from babel import Locale

from proctor_core.codes.code import CodedMessage
from proctor_core.language.marking import Message
from proctor_core.language.sentences import message_sentence
from proctor_core.language.tags import SOURCE_LANGUAGE, best_language
from proctor_core.language.translation import Translator, translator_of

UNTRANSLATED = frozenset({"", "C", "POSIX"})


def operators_language(environment: Mapping[str, str] = os.environ) -> Translator:
    """English where there is no catalogue of what the environment asks for."""
    locales = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, locales), "")
    if _name_of(locale) in UNTRANSLATED:
        return translator_of(best_language(()))
    wanted = filter(None, environment.get("LANGUAGE", "").split(":"))
    return translator_of(best_language(_name_of(one).replace("_", "-") for one in (*wanted, locale)))


def say(message: CodedMessage | str, *, err: bool = False) -> None:
    """Print what came from below the command line; `err` prints to standard error."""
    says = operators_language()
    typer.echo(message_sentence(message, says.gettext, number_formats(says)), err=err)


def number_formats(says: Translator) -> Locale | None:
    """By which rounded numbers are written; None: as Python does, so that scripts read in English what they always read."""
    return None if says.language == SOURCE_LANGUAGE else says.locale


def translated(message: Message, /, **values: object) -> str:
    """A sentence of the command line's own, with its values."""
    return operators_language().gettext(message).format(**values)


def _name_of(locale: str) -> str:
    """`de_AT` of `de_AT.UTF-8@euro`."""
    return locale.partition(".")[0].partition("@")[0]
