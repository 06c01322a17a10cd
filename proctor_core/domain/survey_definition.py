"""What a survey asks: its questions, read from the stored JSON, and which values answer them.

Pure: the services ask here before anything is stored, the pages draw from the same records.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

from proctor_core.errors import InvalidInput

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")


class QuestionKind(StrEnum):
    """The kinds of question; `answering.check_answer` says which value each takes."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    SCALE = "scale"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"


CHOICES = frozenset({QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the value that is stored and the text that is read."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        options: for choices, else empty.
        minimum, maximum: ends of a scale (whole steps, 1 to 5 unless said) or of a number (open unless said).
        min_label, max_label: words at the ends of a scale.
        max_length: longest text, in characters.
    """

    id: str
    kind: QuestionKind
    text: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    min_label: str = ""
    max_label: str = ""
    max_length: int = 4000


@dataclass(frozen=True, slots=True)
class SurveyDefinition:
    """A survey as the taker meets it, questions in their order."""

    title: str
    description: str
    questions: tuple[Question, ...]

    def question(self, question_id: str) -> Question:
        """The question with this id.

        Raises:
            InvalidInput: there is none.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise InvalidInput("question_id", f"this survey has no question {question_id!r}")


def parse_definition(stored: Mapping[str, Any]) -> SurveyDefinition:
    """Read `{"title", "description", "questions": [{"id", "kind", "text", ...}]}`; an option is a text or `{"value", "text"}`.

    Raises:
        InvalidInput: something is missing, unknown or of the wrong kind; `field` says where, such as `questions[2].options`.
    """
    _refuse_unknown(stored, {"title", "description", "questions"}, "")
    entries = stored.get("questions")
    if not isinstance(entries, list) or not entries:
        raise InvalidInput("questions", "expected a list with at least one question")
    questions = tuple(_question(entry, f"questions[{i}]") for i, entry in enumerate(cast(list[Any], entries)))
    _refuse_doubles((q.id for q in questions), "questions")
    return SurveyDefinition(_text(stored, "title", ""), _text(stored, "description", "", default=""), questions)


def _question(entry: Any, place: str) -> Question:
    if not isinstance(entry, Mapping):
        raise InvalidInput(place, f"expected an object, got {type(entry).__name__}")
    known = set(Question.__dataclass_fields__)
    _refuse_unknown(cast(Mapping[str, Any], entry), known, place)
    kind = _kind(entry, place)
    lowest, highest = _limits(entry, kind, place)
    return Question(
        id=_id(entry, place),
        kind=kind,
        text=_text(entry, "text", place),
        help=_text(entry, "help", place, default=""),
        required=_flag(entry, "required", place),
        options=_options(entry, kind, place),
        minimum=lowest,
        maximum=highest,
        min_label=_text(entry, "min_label", place, default=""),
        max_label=_text(entry, "max_label", place, default=""),
        max_length=_max_length(entry, kind, place),
    )


def _kind(entry: Mapping[str, Any], place: str) -> QuestionKind:
    try:
        return QuestionKind(entry.get("kind", ""))
    except ValueError:
        known = ", ".join(QuestionKind)
        raise InvalidInput(f"{place}.kind", f"expected one of {known}; got {entry.get('kind')!r}") from None


def _id(entry: Mapping[str, Any], place: str) -> str:
    value = _text(entry, "id", place)
    if not _ID.fullmatch(value):
        raise InvalidInput(f"{place}.id", f"expected a letter, then letters, digits, _ . - (80 at most), got {value!r}")
    return value


def _options(entry: Mapping[str, Any], kind: QuestionKind, place: str) -> tuple[Option, ...]:
    stored = entry.get("options", [])
    needed = 2 if kind in CHOICES else 0
    if not isinstance(stored, list) or len(cast(list[Any], stored)) < needed:
        raise InvalidInput(f"{place}.options", f"expected a list of at least {needed} options")
    if stored and kind not in CHOICES:
        raise InvalidInput(f"{place}.options", f"a question of kind {kind} has no options")
    options = tuple(_option(o, f"{place}.options[{i}]") for i, o in enumerate(cast(list[Any], stored)))
    _refuse_doubles((o.value for o in options), f"{place}.options")
    return options


def _option(stored: Any, place: str) -> Option:
    if isinstance(stored, str) and stored.strip():
        return Option(stored, stored)
    if not isinstance(stored, Mapping):
        raise InvalidInput(place, "expected a text or an object with value and text")
    _refuse_unknown(cast(Mapping[str, Any], stored), {"value", "text"}, place)
    return Option(_text(stored, "value", place), _text(stored, "text", place))


def _limits(entry: Mapping[str, Any], kind: QuestionKind, place: str) -> tuple[float | None, float | None]:
    if kind not in {QuestionKind.SCALE, QuestionKind.NUMBER}:
        return None, None
    ends = (1, 5) if kind is QuestionKind.SCALE else (None, None)
    lowest, highest = (entry.get(name, end) for name, end in zip(("minimum", "maximum"), ends, strict=True))
    for name, value in (("minimum", lowest), ("maximum", highest)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise InvalidInput(f"{place}.{name}", f"expected a number, got {value!r}")
    if kind is QuestionKind.SCALE and not all(isinstance(v, int) for v in (lowest, highest)):
        raise InvalidInput(f"{place}.minimum", "a scale goes in whole steps")
    if lowest is not None and highest is not None and lowest >= highest:
        raise InvalidInput(f"{place}.maximum", f"expected more than the minimum {lowest}, got {highest}")
    return lowest, highest


def _max_length(entry: Mapping[str, Any], kind: QuestionKind, place: str) -> int:
    value = entry.get("max_length", 200 if kind is QuestionKind.SHORT_TEXT else 4000)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise InvalidInput(f"{place}.max_length", f"expected a whole number of characters, got {value!r}")
    return value


def _text(entry: Mapping[str, Any], name: str, place: str, default: str | None = None) -> str:
    value = entry.get(name, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InvalidInput(f"{place}.{name}".lstrip("."), f"expected a text, got {value!r}")
    return value.strip()


def _flag(entry: Mapping[str, Any], name: str, place: str) -> bool:
    value = entry.get(name, False)
    if not isinstance(value, bool):
        raise InvalidInput(f"{place}.{name}", f"expected true or false, got {value!r}")
    return value


def _refuse_unknown(entry: Mapping[str, Any], known: set[str], place: str) -> None:
    unknown = sorted(set(entry) - known)
    if unknown:
        raise InvalidInput(place, f"unknown key {', '.join(unknown)}; known: {', '.join(sorted(known))}")


def _refuse_doubles(values: Iterable[str], place: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise InvalidInput(place, f"{value!r} is there twice")
        seen.add(value)
