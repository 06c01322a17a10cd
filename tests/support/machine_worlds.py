"""Worlds for state machines: each run has one of its own, empty at its beginning and gone at its end."""

import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

from db.engine import open_engine
from db.tables import StatisticsChange, StatisticsRollup
from proctor_core.services.chain.chained_tables import table_of
from tests.support.monitor_world import MonitorWorld, monitor_world
from tests.support.session_world import SessionWorld

OpenEngine = Callable[[Path], AbstractContextManager[Engine]]
"""Folder of a run -> a database with all tables and no rows."""


def run_machine(made: Callable[[], RuleBasedStateMachine], examples: int, steps: int) -> None:
    """Run it so often, by so many steps at most; a run may take seconds, since it has a database and a writer."""
    given = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    # A class is asked for, and whatever makes a machine is taken.
    run_state_machine_as_test(made, settings=given)  # pyright: ignore[reportArgumentType]


def copies_of(migrated: Path) -> OpenEngine:
    """A copy of this SQLite file for each run."""

    @contextmanager
    def opened(folder: Path) -> Generator[Engine]:
        file = shutil.copy(migrated, folder / "proctor.sqlite3")
        engine = open_engine(f"sqlite:///{file}")
        try:
            yield engine
        finally:
            engine.dispose()

    return opened


def emptied(engine: Engine) -> OpenEngine:
    """One database for all runs, emptied after each."""

    @contextmanager
    def opened(_: Path) -> Generator[Engine]:
        try:
            yield engine
        finally:
            with engine.begin() as connection:
                empty_tables(connection)

    return opened


def empty_tables(connection: Connection) -> None:
    """Delete all rows, and then what that changed in the sums of the statistics."""
    for table in (*reversed(SQLModel.metadata.sorted_tables), *map(table_of, (StatisticsChange, StatisticsRollup))):
        connection.execute(table.delete())


@contextmanager
def session_world(open_one: OpenEngine) -> Generator[SessionWorld]:
    """The taker's side without monitors."""
    with tempfile.TemporaryDirectory() as folder, open_one(Path(folder)) as engine:
        yield SessionWorld(engine, Path(folder) / "media")


@contextmanager
def watched_world(open_one: OpenEngine) -> Generator[MonitorWorld]:
    """The same with monitors and their writer."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_one(Path(folder)) as engine,
        monitor_world(engine, Path(folder)) as world,
    ):
        yield world
