"""How a media store stands to the database that the program was started with."""

from dataclasses import dataclass
from enum import StrEnum


class StoreStanding(StrEnum):
    """Nothing is removed for want of a row but in a store that is `own`.

    `other`: it was last used with another database. `newer`: with this one, but in a later state, as after a backup of the
    database was restored. `unmarked`: it holds sessions that this database does not know, and does not say whose it is.
    """

    OWN = "own"
    OTHER = "other"
    NEWER = "newer"
    UNMARKED = "unmarked"


@dataclass(frozen=True, slots=True)
class StoreMark:
    """What the store says: which database it was last used with, and how far that had come.

    Attributes:
        database_id: UUID in its usual form.
        generation: grows with each look of a program that serves; the database has counted as far, or one further.
        token: 32 hex digits, drawn with the generation; a copy of the database draws another one.
    """

    database_id: str
    generation: int
    token: str
