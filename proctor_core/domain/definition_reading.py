"""JSON to a survey's definition: reads all of it and collects every mistake with its place, instead of stopping at the first.

Pure: services ask here before anything is stored. `definition_schema` says the same as a JSON Schema, for editors.
"""

import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar, cast

from proctor_core.domain.minors import Minors
from proctor_core.domain.storable import UNSTORABLE, is_storable_text, readable
from proctor_core.domain.survey_definition import (
    CHOICES,
    NUMBERS,
    TEXTS,
    Option,
    Question,
    QuestionKind,
    SurveyDefinition,
)
from proctor_core.errors import InvalidFile, Mistake

ID_PATTERN = r"[A-Za-z][A-Za-z0-9_.-]{0,79}"
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ANSWER = 200, 4000, 20_000
MOST_QUESTIONS, MOST_OPTIONS, MOST_STEPS = 500, 200, 101
SCALE_ENDS = (1, 5)
TEXT_LENGTH: Mapping[QuestionKind, int] = {QuestionKind.SHORT_TEXT: 200, QuestionKind.LONG_TEXT: 4000}
SURVEY_KEYS = ("title", "description", "minors", "questions")
COMMON_KEYS = ("id", "kind", "text", "help", "required")
KIND_KEYS: Mapping[QuestionKind, tuple[str, ...]] = {
    **dict.fromkeys(QuestionKind, ()),
    **dict.fromkeys(CHOICES, ("options",)),
    **dict.fromkeys(TEXTS, ("max_length",)),
    QuestionKind.SCALE: ("minimum", "maximum", "min_label", "max_label"),
    QuestionKind.NUMBER: ("minimum", "maximum"),
}
Word = TypeVar("Word", bound=StrEnum)


def parse_definition(stored: Mapping[str, Any]) -> SurveyDefinition:
    """Read `{"title", "description", "questions": [{"id", "kind", "text", ...}]}`; an option is a text or `{"value", "text"}`.

    Raises:
        InvalidFile: something is missing, unknown or of the wrong kind; each mistake has a place such as
            `questions[2].options`.
    """
    reading = _Reading()
    definition = reading.survey(stored)
    if reading.mistakes:
        raise InvalidFile(reading.mistakes)
    return definition


@dataclass(slots=True)
class _Reading:
    """One run over a definition; where something does not fit, it is noted and a harmless value goes on."""

    mistakes: list[Mistake] = field(default_factory=list)

    def survey(self, stored: Mapping[str, Any]) -> SurveyDefinition:
        self._refuse_unknown(stored, SURVEY_KEYS, "")
        title = self._text(stored, "title", "", longest=LONGEST_TITLE)
        description = self._text(stored, "description", "", default="")
        minors = self._word(Minors, stored["minors"], "minors") if "minors" in stored else None
        entries = self._list(stored, "questions", "", fewest=1, most=MOST_QUESTIONS, of="question")
        questions = [self._question(entry, f"questions[{i}]") for i, entry in enumerate(entries)]
        self._refuse_doubles([q.id if q else "" for q in questions], "questions[{}].id")
        return SurveyDefinition(title, description, tuple(q for q in questions if q), minors)

    def _question(self, entry: Any, place: str) -> Question | None:
        if not isinstance(entry, Mapping):
            return self._say(place, f"expected an object, got {_named(entry)}")
        given = cast(Mapping[str, Any], entry)
        kind = self._kind(given, place)
        if kind is None:
            # Which keys belong to it is not known; what every kind has is looked at all the same.
            self._common(given, place)
            return None
        self._refuse_unknown(given, (*COMMON_KEYS, *KIND_KEYS[kind]), place, f"a question of kind {kind}")
        question_id, text, hint, is_required = self._common(given, place)
        lowest, highest = self._limits(given, kind, place)
        return Question(
            id=question_id,
            kind=kind,
            text=text,
            help=hint,
            required=is_required,
            options=self._options(given, place) if kind in CHOICES else (),
            minimum=lowest,
            maximum=highest,
            min_label=self._text(given, "min_label", place, default=""),
            max_label=self._text(given, "max_label", place, default=""),
            max_length=self._max_length(given, place, TEXT_LENGTH.get(kind, LONGEST_TEXT)),
        )

    def _common(self, entry: Mapping[str, Any], place: str) -> tuple[str, str, str, bool]:
        return (
            self._id(entry, place),
            self._text(entry, "text", place),
            self._text(entry, "help", place, default=""),
            self._flag(entry, "required", place),
        )

    def _kind(self, entry: Mapping[str, Any], place: str) -> QuestionKind | None:
        if "kind" not in entry:
            return self._say(f"{place}.kind", f"is missing; expected one of {', '.join(QuestionKind)}")
        return self._word(QuestionKind, entry["kind"], f"{place}.kind")

    def _id(self, entry: Mapping[str, Any], place: str) -> str:
        value = self._text(entry, "id", place)
        if value and not re.fullmatch(ID_PATTERN, value):
            self._say(f"{place}.id", f"expected a letter, then letters, digits, _ . - (80 at most), got {value!r}")
        return value

    def _options(self, entry: Mapping[str, Any], place: str) -> tuple[Option, ...]:
        stored = self._list(entry, "options", place, fewest=2, most=MOST_OPTIONS, of="option")
        options = [self._option(option, f"{place}.options[{i}]") for i, option in enumerate(stored)]
        self._refuse_doubles([o.value for o in options], f"{place}.options[{{}}]")
        return tuple(options)

    def _option(self, stored: Any, place: str) -> Option:
        if isinstance(stored, str):
            text = self._checked_text(stored, place, longest=LONGEST_TEXT)
            return Option(text, text)
        if not isinstance(stored, Mapping):
            self._say(place, f"expected a text or an object with value and text, got {_named(stored)}")
            return Option("", "")
        given = cast(Mapping[str, Any], stored)
        self._refuse_unknown(given, ("value", "text"), place)
        return Option(self._text(given, "value", place), self._text(given, "text", place))

    def _limits(self, entry: Mapping[str, Any], kind: QuestionKind, place: str) -> tuple[float | None, float | None]:
        if kind not in NUMBERS:
            return None, None
        is_scale = kind is QuestionKind.SCALE
        ends = SCALE_ENDS if is_scale else (None, None)
        lowest, highest = (
            self._number(entry, name, place, end, is_whole=is_scale)
            for name, end in zip(("minimum", "maximum"), ends, strict=True)
        )
        if lowest is not None and highest is not None and lowest >= highest:
            self._say(f"{place}.maximum", f"expected more than the minimum {lowest:g}, got {highest:g}")
        elif is_scale and lowest is not None and highest is not None and highest - lowest >= MOST_STEPS:
            self._say(f"{place}.maximum", f"a scale has at most {MOST_STEPS} steps, this one {highest - lowest + 1:g}")
        return lowest, highest

    def _number(
        self, entry: Mapping[str, Any], name: str, place: str, default: float | None, *, is_whole: bool
    ) -> float | None:
        value = entry.get(name, default)
        if value is None and name not in entry:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._say(f"{place}.{name}", f"expected a number, got {_named(value)}")
        # Neither infinite nor NaN, nor a whole number that no float holds.
        if not -sys.float_info.max <= value <= sys.float_info.max:
            return self._say(f"{place}.{name}", "expected a number of at most 308 digits")
        if is_whole and not isinstance(value, int):
            return self._say(f"{place}.{name}", f"a scale goes in whole steps, got {value!r}")
        return value

    def _max_length(self, entry: Mapping[str, Any], place: str, default: int) -> int:
        value = entry.get("max_length", default)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_ANSWER:
            self._say(f"{place}.max_length", f"expected 1 to {LONGEST_ANSWER} characters")
            return default
        return value

    def _text(
        self,
        entry: Mapping[str, Any],
        name: str,
        place: str,
        *,
        default: str | None = None,
        longest: int = LONGEST_TEXT,
    ) -> str:
        where = f"{place}.{name}".lstrip(".")
        if name not in entry:
            if default is None:
                self._say(where, "is missing; expected a text")
            return default or ""
        return self._checked_text(entry[name], where, longest=longest, may_be_empty=default is not None)

    def _checked_text(self, value: Any, where: str, *, longest: int, may_be_empty: bool = False) -> str:
        if not isinstance(value, str):
            self._say(where, f"expected a text, got {_named(value)}")
            return ""
        text = value.strip()
        if not text and not may_be_empty:
            self._say(where, "expected a text, got an empty one")
        if len(text) > longest:
            self._say(where, f"expected at most {longest} characters, got {len(text)}")
        if not is_storable_text(text):
            self._say(where, UNSTORABLE)
        return text

    def _flag(self, entry: Mapping[str, Any], name: str, place: str) -> bool:
        value = entry.get(name, False)
        if not isinstance(value, bool):
            return bool(self._say(f"{place}.{name}".lstrip("."), f"expected true or false, got {_named(value)}"))
        return value

    def _list(self, entry: Mapping[str, Any], name: str, place: str, *, fewest: int, most: int, of: str) -> list[Any]:
        where = f"{place}.{name}".lstrip(".")
        value = entry.get(name)
        if not isinstance(value, list):
            said = "is missing; " if name not in entry else ""
            got = "" if said else f", got {_named(value)}"
            self._say(where, f"{said}expected a list of {of}s{got}")
            return []
        items = cast(list[Any], value)
        if not fewest <= len(items) <= most:
            self._say(where, f"expected {fewest} to {most} {of}s, got {len(items)}")
        return items[:most]

    def _word(self, words: type[Word], value: Any, where: str) -> Word | None:
        try:
            return words(value)
        except ValueError:
            return self._say(where, f"expected one of {', '.join(words)}; got {value!r}")

    def _refuse_unknown(
        self, entry: Mapping[str, Any], known: Collection[str], place: str, whose: str = "here"
    ) -> None:
        for key in entry:
            if key not in known:
                within = whose if whose == "here" else f"in {whose}"
                self._say(f"{place}.{key}".lstrip("."), f"is not known {within}; known: {', '.join(known)}")

    def _refuse_doubles(self, values: list[str], place: str) -> None:
        first: dict[str, int] = {}
        for i, value in enumerate(values):
            if value and value in first:
                self._say(place.format(i), f"{value!r} is there already, at {place.format(first[value])}")
            first.setdefault(value, i)

    def _say(self, place: str, message: str) -> None:
        self.mistakes.append(Mistake(readable(place), readable(message)))


def _named(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    kinds = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)
