"""Counts that are kept so that nobody has to count rows: what `db/rollups` adds up."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field, SQLModel

from db.columns import Id, UtcDateTime, partial_index, time_field

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
IS_EMPTY = "counted = 0"


class Sums(SQLModel):
    """The counts of one place, columns of both tables; what each says is in `db/rollups/facts.py`."""

    counted: int
    flagged: int
    allegations: int
    sessions: int
    approved: int
    rejected: int
    waiting: int
    confirmed: int
    dismissed: int
    unsure: int


class StatisticsRollup(Sums, table=True):
    """How many facts of one kind began in one span of time, in one survey version or in all of them.

    `level`: minutes of the span, 15, 60 or 1440 from a whole quarter of an hour, hour or day of UTC. `survey_id`: `ALL_SURVEYS`
    of `db/rollups/facts.py` where all are counted. What the columns count for each `fact` says `db/rollups/facts.py`.

    Personal data: none (kept as counts).
    No personal data: level, survey_id, fact, kind, at, since, counted, flagged, allegations, sessions, approved, rejected,
        waiting, confirmed, dismissed, unsure. Counts of an erased session are taken off, and a row without any goes.
    """

    __tablename__ = "statistics_rollup"
    __table_args__ = (partial_index("ix_statistics_rollup_empty", "level", only=IS_EMPTY),)

    level: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    fact: str = Field(primary_key=True, max_length=20)
    survey_id: Id = Field(primary_key=True)
    at: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    kind: str = Field(primary_key=True, max_length=40)
    since: datetime = Field(primary_key=True, sa_type=UtcDateTime, default=EPOCH)


class StatisticsChange(Sums, table=True):
    """What a transaction added to the counts or took off, until it is folded into `StatisticsRollup`; columns as there.

    Personal data: none (kept as counts).
    No personal data: id, survey_id, fact, kind, at, since, counted, flagged, allegations, sessions, approved, rejected, waiting,
        confirmed, dismissed, unsure.
    """

    __tablename__ = "statistics_change"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger().with_variant(Integer, "sqlite"))  # type: ignore[call-overload]
    survey_id: Id
    fact: str = Field(max_length=20)
    kind: str = Field(max_length=40)
    at: datetime = time_field()
    since: datetime = time_field()
