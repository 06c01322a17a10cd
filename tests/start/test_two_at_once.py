"""Two first starts at the same moment, on one new database: both get through, and all is there once.

`python -m tests.start.test_two_at_once ADDRESS FOLDER` makes everything that a first start makes.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import inspect

from db.engine import open_engine
from db.migrate import newest
from db.one_at_a_time import TABLES_OF_QUEUES, ProcessLock, one_at_a_time
from proctor_core.start.database import prepare_database, revision_of
from proctor_core.tasks.queue import BackgroundTasks, queue_in_file, queue_in_postgres
from tests.support.postgres import PostgresServer
from tests.support.processes import wait_until
from tests.support.program import ROOT, running_program

ROUNDS = int(os.environ.get("PROCTOR_ROUNDS", "1"))
"""How often two meet; in `make test` once on each database."""
AT_ONCE = 2


def first_starts(url: str, folder: Path) -> list[tuple[int, str]]:
    """Exit codes and errors of as many processes, which wait for each other before they begin."""
    command = [sys.executable, "-m", "tests.start.test_two_at_once", url, str(folder)]
    with ExitStack() as ends:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        running = [ends.enter_context(subprocess.Popen(command, cwd=ROOT, text=True, **pipes)) for _ in range(AT_ONCE)]
        for process in running:
            assert process.stdout and process.stdout.readline().strip() == "ready"
        for process in running:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        ended = [process.communicate(timeout=60) for process in running]
        return [(process.returncode, errors) for process, (_, errors) in zip(running, ended, strict=True)]


@pytest.mark.slow
@pytest.mark.postgres
def test_first_starts_at_once_on_postgres_all_get_through(postgres_server: PostgresServer, tmp_path: Path) -> None:
    for _ in range(ROUNDS):
        url = postgres_server.create_database()
        assert first_starts(url, tmp_path) == [(0, "")] * AT_ONCE
        engine = open_engine(url)
        tables = set(inspect(engine).get_table_names())
        assert revision_of(engine) == newest()
        assert "survey_session" in tables and any(name.startswith("huey") for name in tables)
        engine.dispose()


@pytest.mark.slow
def test_first_starts_at_once_on_sqlite_all_get_through(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        assert first_starts(f"sqlite:///{folder / 'proctor.db'}", folder) == [(0, "")] * AT_ONCE
        engine = open_engine(f"sqlite:///{folder / 'proctor.db'}")
        assert revision_of(engine) == newest()
        engine.dispose()


@pytest.mark.slow
@pytest.mark.postgres
def test_two_whole_programs_start_at_once_with_the_demo(
    postgres_server: PostgresServer, models_dir: Path, tmp_path: Path
) -> None:
    url, together = postgres_server.create_database(), Barrier(2)

    def start(name: str) -> str:
        together.wait(30)
        settings = {"DATABASE_URL": url, "DEMO": "1", "PROCTORING_TASK_QUEUE": "postgres"}
        with running_program(tmp_path / name, {**settings, "PROCTORING_MODELS_DIR": str(models_dir)}) as program:
            # A program serves before its demo content is in the database.
            said = ("another process loads the demo content", "demo people and surveys are loaded")
            wait_until(lambda: any(one in program.log.read_text() for one in said), "word of the demo", timeout_s=60)
            together.wait(120)
            return program.log.read_text()

    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    with ThreadPoolExecutor(2) as pool:
        logs = list(pool.map(start, ("one", "other")))
    assert not any("Traceback" in log for log in logs), logs
    assert sum("another process loads the demo content" in log for log in logs) == 1
    assert sum("demo people and surveys are loaded" in log for log in logs) == 1


def test_a_lock_is_one_processes_alone_and_free_again_afterwards(database_url: str) -> None:
    engine, other = open_engine(database_url), open_engine(database_url)
    mine, theirs = ProcessLock(engine, 1), ProcessLock(other, 1)
    assert mine.take(waits=False) and mine.take(waits=False)
    assert not theirs.take(waits=False)
    another_key = ProcessLock(other, 2)
    assert another_key.take(waits=False)
    another_key.give_back()
    mine.give_back()
    assert theirs.take(waits=False)
    theirs.give_back()
    with one_at_a_time(engine, 1):
        assert not theirs.take(waits=False)
    engine.dispose()
    other.dispose()


def make_everything(url: str, folder: Path) -> None:
    """What the first start makes: all tables, and those of both queues."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    prepare_database(url)
    engine = open_engine(url)
    queues = [queue_in_file(folder / "tasks.db")]
    if url.startswith("postgresql"):
        queues.append(queue_in_postgres(url.replace("postgresql+psycopg2://", "postgresql://"), "recordings"))
    for queue in queues:
        tasks = BackgroundTasks(queue, lambda: one_at_a_time(engine, TABLES_OF_QUEUES))
        tasks.prepare()
        tasks.stop(1.0)
    engine.dispose()


if __name__ == "__main__":
    make_everything(sys.argv[1], Path(sys.argv[2]))
