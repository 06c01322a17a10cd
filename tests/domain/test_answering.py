"""Which values answer which question."""

import json
import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.answering import check_answer, missing_answers
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.survey_definition import Question
from proctor_core.errors import InvalidInput
from tests.domain.test_survey_definition import WHOLE

NUMBER = {"id": "many", "kind": "number", "text": "How many?"}
SURVEY = parse_definition({**WHOLE, "questions": [*WHOLE["questions"], NUMBER]})
QUESTIONS = st.sampled_from(SURVEY.questions)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.dates()
    | st.sampled_from(["a", "daily", 3]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("question", "value", "stored"),
    [
        ("often", "w", "w"),
        ("which", ["c", "a", "c"], ["a", "c"]),
        ("which", ("b",), ["b"]),
        ("liked", 1, 1),
        ("liked", 5.0, 5),
        ("name", "  Ada ", "Ada"),
        ("age", 0, 0),
        ("age", 17.5, 17.5),
        ("age", 17.0, 17),
        ("many", -(2**53) + 1, -(2**53) + 1),
        ("many", 1e300, 1e300),
        ("when", date(2026, 5, 1), "2026-05-01"),
        ("when", datetime(2026, 5, 1, 23, 0, tzinfo=UTC), "2026-05-01"),
        ("when", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_value_that_fits_comes_back_in_its_stored_form(question: str, value: Any, stored: Any) -> None:
    assert check_answer(SURVEY.question(question), value) == stored


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("often", "weekly"),
        ("often", ["w"]),
        ("which", "a"),
        ("which", ["a", "z"]),
        ("which", [["a"]]),
        ("liked", 0),
        ("liked", 6),
        ("liked", 2.5),
        ("liked", True),
        ("name", "x" * 201),
        ("name", 3),
        ("age", "17"),
        ("age", math.nan),
        ("age", math.inf),
        ("age", -math.inf),
        ("age", int("9" * 309)),
        ("age", -(10**400)),
        ("liked", int("9" * 309)),
        ("liked", 1e308),
        ("many", 2**53 + 1),
        ("many", -(2**53) - 1),
        ("name", "a\0b"),
        ("name", "a\ud83db"),
        ("often", "\0"),
        ("often", [10**400]),
        ("when", "2026-05-01\0"),
        ("when", 10**400),
        ("age", 131),
        ("when", "2023-02-29"),
        ("when", "1.5.2026"),
        ("when", 20260501),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_the_questions_id(question: str, value: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_answer(SURVEY.question(question), value)
    assert refused.value.field == question


def test_a_limit_is_said_with_all_of_its_digits() -> None:
    wide = {"title": "T", "questions": [{**NUMBER, "minimum": 1234567, "maximum": 2345678.25}]}
    question = parse_definition(wide).questions[0]
    for value, said in ((1234566.5, "1234567 or more, got 1234566.5"), (2345679, "2345678.25 or less, got 2345679")):
        with pytest.raises(InvalidInput, match=said):
            check_answer(question, value)


@pytest.mark.parametrize("nothing", [None, "", []])
@pytest.mark.parametrize("question", SURVEY.questions, ids=lambda q: q.id)
def test_nothing_is_no_answer_to_any_question(question: Question, nothing: Any) -> None:
    assert check_answer(question, nothing) is None


@given(QUESTIONS, ANYTHING)
def test_whatever_is_sent_is_stored_as_json_or_refused(question: Question, value: Any) -> None:
    try:
        stored = check_answer(question, value)
    except InvalidInput:
        return
    assert json.loads(json.dumps(stored, allow_nan=False)) == stored
    assert check_answer(question, stored) == stored


def test_only_required_questions_can_be_missing() -> None:
    assert missing_answers(SURVEY, {"often": "daily"}) == ("which",)
    assert missing_answers(SURVEY, {"which": None}) == ("which",)
    assert missing_answers(SURVEY, {"which": ["a"]}) == ()
