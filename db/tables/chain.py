"""The chain over what is kept, and the log of how far each chain has come (docs/decisions/0026)."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from db.columns import Id, str_enum, time_field
from proctor_core.domain.chain import ChainAction, ChainState


class ChainRecord(SQLModel, table=True):
    """How one row stood after a transaction, as a salted hash; the salt goes when a newer record of the row stands.

    Personal data: salt, record_sha256 (until what it stands for is changed or erased; all of it until the person is erased).
    No personal data: chain_id, number, kind, object_id, version, action, at, key_id, link.
    """

    __tablename__ = "chain_record"
    __table_args__ = (Index("ix_chain_record_object", "chain_id", "object_id"),)

    chain_id: Id = Field(primary_key=True)
    number: int = Field(
        primary_key=True, sa_column_kwargs={"autoincrement": False}, description="From 1, without gaps."
    )
    kind: str = Field(max_length=40, description="Table of the row.")
    object_id: Id
    version: int = Field(description="Which of the table's columns are covered.")
    action: ChainAction = Field(sa_type=str_enum(ChainAction))
    at: datetime = time_field()
    salt: str | None = Field(default=None, max_length=32)
    record_sha256: str = Field(max_length=64)
    key_id: str = Field(max_length=16)
    link: str = Field(max_length=64)


class ChainLogLine(SQLModel, table=True):
    """How far one chain had come after a transaction; itself chained to the line before.

    Personal data: none (kept for good).
    No personal data: number, chain_id, records, head, state, at, key_id, link.
    """

    __tablename__ = "chain_log"
    __table_args__ = (Index("ix_chain_log_chain", "chain_id", "number"),)

    number: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    chain_id: Id
    records: int = Field(description="Number of the chain's newest record.")
    head: str = Field(max_length=64, description="Its link.")
    state: ChainState = Field(sa_type=str_enum(ChainState))
    at: datetime = time_field()
    key_id: str = Field(max_length=16)
    link: str = Field(max_length=64)


class ChainEnd(SQLModel, table=True):
    """The log's newest line, sealed; one row, and the lock of whoever appends.

    Personal data: none (kept for good).
    No personal data: id, number, link, key_id, seal.
    """

    __tablename__ = "chain_end"

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(sa_type=BigInteger)
    link: str = Field(max_length=64)
    key_id: str = Field(max_length=16)
    seal: str = Field(max_length=64)
