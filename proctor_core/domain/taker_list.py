"""A list of takers as a CSV file: one person a line, read as a whole with every mistake and its line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from proctor_core.codes.file_faults import CsvProblem
from proctor_core.codes.storable_faults import StorableFault
from proctor_core.codes.taker_list_faults import TakerListFault
from proctor_core.domain.spelling import normal_name
from proctor_core.domain.storable import is_storable_text
from proctor_core.domain.text_file import decoded
from proctor_core.errors import InvalidFile, Mistake

NAME, DISPLAY_NAME, EMAIL = COLUMNS = ("name", "display_name", "email")
MOST_LINES = 2000
LONGEST = {NAME: 120, DISPLAY_NAME: 200, EMAIL: 320}


@dataclass(frozen=True, slots=True)
class ListedTaker:
    """One line: the name to sign in with, what is shown (the name unless given), and an address when there is one."""

    line: int
    name: str
    display_name: str
    email: str | None = None


def read_taker_list(content: bytes) -> tuple[ListedTaker, ...]:
    """The people in a CSV file in UTF-8 whose first line names the columns: `name`, and maybe `display_name` and `email`.

    Comma or semicolon; empty lines are passed over.

    Raises:
        InvalidFile: it is no such file; each mistake has its line.
    """
    rows = list(_rows(decoded(content)))
    mistakes = [mistake for taker in rows for mistake in _mistakes(taker)] + _doubles(rows)
    if not rows:
        mistakes = [Mistake("", TakerListFault.NOBODY, line=2)]
    if len(rows) > MOST_LINES:
        mistakes = [Mistake("", TakerListFault.TOO_MANY, {"most": MOST_LINES, "count": len(rows)})]
    if mistakes:
        raise InvalidFile(sorted(mistakes, key=lambda mistake: mistake.line or 0))
    return tuple(rows)


def _rows(text: str) -> Iterator[ListedTaker]:
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    try:
        columns = [column.strip().casefold() for column in reader.fieldnames or ()]
        unknown = [column for column in columns if column not in COLUMNS]
        if NAME not in columns or unknown or len(set(columns)) < len(columns):
            wanted, given = ", ".join(COLUMNS), ", ".join(columns)
            raise InvalidFile([Mistake("", TakerListFault.WRONG_COLUMNS, {"wanted": wanted, "given": given}, 1)])
        reader.fieldnames = columns
        for row in reader:
            if None in row:
                raise InvalidFile(
                    [Mistake("", TakerListFault.HOW_MANY_VALUES, {"count": len(columns)}, reader.line_num)]
                )
            given = {column: (value or "").strip() for column, value in row.items()}
            if any(given.values()):
                name = given[NAME]
                yield ListedTaker(reader.line_num, name, given.get(DISPLAY_NAME) or name, given.get(EMAIL) or None)
    except csv.Error as error:
        raise InvalidFile(
            [Mistake("", TakerListFault.NO_CSV, {"fault": CsvProblem.of_english(str(error))}, reader.line_num)]
        ) from None


def _mistakes(taker: ListedTaker) -> Iterator[Mistake]:
    for column, longest in LONGEST.items():
        # A name is stored in its one form, of which less or more may be left than was written.
        value = normal_name(taker.name) if column == NAME else getattr(taker, column) or ""
        if column == NAME and not value:
            yield Mistake(NAME, TakerListFault.NO_NAME, line=taker.line)
        if len(value) > longest:
            yield Mistake(column, TakerListFault.TOO_LONG, {"longest": longest}, taker.line)
        if not is_storable_text(value):
            yield Mistake(column, StorableFault.BAD_CHARACTER, line=taker.line)
    if taker.email and "@" not in taker.email:
        yield Mistake(EMAIL, TakerListFault.NO_ADDRESS, {"email": taker.email}, taker.line)


def _doubles(rows: list[ListedTaker]) -> list[Mistake]:
    first: dict[str, int] = {}
    named = [(taker, name) for taker in rows if (name := normal_name(taker.name))]
    return [
        Mistake(NAME, TakerListFault.THERE_ALREADY, {"name": taker.name, "line": first[name]}, taker.line)
        for taker, name in named
        if first.setdefault(name, taker.line) != taker.line
    ]
