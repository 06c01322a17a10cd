"""One served program for all browser tests, one browser for each camera, a window of its own for each test.

The program offers the demo camera (DEMO=1), but its database held people before, so no demo sessions fill it meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e import footage
from tests.e2e.visit import Visit, visiting
from tests.e2e.world import World
from tests.support.browser import running_browser, save_pages
from tests.support.processes import last_lines
from tests.support.program import RunningProgram, running_program

HERE = Path(__file__).resolve().parent
PAGES = HERE.parents[1] / ".cache" / "pages"


@dataclass(frozen=True, slots=True)
class Served:
    """A running program and its database."""

    program: RunningProgram
    world: World

    @property
    def url(self) -> str:
        """Where it is."""
        return self.program.url


ServeWorld = Callable[..., Served]
Browsers = dict[Path | None, Browser]
StartBrowser = Callable[..., Browser]
OpenWindow = Callable[..., Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("slow")


@pytest.fixture(scope="package")
def serve_world(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeWorld]:
    """Serve a database with people and surveys: `serve_world(PROCTORING_ENABLED="false")`; ends with the package."""
    with ExitStack() as ended_with_the_package:

        def start(**settings: str) -> Served:
            folder = tmp_path_factory.mktemp("served")
            world = World(folder / "data")
            ended_with_the_package.callback(world.close)
            where = {"PROCTORING_MODELS_DIR": str(models_dir), "DEMO": "1"}
            program = ended_with_the_package.enter_context(running_program(folder, {**where, **settings}))
            return Served(program, world)

        yield start


@pytest.fixture(scope="package")
def served(serve_world: ServeWorld) -> Served:
    """The program as it comes, with cameras, for all tests that change no setting."""
    return serve_world()


class StartedWhenAsked(Browsers):
    """Browsers by what their camera plays, each started when it is asked for first."""

    def __init__(self, start: Callable[[Path | None], Browser]) -> None:
        self._start = start

    def __missing__(self, camera: Path | None) -> Browser:
        self[camera] = self._start(camera)
        return self[camera]


@pytest.fixture(scope="package")
def start_browser(chromium: Path) -> Iterator[StartBrowser]:
    """Start a browser that ends with the package: `start_browser(camera, asks=True)`."""
    with sync_playwright() as playwright, ExitStack() as ended_with_the_package:
        yield lambda camera, **how: ended_with_the_package.enter_context(
            running_browser(playwright, chromium, camera, **how)
        )


@pytest.fixture(scope="package")
def browsers(start_browser: StartBrowser) -> Browsers:
    """One browser for each camera, whose permission is always given."""
    return StartedWhenAsked(start_browser)


@pytest.fixture(scope="package")
def shared_or_none() -> Path | None:
    """The folder ../shared where it is there; without it the same tests run on drawn people."""
    shared = HERE.parents[2] / "shared"
    return shared if (shared / footage.VIDEOS).is_dir() else None


@pytest.fixture(scope="package")
def camera_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the cameras' files lie."""
    return tmp_path_factory.mktemp("cameras")


@pytest.fixture(scope="package")
def calm_camera(shared_or_none: Path | None, camera_dir: Path) -> Path:
    """Shows somebody who only looks at the screen."""
    return footage.calm(shared_or_none, camera_dir)


@pytest.fixture
def window(served: Served, browsers: Browsers) -> Iterator[OpenWindow]:
    """Open a window for somebody: `window(name, camera=file)`; closed with the test."""
    with ExitStack() as ended_with_the_test:

        def open_window(
            name: str | None = None, *, camera: Path | None = None, at: str = "", **options: object
        ) -> Visit:
            return ended_with_the_test.enter_context(visiting(browsers[camera], at or served.url, name, **options))

        yield open_window


@pytest.fixture(autouse=True)
def shows_why(request: pytest.FixtureRequest, served: Served, browsers: Browsers, explain: Callable[..., None]) -> None:
    """A failed test comes with pictures of the open pages and the end of the program's log."""
    explain(lambda: ("log", last_lines(served.program.log)))
    for number, browser in enumerate(browsers.values()):
        name = f"{request.node.name}-{number}"
        explain(lambda browser=browser, name=name: ("pages", save_pages(browser, PAGES, name)))
