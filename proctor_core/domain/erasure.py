"""What is kept about a person, and what an erasure leaves behind: numbers that name nobody."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class TableCount(NamedTuple):
    """How many rows of one table."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class KeptData:
    """What is kept about one person.

    Attributes:
        files: pictures and observation logs, with `size_bytes` in all.
        open_cases: short codes of the sessions that a person still has to decide about.
    """

    rows: tuple[TableCount, ...]
    files: int
    size_bytes: int
    open_cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErasureReceipt:
    """That something was erased, without saying whose.

    Attributes:
        is_overwritten: False when the database file could not be overwritten at once, because it was in use all the time.
    """

    id: UUID
    at: datetime
    rows: tuple[TableCount, ...]
    files: int
    is_overwritten: bool

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(count.rows for count in self.rows)

    def in_words(self) -> str:
        """`answer 3, survey_session 1, files 4`: for the audit log and the command line."""
        return ", ".join([*(f"{table} {rows}" for table, rows in self.rows if rows), f"files {self.files}"])
