"""Times what pages ask of a full database: `python -m benchmarks.pages --sessions N [--database URL]`.

Without an address: N sessions in a PostgreSQL of its own and a tenth of them in SQLite. With one: that database, which is filled
first unless it has sessions (so one that `proctor_core demo --sessions` filled is measured as it is). Of each question the first
time and the middle of five more, in milliseconds, beside what is wished for.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import Engine
from sqlmodel import func, select

from benchmarks.pages.asked import places_of, questions
from benchmarks.pages.filling import fill
from db.engine import open_engine, reading
from db.migrate import upgrade
from db.tables import SurveySession
from proctor_core.media.store import MediaStore
from proctor_core.services.composition import ServiceSettings, compose_services
from proctor_core.services.files.data_folders import DataFolders
from tests.support.postgres import find_postgres, running_server

TIMES = 5


def main() -> None:
    """Print a table for each database."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sessions", type=int, default=200_000)
    asked.add_argument("--database", help="address of an empty database, or of one to be measured as it is")
    given = asked.parse_args()
    if given.database:
        measure(given.database, given.sessions)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(f"sqlite:///{folder}/proctor.db", given.sessions // 10)
    found = find_postgres()
    if found is None:
        print("PostgreSQL: no server on this machine")
        return
    with running_server(found) as server:
        measure(server.create_database(), given.sessions)


def measure(url: str, sessions: int) -> None:
    """Fill it unless it has sessions, then ask."""
    upgrade(url)
    engine = open_engine(url)
    if count(engine) == 0:
        took_ms = timed(lambda: fill(engine, sessions, datetime.now(UTC) - timedelta(minutes=1)))
        print(f"\n{engine.dialect.name}: {sessions} sessions written in {took_ms / 1000:.0f} s")
    else:
        print(f"\n{engine.dialect.name}: {count(engine)} sessions")
    settings = ServiceSettings(key=b"k" * 40, folders=DataFolders.within(Path("/dev/null/data")))
    services = compose_services(engine, lambda: datetime.now(UTC), MediaStore.open("memory:///"), settings)
    print(f"{'':<46}{'first':>9}{'median':>9}{'wished':>9}")
    for question in questions(services, places_of(services)):
        first, *others = (timed(question.ask) for _ in range(1 + TIMES))
        wished = "" if question.wished_ms is None else f"{question.wished_ms:.0f}"
        print(f"{question.name:<46}{first:>9.1f}{median(others):>9.1f}{wished:>9}", flush=True)
    engine.dispose()


def count(engine: Engine) -> int:
    """Sessions that are there."""
    with reading(engine) as db:
        return db.exec(select(func.count()).select_from(SurveySession)).one()


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
