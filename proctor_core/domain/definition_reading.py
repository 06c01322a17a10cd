"""JSON to a survey's definition: reads all of it and collects every mistake with its place, instead of stopping at the first.

Pure: services ask here before anything is stored. `definition_schema` says the same as a JSON Schema, for editors.
"""

import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar, cast

from proctor_core.codes.code import Code, Value
from proctor_core.codes.definition_faults import DefinitionFault, JsonKind
from proctor_core.codes.storable_faults import StorableFault
from proctor_core.domain.allowance import Allowance, Allowed
from proctor_core.domain.definition_limits import (
    ALLOWANCES,
    COMMON_KEYS,
    ID_PATTERN,
    KIND_KEYS,
    LONGEST_ANSWER,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_STEPS,
    OPTIONS,
    QUESTIONS,
    SCALE_ENDS,
    SURVEY_KEYS,
    TEXT_LENGTH,
    ListLimits,
)
from proctor_core.domain.minors import Minors
from proctor_core.domain.storable import is_storable_text, readable
from proctor_core.domain.survey_definition import (
    CHOICES,
    NUMBERS,
    Option,
    Question,
    QuestionKind,
    SurveyDefinition,
)
from proctor_core.errors import InvalidFile, Mistake

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
        entries = self._list(stored, "questions", "", QUESTIONS)
        questions = [self._question(entry, f"questions[{i}]") for i, entry in enumerate(entries)]
        self._refuse_doubles([q.id if q else "" for q in questions], "questions[{}].id")
        return SurveyDefinition(title, description, tuple(q for q in questions if q), minors)

    def _question(self, entry: Any, place: str) -> Question | None:
        if not isinstance(entry, Mapping):
            return self._say(place, DefinitionFault.NO_OBJECT, got=_named(entry))
        given = cast(Mapping[str, Any], entry)
        kind = self._kind(given, place)
        if kind is None:
            # Which keys belong to it is not known; what every kind has is looked at all the same.
            self._common(given, place)
            return None
        self._refuse_unknown(given, (*COMMON_KEYS, *KIND_KEYS[kind]), place, kind)
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
            allows=self._allows(given, place),
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
            return self._say(f"{place}.kind", DefinitionFault.WORD_MISSING, known=", ".join(QuestionKind))
        return self._word(QuestionKind, entry["kind"], f"{place}.kind")

    def _id(self, entry: Mapping[str, Any], place: str) -> str:
        value = self._text(entry, "id", place)
        if value and not re.fullmatch(ID_PATTERN, value):
            self._say(f"{place}.id", DefinitionFault.NO_ID, value=value)
        return value

    def _options(self, entry: Mapping[str, Any], place: str) -> tuple[Option, ...]:
        stored = self._list(entry, "options", place, OPTIONS)
        options = [self._option(option, f"{place}.options[{i}]") for i, option in enumerate(stored)]
        self._refuse_doubles([o.value for o in options], f"{place}.options[{{}}]")
        return tuple(options)

    def _option(self, stored: Any, place: str) -> Option:
        if isinstance(stored, str):
            text = self._checked_text(stored, place, longest=LONGEST_TEXT)
            return Option(text, text)
        if not isinstance(stored, Mapping):
            self._say(place, DefinitionFault.NO_OPTION, got=_named(stored))
            return Option("", "")
        given = cast(Mapping[str, Any], stored)
        self._refuse_unknown(given, ("value", "text"), place)
        return Option(self._text(given, "value", place), self._text(given, "text", place))

    def _allows(self, entry: Mapping[str, Any], place: str) -> Allowed:
        where = f"{place}.allows"
        given = self._list(entry, "allows", place, ALLOWANCES) if "allows" in entry else []
        words = [self._word(Allowance, word, f"{where}[{i}]") for i, word in enumerate(given)]
        self._refuse_doubles([word or "" for word in words], f"{where}[{{}}]")
        return frozenset(word for word in words if word)

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
            self._say(f"{place}.maximum", DefinitionFault.MAXIMUM_TOO_LOW, minimum=lowest, maximum=highest)
        elif is_scale and lowest is not None and highest is not None and highest - lowest >= MOST_STEPS:
            self._say(
                f"{place}.maximum",
                DefinitionFault.TOO_MANY_STEPS,
                most=MOST_STEPS,
                steps=min(highest - lowest + 1, sys.float_info.max),
            )
        return lowest, highest

    def _number(
        self, entry: Mapping[str, Any], name: str, place: str, default: float | None, *, is_whole: bool
    ) -> float | None:
        value = entry.get(name, default)
        if value is None and name not in entry:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._say(f"{place}.{name}", DefinitionFault.NO_NUMBER, got=_named(value))
        # Neither infinite nor NaN, nor a whole number that no float holds.
        if not -sys.float_info.max <= value <= sys.float_info.max:
            return self._say(f"{place}.{name}", DefinitionFault.NUMBER_TOO_LARGE)
        if is_whole and not isinstance(value, int):
            return self._say(f"{place}.{name}", DefinitionFault.NO_WHOLE_STEP, number=value)
        return value

    def _max_length(self, entry: Mapping[str, Any], place: str, default: int) -> int:
        value = entry.get("max_length", default)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_ANSWER:
            self._say(f"{place}.max_length", DefinitionFault.WRONG_LENGTH, longest=LONGEST_ANSWER)
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
                self._say(where, DefinitionFault.TEXT_MISSING)
            return default or ""
        return self._checked_text(entry[name], where, longest=longest, may_be_empty=default is not None)

    def _checked_text(self, value: Any, where: str, *, longest: int, may_be_empty: bool = False) -> str:
        if not isinstance(value, str):
            self._say(where, DefinitionFault.NO_TEXT, got=_named(value))
            return ""
        text = value.strip()
        if not text and not may_be_empty:
            self._say(where, DefinitionFault.EMPTY_TEXT)
        if len(text) > longest:
            self._say(where, DefinitionFault.TEXT_TOO_LONG, longest=longest, length=len(text))
        if not is_storable_text(text):
            self._say(where, StorableFault.BAD_CHARACTER)
        return text

    def _flag(self, entry: Mapping[str, Any], name: str, place: str) -> bool:
        value = entry.get(name, False)
        if not isinstance(value, bool):
            self._say(f"{place}.{name}".lstrip("."), DefinitionFault.NO_TRUTH, got=_named(value))
            return False
        return value

    def _list(self, entry: Mapping[str, Any], name: str, place: str, wanted: ListLimits) -> list[Any]:
        where = f"{place}.{name}".lstrip(".")
        value = entry.get(name)
        if not isinstance(value, list):
            if name in entry:
                self._say(where, wanted.no_list, got=_named(value))
            else:
                self._say(where, wanted.missing)
            return []
        items = cast(list[Any], value)
        if not wanted.fewest <= len(items) <= wanted.most:
            self._say(where, wanted.how_many, fewest=wanted.fewest, most=wanted.most, count=len(items))
        return items[: wanted.most]

    def _word(self, words: type[Word], value: Any, where: str) -> Word | None:
        try:
            return words(value)
        except ValueError:
            return self._say(where, DefinitionFault.OTHER_WORD, known=", ".join(words), shown=repr(value))

    def _refuse_unknown(
        self, entry: Mapping[str, Any], known: Collection[str], place: str, kind: QuestionKind | None = None
    ) -> None:
        for where in (f"{place}.{key}".lstrip(".") for key in entry if key not in known):
            if kind is None:
                self._say(where, DefinitionFault.UNKNOWN, known=", ".join(known))
            else:
                self._say(where, DefinitionFault.UNKNOWN_IN_KIND, kind=kind.value, known=", ".join(known))

    def _refuse_doubles(self, values: list[str], place: str) -> None:
        first: dict[str, int] = {}
        for i, value in enumerate(values):
            if value and value in first:
                before = place.format(first[value])
                self._say(place.format(i), DefinitionFault.THERE_ALREADY, value=value, place=before)
            first.setdefault(value, i)

    def _say(self, where: str, code: Code, /, **values: Value) -> None:
        self.mistakes.append(Mistake(readable(where), code, values))


def _named(value: Any) -> JsonKind | str:
    if value is None:
        return JsonKind.NULL
    if isinstance(value, bool):
        return JsonKind.TRUTH
    kinds = {
        str: JsonKind.TEXT,
        int: JsonKind.NUMBER,
        float: JsonKind.NUMBER,
        list: JsonKind.LIST,
        dict: JsonKind.OBJECT,
    }
    return kinds.get(type(value), type(value).__name__)
