"""Constants of the text modules come out in the reader's language, and only where somebody reads."""

import ast
from pathlib import Path

import pytest

from pages import reader, texts_taker
from pages.reader import in_language
from proctor_core.domain.states import SessionStatus
from proctor_core.language.marking import Message, PluralMessage
from proctor_core.language.translation import translator
from tests.support.program import ROOT

PSEUDO = translator("en-XA")
TEXTS = sorted((ROOT / "pages").glob("texts*.py"))
NO_SENTENCES = {"NOTICE_VERSION", "NOTICES", "ACCOUNT_TEXTS"}


def test_outside_of_a_page_constants_are_english() -> None:
    assert texts_taker.BEGIN == "Begin"


def test_a_constant_comes_out_in_the_readers_language_as_a_plain_string(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "reader", lambda: PSEUDO)
    assert type(texts_taker.BEGIN) is str
    assert PSEUDO.gettext("Begin") == texts_taker.BEGIN
    assert texts_taker.STATUS[SessionStatus.PASSED][:2] == ("check_circle", "green")
    assert texts_taker.STATUS[SessionStatus.PASSED][2] == PSEUDO.gettext("Handed in and accepted.")
    assert texts_taker.QUESTIONS_ONLY.format(questions=1) != "1 question, no camera"


def test_a_plural_takes_the_form_of_its_number() -> None:
    said = [texts_taker.QUESTIONS_ONLY.format(questions=count) for count in (1, 2)]
    assert said == ["1 question, no camera", "2 questions, no camera"]


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_every_text_module_is_read_in_the_readers_language(file: Path) -> None:
    """Last: before it, the module itself sees English."""
    assert file.read_text(encoding="utf-8").endswith("\nread_in_language(__name__)\n")


@pytest.mark.parametrize("file", sorted((ROOT / "pages").rglob("*.py")), ids=lambda file: file.stem)
def test_no_page_imports_a_sentence_by_name(file: Path) -> None:
    """It would stay in the language of whoever came first."""
    taken = {
        name.name
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pages.texts")
        for name in node.names
        if name.name.isupper()
    }
    assert taken <= NO_SENTENCES


def test_what_is_no_sentence_stays_as_it_is() -> None:
    assert in_language({"a": 3, "b": ("icon", Message("Begin"))}, PSEUDO) == {
        "a": 3,
        "b": ("icon", PSEUDO.gettext("Begin")),
    }
    assert isinstance(in_language(texts_taker.SOME_NOTES, PSEUDO), PluralMessage)
