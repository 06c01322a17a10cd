"""A survey file is read or told all its mistakes at once, each with its place and its line."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from proctor_core.demo.surveys import DEFINITIONS
from proctor_core.domain.definition_file import read_definition_file
from proctor_core.domain.definition_limits import COMMON_KEYS, KIND_KEYS, SURVEY_KEYS
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.definition_schema import definition_schema, schema_text
from proctor_core.domain.survey_definition import QuestionKind
from proctor_core.domain.text_file import LARGEST_BYTES
from proctor_core.errors import InvalidFile, Mistake
from tests.domain.test_survey_definition import WHOLE
from tests.support.program import ROOT

MANY_MISTAKES = """{
  "title": 3,
  "describtion": "x",
  "questions": [
    {"id": "1st", "kind": "scale", "text": "A?", "minimum": 5, "maximum": 2},
    {"id": "b", "kind": "matrix", "text": ""},
    {
      "id": "c",
      "kind": "single_choice",
      "text": "C?",
      "text": "C again?",
      "options": ["a", "a", 7]
    },
    "what?",
    {"id": "c", "kind": "date", "text": "D?", "options": ["x", "y"], "required": "yes"},
    {"kind": "short_text", "text": "E?", "max_length": 0}
  ]
}
"""
EXPECTED = [
    ("title", 2, "expected a text, got a number"),
    ("describtion", 3, "is not known"),
    ("questions[0].id", 5, "expected a letter"),
    ("questions[0].maximum", 5, "more than the minimum 5, got 2"),
    ("questions[1].kind", 6, "expected one of single_choice"),
    ("questions[1].text", 6, "got an empty one"),
    ("questions[2].text", 11, "is there twice in one object"),
    ("questions[2].options[2]", 12, "expected a text or an object"),
    ("questions[2].options[1]", 12, "'a' is there already, at questions[2].options[0]"),
    ("questions[3]", 14, "expected an object, got a text"),
    ("questions[4].options", 15, "is not known in a question of kind date"),
    ("questions[4].required", 15, "expected true or false"),
    ("questions[4].id", 15, "'c' is there already, at questions[2].id"),
    ("questions[5].id", 16, "is missing"),
    ("questions[5].max_length", 16, "expected 1 to"),
]


def mistakes_in(content: bytes) -> tuple[Mistake, ...]:
    with pytest.raises(InvalidFile) as refused:
        read_definition_file(content)
    return refused.value.mistakes


def test_all_mistakes_of_a_file_are_told_at_once_with_place_and_line() -> None:
    mistakes = mistakes_in(MANY_MISTAKES.encode())
    assert {(m.place, m.line) for m in mistakes} == {(place, line) for place, line, _ in EXPECTED}
    for place, line, said in EXPECTED:
        assert any(m.place == place and m.line == line and said in m.message for m in mistakes), (place, mistakes)
    assert [m.line for m in mistakes] == sorted(m.line or 0 for m in mistakes)


@pytest.mark.parametrize(
    ("content", "said", "line"),
    [
        (b"", "the file is empty", None),
        (b"  \n", "the file is empty", None),
        (b'{"title": ', "not JSON: expecting value", 1),
        (b'{"title": "a",}', "not JSON", 1),
        (b'{\n"title": "a"\n"questions": []}', "not JSON: expecting ',' delimiter", 3),
        (b"[]", "expected a JSON object", 1),
        (b"\xff\xfe", "UTF-8", 1),
        (b'{\n"title": "\xe9"}', "UTF-8", 2),
        (b'{"title": NaN}', "NaN is no JSON number", None),
        (b"[" * 200_000, "nested too deep", None),
        (b" " * (LARGEST_BYTES + 1), "at most 1 MiB", None),
        (b"%PDF-1.7 \xe2\xe3", "UTF-8", 1),
    ],
)
def test_what_is_no_json_is_told_in_one_sentence(content: bytes, said: str, line: int | None) -> None:
    (mistake,) = mistakes_in(content)
    assert said in mistake.message
    assert mistake.line == line


@pytest.mark.parametrize("digits", ["9" * 309, "-" + "9" * 309, "9" * 5000, "1e309"])
@pytest.mark.parametrize("limit", ["minimum", "maximum"])
def test_a_limit_that_is_no_storable_number_is_told_with_its_line(digits: str, limit: str) -> None:
    content = f'{{"title": "T",\n"questions": [{{"id": "n", "kind": "number", "text": "N",\n"{limit}": {digits}}}]}}'
    (mistake,) = mistakes_in(content.encode())
    assert (mistake.place, mistake.line) == (f"questions[0].{limit}", 3)


@pytest.mark.parametrize("text", ["a\\u0000b", "a\\ud800b"])
def test_a_character_that_no_database_keeps_is_refused(text: str) -> None:
    content = json.dumps({**WHOLE, "title": "X"}).replace('"X"', f'"{text}"')
    (mistake,) = mistakes_in(content.encode())
    assert mistake.place == "title" and "can't be stored" in mistake.message


def test_a_strange_key_can_still_be_told() -> None:
    (mistake,) = mistakes_in(json.dumps({**WHOLE, "\ud800.[": 1}).encode())
    assert mistake.message.encode() and mistake.place.encode()


def test_a_scale_that_no_screen_holds_is_refused() -> None:
    wide = {"id": "w", "kind": "scale", "text": "W?", "minimum": 0, "maximum": 10**9}
    (mistake,) = mistakes_in(json.dumps({"title": "T", "questions": [wide]}).encode())
    assert mistake.place == "questions[0].maximum"


def test_a_whole_file_is_read_also_with_a_byte_order_mark() -> None:
    assert read_definition_file(b"\xef\xbb\xbf" + json.dumps(WHOLE, indent=1).encode()) == WHOLE


# --- the schema -----------------------------------------------------------------------------------

VALIDATOR = Draft202012Validator(definition_schema())


def test_the_schema_in_docs_is_the_one_of_the_code() -> None:
    assert (ROOT / "docs/survey-definition.schema.json").read_text(encoding="utf-8") == schema_text()
    Draft202012Validator.check_schema(definition_schema())


@pytest.mark.parametrize("definition", [WHOLE, *DEFINITIONS.values()])
def test_what_is_read_fits_the_schema(definition: dict[str, Any]) -> None:
    parse_definition(definition)
    assert not list(VALIDATOR.iter_errors(definition))


QUESTION_KEYS = sorted({*COMMON_KEYS, *(key for keys in KIND_KEYS.values() for key in keys)})
VALUES = st.sampled_from(
    [None, True, 0, 1, 5, 2.5, "", " ", "a", "b", "scale", "number", "single_choice", "short_text", [], ["a"], ["paper"],
     ["paper", "phone"], ["paper", "paper"], ["a", "b"],
     ["a", {"value": "b", "text": "B"}], ["a", {"value": "b"}], ["a", 1], {}]
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from([*SURVEY_KEYS, "other"]), VALUES, max_size=2),
    st.dictionaries(st.sampled_from([*QUESTION_KEYS, "other"]), VALUES, max_size=3),
    st.sampled_from(list(WHOLE["questions"])),
)
def test_the_schema_refuses_what_is_refused_and_nothing_else(
    survey: dict[str, Any], changes: dict[str, Any], question: dict[str, Any]
) -> None:
    definition = {"title": "T", "questions": [{**question, **changes}], **survey}
    fits_schema = not list(VALIDATOR.iter_errors(definition))
    try:
        parse_definition(definition)
    except InvalidFile as error:
        # A schema can't compare two values.
        compared = all("more than the minimum" in m.message or "already" in m.message for m in error.mistakes)
        assert not fits_schema or compared, error.mistakes
    else:
        assert fits_schema, definition


def test_the_page_about_it_tells_every_key_and_kind_and_its_example_is_whole() -> None:
    page = (ROOT / "docs/survey-definition.md").read_text(encoding="utf-8")
    for word in (*SURVEY_KEYS, *QUESTION_KEYS, *QuestionKind):
        assert f"`{word}`" in page, word
    example = page.split("```json\n")[1].split("```")[0]
    assert len(parse_definition(read_definition_file(example.encode())).questions) == 3
