"""A table of short texts that wraps and never cuts anything off, for the lists of the administrator.

Our own HTML and not `st.table`: cells are no markdown, so what people typed stays what it is, and on a phone each row becomes a
card with its headings beside the values (`page_styles.css`) where `st.table` would be scrolled sideways.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

import streamlit as st

from pages import texts
from pages.components import spoken


class NumberInWords(str):
    """A number with words around it, aligned as numbers are."""


def plain_table(labels: Mapping[str, str], rows: Iterable[tuple[object, ...]]) -> None:
    """Draw rows under the labels' headings; what people typed is shown as it is."""
    headings = list(labels.values())
    given = list(rows)
    kinds = [_kind(value) for value in given[0]] if given else ["words"] * len(headings)
    heads = "".join(
        f'<th role="columnheader" scope="col" class="{kind}">{escape(heading)}</th>'
        for heading, kind in zip(headings, kinds, strict=True)
    )
    lines = "".join(f'<tr role="row">{_cells(headings, row)}</tr>' for row in given)
    # The roles are said again since a browser forgets them where styles make a row something else than a row.
    st.html(
        '<table class="plain-table" role="table">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{lines}</tbody></table>'
    )


def _cells(headings: list[str], row: tuple[object, ...]) -> str:
    return "".join(
        f'<td role="cell" class="{_kind(value)}" data-heading="{escape(heading)}">{escape(_text(value))}</td>'
        for heading, value in zip(headings, row, strict=True)
    )


def _kind(value: object) -> str:
    is_number = isinstance(value, int | float | NumberInWords) and not isinstance(value, bool)
    return "number" if is_number else "words"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return texts.YES if value else texts.NO
    if isinstance(value, int | float):
        return spoken.exact_number(value)
    return spoken.day(value) if isinstance(value, date) else str(value)
