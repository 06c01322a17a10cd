"""The time by which processes agree who holds something and until when: the database's own."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import func
from sqlmodel import Session, select

SharedClock = Callable[[Session], datetime]


def database_now(db: Session) -> datetime:
    """The time, in UTC. SQLite has no clock but its machine's, which is the same for all processes too."""
    if db.get_bind().dialect.name == "postgresql":
        return db.exec(select(func.clock_timestamp())).one()
    said: str = db.exec(select(func.strftime("%Y-%m-%d %H:%M:%f", "now"))).one()
    return datetime.fromisoformat(said).replace(tzinfo=UTC)
