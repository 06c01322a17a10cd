"""In which language a page is read, and how the constants of the `texts` modules come out in it.

A `texts` module marks its sentences with `N_` and ends with `read_in_language(__name__)`: from then on whoever takes a
constant through the module gets it in the reader's language, as a `str` whose `format` writes numbers as it does. Within the
module, and for who imports a constant by name, it stays English; its functions look up what they say by `reader()`.
"""

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from proctor_core.language.marking import Message, PluralMessage
from proctor_core.language.tags import SOURCE_LANGUAGE, best_language
from proctor_core.language.translation import ENGLISH, Translator, translator_of

_LANGUAGE = "language"


def choose_language(kept: str | None) -> None:
    """At the begin of a run: the language that the person keeps, else the browser's."""
    wanted = [language for language in (kept, st.context.locale) if language]
    st.session_state[_LANGUAGE] = best_language(wanted)


def reader() -> Translator:
    """The translator of whoever reads this page; English where no page is read, as in a test."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ENGLISH
    return translator_of(st.session_state.get(_LANGUAGE, SOURCE_LANGUAGE))


def in_language(value: Any, says: Translator) -> Any:
    """A sentence in a language; of a mapping or a tuple the marked sentences in it, all else as it is."""
    if isinstance(value, Message | PluralMessage):
        return says.translated(value)
    if isinstance(value, Mapping):
        return {key: in_language(one, says) for key, one in value.items()}
    if type(value) is tuple:
        return tuple(in_language(one, says) for one in value)
    return value


class TextsInLanguage(ModuleType):
    """A module whose constants come out in the reader's language. A lazy string can't do it: Streamlit's protobuf takes none."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if not name.isupper():
            return value
        says = reader()
        return value if says is ENGLISH else in_language(value, says)


def read_in_language(module: str) -> None:
    """Let a module's constants come out in the reader's language."""
    sys.modules[module].__class__ = TextsInLanguage
