"""At this machine's own address in the network: over http the browser gives no camera, over https it does."""

import socket
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.e2e import acts
from tests.e2e.conftest import Browsers, ServeWorld

OPEN_TO_OTHERS = {"HOST": "0.0.0.0", "DEMO": "0"}


@pytest.fixture(scope="module")
def own_address() -> str:
    """Of the network card that leads outside; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but localhost")
        return str(probe.getsockname()[0])


@contextmanager
def at_camera_check(
    serve_world: ServeWorld, browsers: Browsers, address: str, camera: Path, **settings: str
) -> Generator[Page]:
    """A taker who has agreed, in a browser that goes to this address and trusts our certificate."""
    served = serve_world(**OPEN_TO_OTHERS, **settings)
    place = urlsplit(served.url)
    context = browsers[camera].new_context(viewport={"width": 1280, "height": 800}, ignore_https_errors=True)
    try:
        page = context.new_page()
        acts.sign_in_as(page, f"{place.scheme}://{address}:{place.port}", served.world.invited().name)
        acts.open_survey(page)
        acts.agree(page)
        yield page
    finally:
        context.close()


def test_over_plain_http_the_page_says_at_once_that_the_browser_gives_no_camera(
    serve_world: ServeWorld, browsers: Browsers, own_address: str, calm_camera: Path
) -> None:
    with at_camera_check(serve_world, browsers, own_address, calm_camera) as page:
        acts.expect_badge(page, "unsupported")
        acts.expect_said(page, "unsupported")


def test_over_https_the_camera_runs(
    serve_world: ServeWorld, browsers: Browsers, own_address: str, calm_camera: Path
) -> None:
    with at_camera_check(serve_world, browsers, own_address, calm_camera, HTTPS="1") as page:
        acts.start_camera(page)
        acts.pass_the_check(page)
