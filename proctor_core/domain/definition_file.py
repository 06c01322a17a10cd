"""A survey's definition as a file: bytes to the JSON object, and every mistake with its line.

Python's JSON reader keeps no places and silently takes the last of two equal keys, so the text is walked once more for both.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from proctor_core.domain.definition_reading import parse_definition
from proctor_core.domain.storable import MOST_DIGITS
from proctor_core.errors import InvalidFile, Mistake

LARGEST_BYTES = 1 << 20
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')


def read_definition_file(content: bytes) -> Mapping[str, Any]:
    """The definition in a JSON file, checked as a whole.

    Raises:
        InvalidFile: it is no JSON object in UTF-8, or its content does not fit; each mistake has its line where it has one.
    """
    text = _decoded(content)
    stored = _loaded(text)
    if not isinstance(stored, dict):
        raise InvalidFile([Mistake("", "expected a JSON object with title and questions", 1)])
    lines, doubles = _walked(text)
    mistakes = [Mistake(place, "is there twice in one object", line) for place, line in doubles]
    try:
        parse_definition(stored)
    except InvalidFile as error:
        mistakes += [m._replace(line=_line_of(m.place, lines)) for m in error.mistakes]
    if mistakes:
        raise InvalidFile(sorted(mistakes, key=lambda mistake: mistake.line or 0))
    return stored


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST_BYTES:
        raise InvalidFile([Mistake("", f"expected a file of at most {LARGEST_BYTES >> 20} MiB")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidFile([Mistake("", "expected text in UTF-8", line)]) from None


def _loaded(text: str) -> Any:
    if not text.strip():
        raise InvalidFile([Mistake("", "the file is empty")])
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        said = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}, at character {error.colno}"
        raise InvalidFile([Mistake("", said, error.lineno)]) from None
    except RecursionError:
        raise InvalidFile([Mistake("", "this is nested too deep")]) from None


def _whole_number(digits: str) -> float:
    """One of more digits than Python reads is infinite here: what looks at its place refuses it there."""
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _refuse_constant(word: str) -> None:
    raise InvalidFile([Mistake("", f"this is not JSON: {word} is no JSON number")])


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
