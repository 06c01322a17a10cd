"""The ground that the other tests stand on."""

from collections.abc import Sequence
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from tests.support import needs
from tests.support.browser import OpenBrowser
from tests.support.camera import camera_from_frames, camera_from_video


def test_a_new_database_is_empty_and_takes_rows(database_url: str) -> None:
    engine = create_engine(database_url)
    assert inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (words TEXT)"))
        connection.execute(text("INSERT INTO note VALUES ('kept')"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT words FROM note")).scalar_one() == "kept"
    engine.dispose()


def test_a_migrated_database_has_tables_and_no_rows(engine: Engine) -> None:
    tables = inspect(engine).get_table_names()
    assert "survey_session" in tables
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM survey_session")).scalar_one() == 0


def test_parts_of_a_video_follow_each_other_at_their_true_length(tmp_path: Path) -> None:
    video = tmp_path / "steps.mp4"
    write_video(video, levels=[level for level in (60, 120, 180, 240) for _ in range(20)], fps=20)
    camera = camera_from_video(video, tmp_path / "camera.mjpeg", parts=[(0, 1), (2.5, 4)])
    pictures = camera.read_bytes().split(START_OF_JPEG)[1:]
    levels = [cv2.imdecode(np.frombuffer(START_OF_JPEG + picture, np.uint8), 0).mean() for picture in pictures]
    assert [round(level / 60) for level in levels] == [1] * 30 + [3] * 15 + [4] * 30


@pytest.mark.parametrize(("kinds", "outcome"), [({"browser", "slow"}, "failed"), ({"models"}, "skipped")])
def test_a_skip_of_a_required_kind_is_a_failure(kinds: set[str], outcome: str) -> None:
    skip = ("tests/test_x.py", 7, "Skipped: no Chromium")
    report = pytest.TestReport("tests/test_x.py::test_y", ("", 7, ""), {}, "skipped", skip, "setup")
    needs.fail_if_required(report, kinds, frozenset({"browser"}))
    assert report.outcome == outcome
    assert "no Chromium" in str(report.longrepr)


@pytest.mark.parametrize(("lacking", "outcome"), [("shared", "skipped"), ("models", "failed")])
def test_a_test_of_two_kinds_is_judged_by_the_one_that_is_missing(lacking: str, outcome: str) -> None:
    reason = f"no {lacking} on a played machine"
    with pytest.raises(pytest.skip.Exception, match=reason):
        needs.skip_without(lacking, reason)
    skip = ("tests/test_x.py", 7, f"Skipped: {reason}")
    report = pytest.TestReport("tests/test_x.py::test_y", ("", 7, ""), {}, "skipped", skip, "setup")
    needs.fail_if_required(report, {"models", "shared"}, frozenset({"models"}))
    assert report.outcome == outcome


def test_an_unknown_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCTOR_REQUIRE", "browzer")
    with pytest.raises(pytest.UsageError, match="browzer"):
        needs.required_kinds()


@pytest.mark.alone
def test_the_fake_camera_plays_a_file_at_its_true_speed(
    browser_with_camera: OpenBrowser, tmp_path: Path, free_port: int
) -> None:
    grey_steps = (np.full((48, 64, 3), level, np.uint8) for level in (60, 120, 180, 240))
    camera = camera_from_frames(grey_steps, fps=1, target=tmp_path / "steps.mjpeg")
    page = browser_with_camera(camera).new_page()
    page.route("**/*", lambda route: route.fulfill(body="<title>camera</title>", content_type="text/html"))
    page.goto(f"http://127.0.0.1:{free_port}/")
    seen = page.evaluate(SAMPLE_CAMERA, 6_000)

    assert seen["size"] == [640, 480]
    assert {1, 2, 3, 4} <= set(seen["level"])
    changed_at = [
        at for at, *pair in zip(seen["at"][1:], seen["level"], seen["level"][1:], strict=False) if pair[0] != pair[1]
    ]
    assert np.median(np.diff(changed_at)) == pytest.approx(1.0, abs=0.15)


def write_video(target: Path, levels: Sequence[int], fps: int) -> None:
    with av.open(str(target), "w") as container:
        stream = container.add_stream("mpeg4", rate=fps)
        stream.width, stream.height = 64, 48
        for level in levels:
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), level, np.uint8), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


START_OF_JPEG = b"\xff\xd8\xff\xe0"

SAMPLE_CAMERA = """async (forMs) => {
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
