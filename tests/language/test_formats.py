"""What a code's sentence rounds is written as the reader's locale writes numbers; English stays as Python writes it."""

from gettext import NullTranslations

import pytest
from babel import Locale

from proctor_core.codes.code import Code
from proctor_core.domain.answering import check_answer
from proctor_core.domain.survey_definition import Question, QuestionKind
from proctor_core.errors import InvalidInput
from proctor_core.language.formats import ENGLISH, written_number
from proctor_core.language.sentences import error_sentence, sentence
from proctor_core.language.translation import Translator

GERMAN = Locale("de")
IN_GERMAN = Translator("de", GERMAN, NullTranslations())


class Measured(Code):
    SEEN = "seen", "seen {share:.0%}, {measured:.2f} of {limit:.0f} at {place}, by {name:>4}"


@pytest.mark.parametrize(
    ("written", "english", "german"),
    [
        ("0.50", "0.50", "0,50"),
        ("-3", "-3", "-3"),
        ("1234.5", "1,234.5", "1.234,5"),
        ("46%", "46%", "46\xa0%"),
        ("2.5%", "2.5%", "2,5\xa0%"),
        ("1e+06", "1,000,000", "1.000.000"),
        ("nan", "nan", "nan"),
    ],
)
def test_the_digits_stay_and_the_signs_are_the_locales(written: str, english: str, german: str) -> None:
    assert (written_number(written, ENGLISH), written_number(written, GERMAN)) == (english, german)


def test_only_what_a_sentence_rounds_is_written_by_locale() -> None:
    values = {"share": 0.456, "measured": 2.675, "limit": 1000.0, "place": 1234, "name": "ada"}
    assert sentence(Measured.SEEN, values) == "seen 46%, 2.67 of 1000 at 1234, by  ada"
    assert sentence(Measured.SEEN, values, IN_GERMAN) == "seen 46\xa0%, 2,67 of 1.000 at 1234, by  ada"


@pytest.mark.parametrize(
    ("minimum", "given", "english", "german"),
    [
        (0.5, 0.25, "0.5 or more, got 0.25", "0,5 or more, got 0,25"),
        (1234567, 1234566.125, "1234567 or more, got 1234566.125", "1.234.567 or more, got 1.234.566,125"),
        (1e300, -1e-07, "1e+300 or more, got -1e-07", "1e+300 or more, got -1e-07"),
    ],
)
def test_an_answer_and_its_limits_are_written_by_locale_with_all_their_digits(
    minimum: float, given: float, english: str, german: str
) -> None:
    question = Question("many", QuestionKind.NUMBER, "How many?", minimum=minimum)
    with pytest.raises(InvalidInput) as refused:
        check_answer(question, given)
    assert (error_sentence(refused.value), error_sentence(refused.value, IN_GERMAN)) == (
        f"expected {english}",
        f"expected {german}",
    )
