"""What a survey's definition may hold: keys, lengths, how many of each.

`definition_reading` checks by these, `definition_schema` says them to editors.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from proctor_core.codes.definition_faults import DefinitionFault
from proctor_core.domain.allowance import Allowance
from proctor_core.domain.survey_definition import CHOICES, TEXTS, QuestionKind

ID_PATTERN = r"[A-Za-z][A-Za-z0-9_.-]{0,79}"
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ANSWER = 200, 4000, 20_000
MOST_QUESTIONS, MOST_OPTIONS, MOST_STEPS = 500, 200, 101
SCALE_ENDS = (1, 5)
TEXT_LENGTH: Mapping[QuestionKind, int] = {QuestionKind.SHORT_TEXT: 200, QuestionKind.LONG_TEXT: 4000}
SURVEY_KEYS = ("title", "description", "minors", "questions")
COMMON_KEYS = ("id", "kind", "text", "help", "required", "allows")
KIND_KEYS: Mapping[QuestionKind, tuple[str, ...]] = {
    **dict.fromkeys(QuestionKind, ()),
    **dict.fromkeys(CHOICES, ("options",)),
    **dict.fromkeys(TEXTS, ("max_length",)),
    QuestionKind.SCALE: ("minimum", "maximum", "min_label", "max_label"),
    QuestionKind.NUMBER: ("minimum", "maximum"),
}


@dataclass(frozen=True, slots=True)
class ListLimits:
    """How many things a list holds, and what is said where it is missing, none, or holds fewer or more."""

    fewest: int
    most: int
    missing: DefinitionFault
    no_list: DefinitionFault
    how_many: DefinitionFault


QUESTIONS = ListLimits(
    1,
    MOST_QUESTIONS,
    DefinitionFault.QUESTIONS_MISSING,
    DefinitionFault.NO_QUESTIONS,
    DefinitionFault.HOW_MANY_QUESTIONS,
)
ALLOWANCES = ListLimits(
    0,
    len(Allowance),
    DefinitionFault.NO_ALLOWANCES,
    DefinitionFault.NO_ALLOWANCES,
    DefinitionFault.HOW_MANY_ALLOWANCES,
)
OPTIONS = ListLimits(
    2, MOST_OPTIONS, DefinitionFault.OPTIONS_MISSING, DefinitionFault.NO_OPTIONS, DefinitionFault.HOW_MANY_OPTIONS
)
