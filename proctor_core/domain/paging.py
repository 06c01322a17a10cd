"""Lists are given in pages, from the newest to the oldest: a page begins after the last row that was read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

PAGE = 100


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of the page before."""

    at: datetime
    id: UUID
