"""How far a client of the API has come with its reports about one session."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.columns import Id, id_field, time_field


class LatestHeartbeat(SQLModel, table=True):
    """The newest heartbeat that a client sent for a session.

    Personal data: session_id, beat_at, started_at (until the retention of the outcome ends).
    No personal data: id, sequence.
    """

    __tablename__ = "client_watch"

    id: Id = id_field()
    session_id: Id = Field(foreign_key="survey_session.id", unique=True, ondelete="CASCADE")
    sequence: int
    started_at: datetime = time_field()
    beat_at: datetime = time_field()
