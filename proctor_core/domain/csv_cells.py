"""Every CSV file that this program writes goes through here: text stays text, numbers stay numbers, no cell begins a formula.

A spreadsheet computes what begins with one of `= + - @` (also behind blanks and invisible characters, in its full width and
its small form), so an apostrophe is put before such a text. Source: OWASP, CSV injection. A number is written as it is, whether
it comes as a number or was typed as one.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from proctor_core.domain.storable import readable

BYTE_ORDER_MARK = "\ufeff"
"""First in a file that people open: without it a spreadsheet takes UTF-8 for the letters of its own country."""
_UNSEEN = r"\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd"
"""Blanks, control and format characters, and what stands for one that can't be written."""
_FORMULA = re.compile(rf"[{_UNSEEN}]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]|[\t\r\n]")
_PARTED_AT = re.compile(r'[",;\s]')
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]+)?|[.,][0-9]+)([eE][+-]?[0-9]{1,3})?")


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The file line by line, headings first, each with its end of line; nothing is read ahead."""
    yield csv_line(columns)
    for row in rows:
        yield csv_line(row)


def csv_line(cells: Iterable[object]) -> str:
    """One line with its end (RFC 4180). A text with `;` or a tab is quoted too: some readers part cells there."""
    # A line of one empty cell would be no line at all.
    return (",".join(_quoted(csv_cell(cell)) for cell in cells) or '""') + "\r\n"


def csv_cell(value: object) -> str | int | float:
    """A value as its cell: None is empty, times are ISO 8601 with their offset, a list or an object is JSON.

    True and false are words, as in JSON. A text keeps its characters but those that no file takes (half of a character, NUL).
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bool | dict | list | tuple):
        return _harmless(json.dumps(value, ensure_ascii=False, default=str))
    return _harmless(str(value))


def _quoted(cell: str | int | float) -> str:
    if not isinstance(cell, str):
        return repr(cell)
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if _PARTED_AT.search(cell) else cell


def _harmless(text: str) -> str:
    shown = readable(text)
    return f"'{shown}" if _FORMULA.match(shown) and not _NUMBER.fullmatch(shown) else shown
