"""Databases that go away: every connect fails for a block, or a real PostgreSQL is stopped and started again."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

from sqlalchemy import Engine, event

from db.engine import open_engine
from db.migrate import upgrade
from tests.support.postgres import Cluster


@contextmanager
def away(engine: Engine) -> Generator[None]:
    """No connection within the block."""

    def refuse(dialect: Any, *_: object) -> NoReturn:
        raise dialect.loaded_dbapi.OperationalError("connection refused")

    event.listen(engine, "do_connect", refuse)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "do_connect", refuse)


@dataclass(slots=True)
class StoppableDatabase:
    """A PostgreSQL of the test's own with one database, which keeps what was committed while it is stopped."""

    cluster: Cluster
    url: str = ""
    engine: Engine = field(init=False)
    _until_it_stops: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        """Take connections, at the same address as before."""
        server = self._until_it_stops.enter_context(self.cluster.running())
        if not self.url:
            self.url = server.create_database()
            upgrade(self.url)
            self.engine = open_engine(self.url)

    def stop(self) -> None:
        """End every connection, and take none until the next start."""
        self._until_it_stops.close()


@contextmanager
def stoppable_database(cluster: Cluster) -> Generator[StoppableDatabase]:
    """One that runs with all tables and no rows."""
    database = StoppableDatabase(cluster)
    database.start()
    try:
        yield database
    finally:
        database.engine.dispose()
        database.stop()
