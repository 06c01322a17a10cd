"""A survey's definition as a file: bytes to the JSON object, and every mistake with its line.

Python's JSON reader keeps no places and silently takes the last of two equal keys, so the text is walked once more for both.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from proctor_core.codes.definition_faults import DefinitionFault
from proctor_core.codes.file_faults import FileFault, JsonProblem
from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.storable import MOST_DIGITS
from proctor_core.domain.text_file import decoded
from proctor_core.errors import InvalidFile, Mistake

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def read_definition_file(content: bytes) -> Mapping[str, Any]:
    """The definition in a JSON file, checked as a whole.

    Raises:
        InvalidFile: it is no JSON object in UTF-8, or its content does not fit; each mistake has its line where it has one.
    """
    text = decoded(content)
    stored = _loaded(text)
    if not isinstance(stored, dict):
        raise InvalidFile([Mistake("", DefinitionFault.NO_SURVEY, line=1)])
    lines, doubles = _walked(text)
    mistakes = [Mistake(place, DefinitionFault.THERE_TWICE, line=line) for place, line in doubles]
    try:
        parse_definition(stored)
    except InvalidFile as error:
        mistakes += [replace(m, line=_line_of(m.place, lines)) for m in error.mistakes]
    if mistakes:
        raise InvalidFile(sorted(mistakes, key=lambda mistake: mistake.line or 0))
    return stored


def _loaded(text: str) -> Any:
    if not text.strip():
        raise InvalidFile([Mistake("", FileFault.EMPTY)])
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        mistake = Mistake(
            "", DefinitionFault.NO_JSON, {"fault": _fault(error.msg), "column": error.colno}, error.lineno
        )
        raise InvalidFile([mistake]) from None
    except RecursionError:
        raise InvalidFile([Mistake("", DefinitionFault.NESTED_TOO_DEEP)]) from None


def _fault(said: str) -> JsonProblem | str:
    """What Python's reader says; in its own words where it says something else than it does today."""
    within = f"{said[:1].lower()}{said[1:]}"
    return JsonProblem.of_english(within)


def _whole_number(digits: str) -> float:
    """One of more digits than Python reads is infinite here: what looks at its place refuses it there."""
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _refuse_constant(word: str) -> None:
    raise InvalidFile([Mistake("", DefinitionFault.NO_JSON_NUMBER, {"word": word})])


def _line_of(place: str, lines: Mapping[str, int]) -> int | None:
    """The line of a place, or of what surrounds it when it is missing itself."""
    while place and place not in lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return lines.get(place)


@dataclass(slots=True)
class _Inside:
    """An object or a list that the walk is in."""

    place: str
    is_list: bool
    count: int = 0
    key: str = ""
    keys: set[str] = field(default_factory=set)

    def next_place(self) -> str:
        if self.is_list:
            return f"{self.place}[{self.count}]"
        return f"{self.place}.{self.key}".lstrip(".")


def _walked(text: str) -> tuple[dict[str, int], list[tuple[str, int]]]:
    """(line of each place, places of keys that are there twice) of text that is JSON."""
    lines: dict[str, int] = {}
    doubles: list[tuple[str, int]] = []
    inside: list[_Inside] = []
    awaits_key = False
    for token, line in _tokens(text):
        here = inside[-1] if inside else None
        if token in "}]":
            inside.pop()
            awaits_key = False
        elif token == ",":
            assert here is not None
            here.count += 1
            awaits_key = not here.is_list
        elif token == ":":
            awaits_key = False
        elif awaits_key and here is not None:
            here.key = json.loads(token)
            if here.key in here.keys:
                doubles.append((here.next_place(), line))
            here.keys.add(here.key)
            lines[here.next_place()] = line
        else:
            place = here.next_place() if here else ""
            lines.setdefault(place, line)
            if token in "{[":
                inside.append(_Inside(place, token == "["))
                awaits_key = token == "{"
    return lines, doubles


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line, read = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", read, match.start())
        read = match.start()
        yield match.group(), line
