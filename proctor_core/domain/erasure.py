"""What is kept about a person, and what an erasure leaves behind: numbers that name nobody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
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


class StillHeld(StrEnum):
    """Where rows that were deleted can still be read, until something else ends it.

    `dead_rows`: the tables' own files, until they are written anew. `write_ahead_log`: PostgreSQL's, until it is recycled by
    its own settings, and wherever it is archived or replicated to. `backups`: copies that were made before.
    """

    DEAD_ROWS = "dead_rows"
    WRITE_AHEAD_LOG = "write_ahead_log"
    BACKUPS = "backups"


@dataclass(frozen=True, slots=True)
class ErasureReceipt:
    """That something was erased, without saying whose.

    Attributes:
        is_overwritten: nothing of the rows can be read in the database's own file any more. False on PostgreSQL, where a
            background task writes the tables anew, and where an SQLite file was in use all the while.
        still_held: where what was erased can still be read.
    """

    id: UUID
    at: datetime
    rows: tuple[TableCount, ...]
    files: int
    is_overwritten: bool
    still_held: tuple[StillHeld, ...]

    @property
    def row_count(self) -> int:
        """Rows of all tables."""
        return sum(count.rows for count in self.rows)

    def in_words(self) -> str:
        """`answer 3, survey_session 1, files 4`: for the audit log and the command line."""
        return ", ".join([*(f"{table} {rows}" for table, rows in self.rows if rows), f"files {self.files}"])

    def held_in_words(self) -> str:
        """`dead_rows, write_ahead_log, backups`: where it can still be read."""
        return ", ".join(self.still_held)
