"""Uppy as npm has it, in a real browser, from another site: a video in parts through a cut line, to a closed recording."""

import hashlib
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.uploads.__main__ import recorded_taker, write_video
from benchmarks.uploads.packages import UPPY, ClientMissing, fetched
from tests.conftest import OpenBrowser, Serve
from tests.e2e.cable import cable_to
from tests.support.processes import wait_until
from tests.support.program import ROOT

SIZE = 12 << 20
CUT_AT = 4 << 20


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def other_site(tmp_path: Path) -> Iterator[str]:
    """A page with Uppy and a video, on an address of its own."""
    try:
        modules = fetched(UPPY)
    except ClientMissing as missing:
        pytest.skip(f"uppy: {missing}")
    shutil.copy(modules / "uppy" / "dist" / "uppy.min.mjs", tmp_path)
    shutil.copy(ROOT / "benchmarks" / "uploads" / "uppy.html", tmp_path)
    write_video(tmp_path / "recording.webm", SIZE)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_uppy_gets_its_video_from_another_site_through_a_cut(
    models_dir: Path, other_site: str, tmp_path: Path, serve: Serve, browser_with_camera: OpenBrowser
) -> None:
    assert models_dir.is_dir(), "the program starts with models only"
    program = serve(DEMO="0", PROCTORING_CORS_ORIGINS=f'["{other_site}"]')
    session, token = recorded_taker(program)
    page = browser_with_camera(None).new_page()
    with cable_to(program.url) as cable:
        page.goto(f"{other_site}/uppy.html")
        endpoint = f"{cable.url}/api/proctor/upload-recording/"
        page.evaluate("said => { window.sent = window.send(...said) }", [endpoint, token, session])
        parts = program.data_dir / "uploads"
        wait_until(lambda: came(parts) >= CUT_AT, "the first parts", timeout_s=60, every_s=0.01)
        assert came(parts) < SIZE, "the cut comes in the middle"
        cable.lead_to(program.url)
        sent: dict[str, Any] = page.evaluate("() => window.sent")
    assert sent["errors"] == []
    upload = sent["address"].rpartition("/upload-recording/")[2]
    address = f"{program.url}/api/proctor/upload-recording/{upload}"
    status = httpx.get(address, headers={"authorization": f"Bearer {token}"}).json()
    video = (tmp_path / "recording.webm").read_bytes()
    assert (status["sha256"], status["offset"]) == (hashlib.sha256(video).hexdigest(), len(video))
    assert status["recording_state"] == "closed"


def came(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*.part"))
