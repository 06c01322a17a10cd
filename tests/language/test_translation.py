"""Sentences in the reader's language: English where there is no other, by catalogue where there is one."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import assume, given
from hypothesis import strategies as st

from proctor_core.case_file import words
from proctor_core.codes.seen import SignalReason, ViolationReason
from proctor_core.language import catalogues, labels, tags
from proctor_core.language.filling import Sentence
from proctor_core.language.formats import ENGLISH as ENGLISH_FORMATS
from proctor_core.language.formats import day_of_year
from proctor_core.language.marking import Message, PluralMessage, plural
from proctor_core.language.tags import accepted_languages, best_language, languages
from proctor_core.language.translation import EVERY_CATEGORY, translator, translator_of
from proctor_core.settings import Settings
from tests.support.program import ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "plural": (1, 2)}
"""What `pybabel extract -k plural:1,2` looks for (docs/languages.md)."""

POLISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "Begin"
msgstr "Zacznij"

msgid "{count} note"
msgid_plural "{count} notes"
msgstr[0] "{count} uwaga"
msgstr[1] "{count} uwagi"
msgstr[2] "{count} uwag"
"""


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more language that people may choose."""
    (tmp_path / "pl.po").write_text(POLISH, encoding="utf-8")
    monkeypatch.setattr(tags, "CATALOGUES", tmp_path)
    monkeypatch.setattr(catalogues, "CATALOGUES", tmp_path)
    translator_of.cache_clear()


@pytest.mark.parametrize("language", [None, "en", "en-US", "tlh", "nonsense!"])
def test_where_there_is_no_other_language_sentences_stay_english(language: str | None) -> None:
    says = translator(language)
    assert (says.language, says.direction) == ("en", "ltr")
    assert says.gettext("Begin") == "Begin"
    assert [says.ngettext("{count} note", "{count} notes", n).format(count=n) for n in (1, 2)] == ["1 note", "2 notes"]


@pytest.mark.usefixtures("polish")
def test_a_catalogue_brings_its_sentences_and_its_own_plurals() -> None:
    says = translator("pl")
    assert says.gettext("Begin") == "Zacznij"
    assert [says.ngettext("{count} note", "{count} notes", n).format(count=n) for n in (1, 3, 5)] == [
        "1 uwaga",
        "3 uwagi",
        "5 uwag",
    ]


@pytest.mark.usefixtures("polish")
def test_a_browser_gets_every_form_by_the_name_that_it_knows() -> None:
    """`other` is for fractions in Polish; a browser falls back on it."""
    forms = translator("pl").plural_forms(plural("{count} note", "{count} notes"))
    many = "{count} uwag"
    assert forms == {"one": "{count} uwaga", "few": "{count} uwagi", "many": many, "other": many}
    assert translator(None).plural_forms(plural("{count} note", "{count} notes")) == {
        "one": "{count} note",
        "other": "{count} notes",
    }


@pytest.mark.parametrize("tag", ["ar", "cy", "fr", "ja", "lt", "ru", "sl"])
def test_every_plural_category_of_whole_numbers_is_among_those_that_are_asked_for(tag: str) -> None:
    category = Locale.parse(tag).plural_form
    assert set(map(category, range(2000))) <= set(map(category, EVERY_CATEGORY))


@pytest.mark.parametrize(("language", "formats"), [(None, "en-150"), ("pl", "pl"), ("ar-XB", "ar")])
@pytest.mark.usefixtures("polish")
def test_a_browser_is_given_the_locale_of_our_own_formats(language: str | None, formats: str) -> None:
    assert translator(language).format_tag == formats


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "1,234 of 9,876.5; 0.50 is 46%; ada"), ("de", "1.234 of 9.876,5; 0,50 is 46\xa0%; ada")],
)
def test_a_sentence_writes_its_numbers_as_its_language_does(locale: str, said: str) -> None:
    sentence = Sentence("{count} of {all}; {score:.2f} is {share:.0%}; {name}", Locale(locale))
    assert sentence.format(count=1234, all=9876.5, score=0.499, share=0.456, name="ada") == said


@given(value=st.floats(-999, 999), spec=st.sampled_from([".0f", ".1f", ".2f", ".0%"]))
def test_in_english_numbers_are_rounded_and_written_as_where_they_are_stored(value: float, spec: str) -> None:
    assume(abs(value) < 9.99 or spec != ".0%")
    written = Sentence(f"{{value:{spec}}}").format(value=value)
    assert written == f"{value:{spec}}" or float(f"{value:{spec}}".rstrip("%")) == 0, "there is no minus zero"


@pytest.mark.parametrize(("locale", "said"), [(ENGLISH_FORMATS, "24 Nov"), (Locale("de"), "24. Nov.")])
def test_a_day_along_an_axis_is_short_and_written_as_its_language_does(locale: Locale, said: str) -> None:
    assert day_of_year(date(2026, 11, 24), locale) == said


def test_a_whole_number_that_counts_nothing_can_stay_as_it_is() -> None:
    port = Sentence("port {port} after {waited_s:.1f} s", Locale("de"))
    assert port.format_rounded(port=8501, waited_s=1234.56) == "port 8501 after 1.234,6 s"


@pytest.mark.usefixtures("polish")
def test_what_a_catalogue_lacks_stays_english() -> None:
    assert translator("pl").gettext("Hand in") == "Hand in"
    assert translator("pl").gettext("") == ""


@pytest.mark.usefixtures("polish")
@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (("pl-PL",), "pl"),
        (("de", "PL"), "pl"),
        (("en-GB", "pl"), "en"),
        (("de", "fr"), "en"),
        ((), "en"),
    ],
)
def test_a_reader_gets_the_first_language_of_theirs_that_is_there(wanted: tuple[str, ...], given: str) -> None:
    assert best_language(wanted) == given


@pytest.mark.usefixtures("polish")
def test_a_catalogue_in_the_folder_is_a_language_that_people_may_choose() -> None:
    assert languages() == ("en", "pl")


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("de-AT, de;q=0.8, en;q=0.5", ("de-AT", "de", "en")),
        ("en;q=0.5,pl", ("pl", "en")),
        ("pl;q=0, en", ("en",)),
        ("pl;q=much, en", ("en",)),
        ("", ()),
        (",;q=1,", ()),
    ],
)
def test_the_browsers_languages_come_in_the_order_of_their_weights(header: str, wanted: tuple[str, ...]) -> None:
    assert accepted_languages(header) == wanted


def sentences_in(value: object) -> Iterator[str]:
    """Every marked sentence in a constant."""
    if isinstance(value, Message):
        yield str(value)
    elif isinstance(value, PluralMessage):
        yield from (value.singular, value.plural)
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in sentences_in(one))
    elif isinstance(value, tuple):
        yield from (text for one in value for text in sentences_in(one))


def test_babel_finds_every_sentence_that_is_marked() -> None:
    """`pybabel extract` reads the source; what it can't see there no translator is ever asked for."""
    found: set[str] = set()
    for room in ("pages", "proctor_core/language", "proctor_core/case_file"):
        for _, _, messages, _, _ in extract_from_dir(ROOT / room, method_map=[("**.py", "python")], keywords=KEYWORDS):
            found.update((messages,) if isinstance(messages, str) else messages)
    modules = [import_module(f"pages.{file.stem}") for file in (ROOT / "pages").glob("texts*.py")]
    modules += [labels, words]
    marked = {text for module in modules for value in vars(module).values() for text in sentences_in(value)}
    assert len(marked) > 500
    assert marked - found == set()


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the command of docs/languages.md finds in the whole program."""
    into = tmp_path_factory.mktemp("extracted") / "sentences.pot"
    command = [Path(sys.executable).parent / "pybabel", "-q", "extract", "-F", "pyproject.toml", "-k", "plural:1,2"]
    environment = {**os.environ, "PYTHONPATH": "."}
    subprocess.run([*command, "-o", into, "."], cwd=ROOT, env=environment, check=True, timeout=60)
    with into.open("rb") as file:
        return read_po(file)


def test_translators_get_how_settings_describe_themselves(extracted: Catalog) -> None:
    described = [str(field.description) for field in Settings.model_fields.values()]
    assert [text for text in described if text not in extracted] == []


def test_translators_get_both_forms_of_a_code_s_sentence_with_a_number(extracted: Catalog) -> None:
    found = extracted.get(ViolationReason.NO_FACE.english)
    assert found is not None
    assert found.id == (ViolationReason.NO_FACE.english,) * 2
    assert SignalReason.CONNECTION_GONE.english in extracted
