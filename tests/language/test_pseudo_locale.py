"""The pseudo-locales: what is translated is seen at once, and what programs read is still there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.language.pseudo_locale import PseudoTranslations
from proctor_core.language.tags import languages
from proctor_core.language.translation import translator

PSEUDO = PseudoTranslations()


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="{}<>`:/[]()"), min_size=1))
def test_no_letter_of_a_sentence_stays_as_it_was(sentence: str) -> None:
    assert not re.search(r"[A-Za-z]", PSEUDO.gettext(sentence))


@pytest.mark.parametrize("kept", ["{seconds:.0f}", ":material/check:", "](https://example.org/a)", "`verify`", "<br>"])
def test_what_a_program_reads_stays_as_it_is(kept: str) -> None:
    assert kept in PSEUDO.gettext(f"Before {kept} after")
    assert kept in translator("ar-XB").gettext(f"Before {kept} after")


def test_sentences_get_longer_by_a_third_at_least() -> None:
    sentence = "Choose a survey first, then come back here and begin."
    assert len(PSEUDO.gettext(sentence)) >= 1.33 * len(sentence)


def test_every_word_of_the_other_one_is_read_from_right_to_left() -> None:
    says = translator("ar-XB")
    assert says.direction == "rtl"
    assert says.gettext("Begin now").count("\u202e") == says.gettext("Begin now").count("\u202c") >= 2


def test_plurals_have_both_forms() -> None:
    says = translator("en-XA")
    assert says.ngettext("{count} note", "{count} notes", 1) != says.ngettext("{count} note", "{count} notes", 2)


def test_nobody_is_offered_a_pseudo_locale() -> None:
    assert not {"en-XA", "ar-XB"} & set(languages())


def test_blanks_at_both_ends_stay_where_they_are() -> None:
    assert re.fullmatch(r"\nÅ [^\n]+\n", PSEUDO.gettext("\nA\n"))
