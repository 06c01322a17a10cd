"""Tables that rows were deleted from, and whose files still hold what those rows said."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.columns import time_field


class OverwriteDue(SQLModel, table=True):
    """One table of a PostgreSQL database that has to be written anew; the row goes when it was (`keeping/overwriting.py`).

    Personal data: none (kept until the table was written anew).
    No personal data: table_name, since, times.
    """

    __tablename__ = "overwrite_due"

    table_name: str = Field(primary_key=True, max_length=63)
    since: datetime = time_field()
    times: int = Field(
        default=1, description="Deletions since then: one that comes while the table is written counts again."
    )
