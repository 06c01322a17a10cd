"""What a spreadsheet would compute goes out as text, and a number as the number it is."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor_core.domain.csv_cells import csv_cell, csv_line, csv_lines

ROOT = Path(__file__).parents[2]
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    " =1",
    "\t=1",
    "\n@x",
    "\u00a0=1",
    "＝1+1",
    "＠x",
    "-",
    "+cmd|' /C'!A0",
    "\rx",
    "\u200c=1",
    "\u2060\u00ad@x",
    "\u202e-1+1",
    "\x01=1",
    "\x7f\x85+x",
    "﹦1+1",
    "﹣x",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


def test_what_stands_for_a_nul_before_a_formula_hides_it_from_nobody() -> None:
    assert csv_cell("\0=1+1") == "'\ufffd=1+1"


@pytest.mark.parametrize("number", [-5, 5, -2.5, 1e300, 0, "-5", "+5", "-2,5", "-.5", "-1e-7"])
def test_a_number_stays_a_number(number: Any) -> None:
    assert csv_cell(number) == number


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "true"),
        (["=1", "ä"], '["=1", "ä"]'),
        (datetime(2026, 11, 30, 8, 5, tzinfo=UTC), "2026-11-30T08:05:00+00:00"),
        ("a\0b\ud83d", "a\ufffdb\ufffd"),
        ('Ärger, Ünïcode; "quoted"', 'Ärger, Ünïcode; "quoted"'),
    ],
)
def test_other_values_have_one_form(value: Any, cell: str) -> None:
    assert csv_cell(value) == cell


def test_a_text_is_quoted_so_that_no_separator_of_another_country_parts_it() -> None:
    assert csv_line(["a;=1+1", -5, None]) == '"a;=1+1",-5,\r\n'


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_whatever_was_typed_comes_back_whole_and_begins_no_formula(cells: list[str]) -> None:
    line = "".join(csv_lines(["x"], [cells])).encode("utf-8").decode()
    _, read = list(csv.reader(io.StringIO(line, newline="")))
    assert len(read) == len(cells)
    for cell in read:
        assert not cell.startswith(("=", "@", "\t", "\r"))
        assert not cell.startswith(("+", "-")) or isinstance(float(cell.replace(",", ".")), float)


def test_no_file_of_the_program_writes_csv_past_it() -> None:
    files = [file for room in ("db", "pages", "proctor_core") for file in (ROOT / room).rglob("*.py")]
    writing = re.compile(r"\bcsv\.(writer|DictWriter)\b")
    assert files
    assert not [file for file in files if writing.search(file.read_text(encoding="utf-8"))]
