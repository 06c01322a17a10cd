"""Which database this is, how far it has come together with its media store, and which sessions were erased from it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel

from db.columns import time_field

THE_ROW = 1


class DatabaseIdentity(SQLModel, table=True):
    """One row, made by the first process that looks; the media store's marker repeats it (`services/files/store_identity.py`).

    Personal data: none (kept as long as the database).
    No personal data: id, database_id, generation, token, restored_at.
    """

    __tablename__ = "database_identity"

    id: int = Field(default=THE_ROW, primary_key=True, sa_column_kwargs={"autoincrement": False})
    database_id: UUID = Field(default_factory=uuid4)
    generation: int = 0
    token: str = Field(default="", max_length=32, description="Drawn with each generation: a copy draws another one.")
    restored_at: datetime | None = time_field(nullable=True)


class ErasedSession(SQLModel, table=True):
    """The proof that a session was erased, by which the sweep may remove what was written of it afterwards.

    Personal data: none (kept as long as the database: a media store that comes out of a backup is cleaned by it).
    No personal data: id_sha256 (of a random id, which can't be told from it), erased_at.
    """

    __tablename__ = "erased_session"

    id_sha256: str = Field(primary_key=True, max_length=64)
    erased_at: datetime = time_field()
