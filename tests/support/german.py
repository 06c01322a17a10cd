"""A second language with the few sentences that a test needs, and a browser that asks for it."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from streamlit.runtime.context import ContextProxy

from proctor_core.codes.code import Code
from proctor_core.language import catalogues, tags
from proctor_core.language.translation import translator_of


def read_german(monkeypatch: pytest.MonkeyPatch, folder: Path, sentences: Mapping[Code, str]) -> None:
    """Whoever reads a page reads it in German from now on; what is not among the sentences stays English."""
    catalogue = Catalog(locale="de")
    for code, german in sentences.items():
        catalogue.add(
            (code.english, code.english) if code.number else code.english, (german, german) if code.number else german
        )
    with (folder / "de.po").open("wb") as file:
        write_po(file, catalogue)
    for module in (tags, catalogues):
        monkeypatch.setattr(module, "CATALOGUES", folder)
    translator_of.cache_clear()
    monkeypatch.setattr(ContextProxy, "locale", "de")
