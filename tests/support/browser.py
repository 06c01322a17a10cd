"""A real, headless Chromium, driven by playwright: Debian's own binary, a new profile each time, a fake camera from a file."""

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

OpenBrowser = Callable[[Path | None], Browser]
"""The fixture `browser_with_camera`."""

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

QUIET = (
    "--headless",
    "--no-sandbox",  # root has no other way
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CAMERA = "--use-fake-device-for-media-stream"
ALWAYS_YES = "--use-fake-ui-for-media-stream"


def find_chromium() -> Path | None:
    """PROCTOR_CHROMIUM, or the first browser of the family on PATH."""
    found = os.environ.get("PROCTOR_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


@contextmanager
def running_browser(
    playwright: Playwright, chromium: Path, camera: Path | None, *, asks: bool = False, test_cameras: int = 0
) -> Generator[Browser]:
    """A browser whose camera plays `camera` (.mjpeg); with None the machine has no camera, or `test_cameras` that show
    Chromium's own test picture: it takes one file and no more.

    Where it `asks`, only a context with the permission "camera" gets it; headless, nobody answers the question with yes.
    """
    fake = [CAMERA, f"--use-file-for-fake-video-capture={camera}"] if camera else []
    fake += [f"{CAMERA}=device-count={test_cameras}"] if test_cameras else []
    fake += [ALWAYS_YES] if fake and not asks else []
    browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *fake])
    try:
        yield browser
    finally:
        browser.close()


def save_pages(browser: Browser, folder: Path, name: str) -> str:
    """For a failed test: a picture of every open page, and a sentence that says where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    pages = [page for context in browser.contexts for page in context.pages]
    for number, page in enumerate(pages):
        picture = folder / f"{name}-{number}.png"
        page.screenshot(path=picture, timeout=5_000)
        lines.append(f"{page.url} -> {picture}")
    return "\n".join(lines)
