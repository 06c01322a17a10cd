"""The command line in the language of whoever runs it: by LANGUAGE, LC_ALL, LC_MESSAGES and LANG, as gettext chooses it.

Source: https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
"""

import os
from collections.abc import Mapping

import typer

from proctor_core.codes.code import CodedMessage
from proctor_core.language.filling import filled
from proctor_core.language.marking import Message
from proctor_core.language.sentences import SOURCE, Says, message_sentence
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
    typer.echo(in_operators_language(message), err=err)


def in_operators_language(message: CodedMessage | str) -> str:
    """A message as a value of one of the command line's own sentences."""
    return message_sentence(message, operators_sentences())


def operators_sentences() -> Says:
    """The operator's language; English to the byte, so that scripts read in it what they always read."""
    says = operators_language()
    return SOURCE if says.language == SOURCE_LANGUAGE else says


def translated(message: Message, /, **values: object) -> str:
    """A sentence of the command line's own, with its values."""
    return filled(operators_sentences().gettext(str(message)), values)


def _name_of(locale: str) -> str:
    """`de_AT` of `de_AT.UTF-8@euro`."""
    return locale.partition(".")[0].partition("@")[0]
