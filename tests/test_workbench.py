"""The ground that the other tests stand on."""

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, inspect, text

from tests.support import needs
from tests.support.browser import OpenBrowser
from tests.support.camera import camera_from_frames


def test_a_new_database_is_empty_and_takes_rows(database_url: str) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (words TEXT)"))
        connection.execute(text("INSERT INTO note VALUES ('kept')"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT words FROM note")).scalar_one() == "kept"
    engine.dispose()


@pytest.mark.parametrize(("kinds", "outcome"), [({"browser", "slow"}, "failed"), ({"models"}, "skipped")])
def test_a_skip_of_a_required_kind_is_a_failure(kinds: set[str], outcome: str) -> None:
    skip = ("tests/test_x.py", 7, "Skipped: no Chromium")
    report = pytest.TestReport("tests/test_x.py::test_y", ("", 7, ""), {}, "skipped", skip, "setup")
    needs.fail_if_required(report, kinds, frozenset({"browser"}))
    assert report.outcome == outcome
    assert "no Chromium" in str(report.longrepr)


def test_an_unknown_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCTOR_REQUIRE", "browzer")
    with pytest.raises(pytest.UsageError, match="browzer"):
        needs.required_kinds()


def test_the_fake_camera_plays_a_file_at_its_true_speed(
    browser_with_camera: OpenBrowser, tmp_path: Path, free_port: int
) -> None:
    grey_steps = (np.full((48, 64, 3), level, np.uint8) for level in (60, 120, 180, 240))
    camera = camera_from_frames(grey_steps, fps=1, target=tmp_path / "steps.mjpeg")
    page = browser_with_camera(camera).new_page()
    page.route("**/*", lambda route: route.fulfill(body="<title>camera</title>", content_type="text/html"))
    page.goto(f"http://127.0.0.1:{free_port}/")
    seen = page.evaluate(WATCH_CAMERA, 6_000)

    assert seen["size"] == [640, 480]
    assert {1, 2, 3, 4} <= set(seen["level"])
    changed_at = [
        at for at, *pair in zip(seen["at"][1:], seen["level"], seen["level"][1:], strict=False) if pair[0] != pair[1]
    ]
    assert np.median(np.diff(changed_at)) == pytest.approx(1.0, abs=0.15)


WATCH_CAMERA = """async (forMs) => {
    const stream = await navigator.mediaDevices.getUserMedia({video: {width: 640, height: 480}});
    const video = document.createElement("video");
    video.srcObject = stream;
    await video.play();
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const seen = {size: [video.videoWidth, video.videoHeight], at: [], level: []};
    const begin = performance.now();
    while (performance.now() - begin < forMs) {
        canvas.drawImage(video, 0, 0, 1, 1);
        seen.at.push((performance.now() - begin) / 1000);
        seen.level.push(Math.round(canvas.getImageData(0, 0, 1, 1).data[0] / 60));
        await new Promise((next) => setTimeout(next, 40));
    }
    return seen;
}"""
