"""The definition of a survey as a JSON Schema, made from the words and limits that `definition_reading` checks by.

`docs/survey-definition.schema.json` is this, written out; a test keeps the two equal.
"""

import json
from typing import Any

from proctor_core.domain.allowance import Allowance
from proctor_core.domain.definition_limits import (
    ID_PATTERN,
    KIND_KEYS,
    LONGEST_ANSWER,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    SCALE_ENDS,
    TEXT_LENGTH,
)
from proctor_core.domain.minors import Minors
from proctor_core.domain.survey_definition import QuestionKind

Schema = dict[str, Any]

_KIND_MEANS: dict[QuestionKind, str] = {
    QuestionKind.SINGLE_CHOICE: "One of the options.",
    QuestionKind.MULTIPLE_CHOICE: "Any number of the options.",
    QuestionKind.SCALE: "A whole step from minimum to maximum.",
    QuestionKind.SHORT_TEXT: "One line.",
    QuestionKind.LONG_TEXT: "Several lines.",
    QuestionKind.NUMBER: "A number, between minimum and maximum where they are given.",
    QuestionKind.DATE: "A day.",
}


def definition_schema() -> Schema:
    """The schema (JSON Schema 2020-12). It can't say that ids are unique and that a maximum lies above its minimum."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Survey definition",
        "type": "object",
        "additionalProperties": False,
        "required": ["title", "questions"],
        "properties": {
            "title": _text("The survey's name, as takers read it.", LONGEST_TITLE),
            "description": _text("What it is about and how long it takes.", is_required=False),
            "minors": {
                "description": "What it does about takers who are not of age; unsupported: it is for adults alone.",
                "enum": [word.value for word in Minors],
                "default": Minors.UNSUPPORTED.value,
            },
            "questions": {
                "description": "In the order in which they are asked.",
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_QUESTIONS,
                "items": {"oneOf": [_question(kind) for kind in QuestionKind]},
            },
        },
    }


def schema_text() -> str:
    """The schema as it lies in docs/."""
    return json.dumps(definition_schema(), indent=2, ensure_ascii=False) + "\n"


def _question(kind: QuestionKind) -> Schema:
    own = _own_keys(kind)
    common: Schema = {
        "id": {
            "description": "Names the question in answers and exports; unique in the survey.",
            "type": "string",
            "pattern": f"^{ID_PATTERN}$",
        },
        "kind": {"const": kind.value},
        "text": _text("The question."),
        "help": _text("A line under it.", is_required=False),
        "required": {"description": "Whether it must be answered.", "type": "boolean", "default": False},
        "allows": {
            "description": "What no check alleges while the question is on the screen. paper: looking down. second_screen: "
            "looking away. phone: a phone, and looking down at it.",
            "type": "array",
            "uniqueItems": True,
            "maxItems": len(Allowance),
            "items": {"enum": [word.value for word in Allowance]},
            "default": [],
        },
    }
    needed = ["id", "kind", "text", *(["options"] if "options" in own else [])]
    return {
        "title": kind.value,
        "description": _KIND_MEANS[kind],
        "type": "object",
        "additionalProperties": False,
        "required": needed,
        "properties": {**common, **own},
    }


def _own_keys(kind: QuestionKind) -> Schema:
    is_scale = kind is QuestionKind.SCALE
    step = "integer" if is_scale else "number"
    lowest, highest = ({"default": end} if is_scale else {} for end in SCALE_ENDS)
    every: Schema = {
        "options": {
            "description": "What can be chosen: a text, or the value that is stored and the text that is read.",
            "type": "array",
            "minItems": 2,
            "maxItems": MOST_OPTIONS,
            "items": {"anyOf": [_text("Stored and read alike."), _option()]},
        },
        "minimum": {"description": "The lowest value.", "type": step, **lowest},
        "maximum": {"description": "The highest value, above the minimum.", "type": step, **highest},
        "min_label": _text("Words at the low end.", is_required=False),
        "max_label": _text("Words at the high end.", is_required=False),
        "max_length": {
            "description": "Longest answer, in characters.",
            "type": "integer",
            "minimum": 1,
            "maximum": LONGEST_ANSWER,
            "default": TEXT_LENGTH.get(kind, LONGEST_TEXT),
        },
    }
    return {name: every[name] for name in KIND_KEYS[kind]}


def _option() -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["value", "text"],
        "properties": {"value": _text("Stored."), "text": _text("Read.")},
    }


def _text(means: str, longest: int = LONGEST_TEXT, *, is_required: bool = True) -> Schema:
    some = {"pattern": r"\S"} if is_required else {}
    return {"description": means, "type": "string", "maxLength": longest, **some}
