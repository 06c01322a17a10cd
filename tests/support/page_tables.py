"""The tables of a page under AppTest, as people read them: the cells of `pages/components/plain_table.py` by their headings."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from streamlit.testing.v1 import AppTest


@dataclass(slots=True)
class PageTable:
    """One table."""

    headings: list[str] = field(default_factory=list[str])
    rows: list[list[str]] = field(default_factory=list[list[str]])

    def column(self, heading: str) -> list[str]:
        """What stands under a heading, from top to bottom."""
        at = self.headings.index(heading)
        return [row[at] for row in self.rows]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[PageTable] = []
        self._cells: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(PageTable())
        elif tag == "tr":
            self._cells = []
        elif tag in ("th", "td") and self._cells is not None:
            self._cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag != "tr" or self._cells is None:
            return
        table = self.tables[-1]
        if table.headings:
            table.rows.append(self._cells)
        else:
            table.headings = self._cells
        self._cells = None

    def handle_data(self, data: str) -> None:
        if self._cells:
            self._cells[-1] += data


def tables_of(page: AppTest) -> list[PageTable]:
    """From top to bottom."""
    reader = _Reader()
    for html in page.html:
        reader.feed(html.body)
    return reader.tables
