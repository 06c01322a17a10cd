"""What is a survey and what is not; the message names the place."""

from copy import deepcopy
from typing import Any

import pytest

from proctor_core.domain.allowance import Allowance
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.survey_definition import Option, QuestionKind
from proctor_core.errors import InvalidInput

WHOLE: dict[str, Any] = {
    "title": " Customer study ",
    "description": "Ten minutes.",
    "questions": [
        {
            "id": "often",
            "kind": "single_choice",
            "text": "How often?",
            "options": ["daily", {"value": "w", "text": "weekly"}],
        },
        {"id": "which", "kind": "multiple_choice", "text": "Which?", "options": ["a", "b", "c"], "required": True},
        {"id": "liked", "kind": "scale", "text": "Liked?", "min_label": "no", "max_label": "yes"},
        {"id": "name", "kind": "short_text", "text": "Name?"},
        {"id": "why", "kind": "long_text", "text": "Why?", "help": "In your words."},
        {"id": "age", "kind": "number", "text": "Age?", "minimum": 0, "maximum": 130},
        {"id": "when", "kind": "date", "text": "When?"},
    ],
}


def changed(place: list[Any], value: Any) -> dict[str, Any]:
    """WHOLE with one thing changed."""
    copy = deepcopy(WHOLE)
    inner: Any = copy
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return copy


def test_a_whole_survey_is_read_with_its_defaults() -> None:
    survey = parse_definition(WHOLE)
    often, which, liked, name, why, age, when = survey.questions
    assert (survey.title, survey.description) == ("Customer study", "Ten minutes.")
    assert often.options == (Option("daily", "daily"), Option("w", "weekly"))
    assert (which.required, name.required) == (True, False)
    assert (liked.minimum, liked.maximum, liked.max_label) == (1, 5, "yes")
    assert (name.max_length, why.max_length, why.help) == (200, 4000, "In your words.")
    assert (age.minimum, age.maximum) == (0, 130)
    assert when.kind is QuestionKind.DATE
    assert {question.kind for question in survey.questions} == set(QuestionKind)


def test_a_question_says_what_it_allows_and_most_allow_nothing() -> None:
    plain, sheet = parse_definition(changed(["questions", 1, "allows"], ["phone", "paper"])).questions[:2]
    assert (plain.allows, sheet.allows) == (frozenset(), {Allowance.PAPER, Allowance.PHONE})


@pytest.mark.parametrize(
    ("place", "value", "field"),
    [
        (["title"], "", "title"),
        (["title"], 3, "title"),
        (["questions"], [], "questions"),
        (["questions"], {}, "questions"),
        (["surprise"], 1, "surprise"),
        (["questions", 1], "text", "questions[1]"),
        (["questions", 1, "id"], "often", "questions[1].id"),
        (["questions", 1, "id"], "1st", "questions[1].id"),
        (["questions", 1, "kind"], "matrix", "questions[1].kind"),
        (["questions", 1, "text"], "  ", "questions[1].text"),
        (["questions", 1, "required"], "yes", "questions[1].required"),
        (["questions", 1, "optoins"], [], "questions[1].optoins"),
        (["questions", 1, "options"], ["a"], "questions[1].options"),
        (["questions", 1, "options"], ["a", "a"], "questions[1].options[1]"),
        (["questions", 1, "options"], ["a", 2], "questions[1].options[1]"),
        (["questions", 1, "options"], ["a", {"value": "b"}], "questions[1].options[1].text"),
        (["questions", 3, "options"], ["a", "b"], "questions[3].options"),
        (["questions", 2, "minimum"], 0.5, "questions[2].minimum"),
        (["questions", 2, "maximum"], 1, "questions[2].maximum"),
        (["questions", 5, "minimum"], "0", "questions[5].minimum"),
        (["questions", 5, "maximum"], True, "questions[5].maximum"),
        (["questions", 3, "max_length"], 0, "questions[3].max_length"),
        (["questions", 3, "allows"], "paper", "questions[3].allows"),
        (["questions", 3, "allows"], ["book"], "questions[3].allows[0]"),
        (["questions", 3, "allows"], [["paper"]], "questions[3].allows[0]"),
        (["questions", 3, "allows"], ["paper", "paper"], "questions[3].allows[1]"),
        (["questions", 3, "allows"], ["paper"] * 4, "questions[3].allows"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(place: list[Any], value: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_definition(changed(place, value))
    assert refused.value.field == field


def test_a_question_is_found_by_its_id_or_refused() -> None:
    survey = parse_definition(WHOLE)
    assert survey.question("age").text == "Age?"
    with pytest.raises(InvalidInput):
        survey.question("nothing")


def test_a_scale_wider_than_any_float_is_a_mistake_like_others() -> None:
    widest = {"id": "a", "kind": "scale", "text": "A?", "minimum": -(10**308), "maximum": 10**308}
    with pytest.raises(InvalidInput, match=r"questions\[0\].maximum: a scale has at most 101 steps"):
        parse_definition({"title": "T", "questions": [widest]})
