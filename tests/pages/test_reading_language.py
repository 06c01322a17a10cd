"""Constants of the text modules come out in the reader's language, and only where somebody reads."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages import reader, texts_taker
from pages.reader import in_language
from proctor_core.domain.states import SessionStatus
from proctor_core.language.filling import Sentence
from proctor_core.language.marking import Message, PluralMessage
from proctor_core.language.translation import translator
from tests.support.program import ROOT

PSEUDO = translator("en-XA")
TEXTS = sorted((ROOT / "pages").glob("texts*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
NO_SENTENCES = {"ACCOUNT_TEXTS"}


def test_outside_of_a_page_constants_are_english() -> None:
    assert texts_taker.BEGIN == "Begin"


def test_a_constant_comes_out_in_the_readers_language_as_a_string(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "reader", lambda: PSEUDO)
    assert type(texts_taker.BEGIN) is Sentence
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


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
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


def text_modules(module: ast.Module) -> set[str]:
    """The names by which a page reads its text modules."""
    return {
        name.asname or name.name
        for node in module.body
        if isinstance(node, ast.ImportFrom) and node.module == "pages"
        for name in node.names
        if name.name.startswith("texts")
    }


def done_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """What Python evaluates while a module is imported: of functions the decorators and defaults, of lambdas nothing."""
    yield node
    if isinstance(node, ast.Lambda):
        return
    if isinstance(node, ast.FunctionDef):
        inner = [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
    else:
        inner = list(ast.iter_child_nodes(node))
    for child in inner:
        yield from done_at_import(child)


def read_at_import(source: str) -> list[str]:
    module = ast.parse(source)
    texts = text_modules(module)
    return [
        ast.unparse(node)
        for node in done_at_import(module)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in texts
    ]


def scripts() -> set[Path]:
    """Files that Streamlit runs from the top for each reader."""
    navigation = ROOT / "pages" / "navigation.py"
    listed = re.findall(r'page\("([\w/]+\.py)"', navigation.read_text(encoding="utf-8"))
    return {navigation, *(ROOT / "pages" / name for name in listed)}


@pytest.mark.parametrize("file", [file for file in PAGES if file not in scripts()], ids=lambda file: file.stem)
def test_no_page_reads_a_sentence_while_it_is_imported(file: Path) -> None:
    """It would stay in the language of whoever came first."""
    assert read_at_import(file.read_text(encoding="utf-8")) == []


def test_a_sentence_that_is_read_while_a_module_is_imported_would_be_found() -> None:
    taken = "ONE = words.A\ndef draw(title=words.B): return words.C\n@dialog(lambda: words.D)\ndef open(): ...\n"
    assert read_at_import(f"from pages import texts_taker as words\n{taken}@st.dialog(words.E)\ndef end(): ...\n") == [
        "words.A",
        "words.B",
        "words.E",
    ]


def test_what_is_no_sentence_stays_as_it_is() -> None:
    assert in_language({"a": 3, "b": ("icon", Message("Begin"))}, PSEUDO) == {
        "a": 3,
        "b": ("icon", PSEUDO.gettext("Begin")),
    }
    assert isinstance(in_language(texts_taker.SOME_NOTES, PSEUDO), PluralMessage)
