"""`python -m proctor_core analyze`: files in, JSON lines and snapshots out, by the same checks and rules as a live session."""

import json
from fractions import Fraction
from pathlib import Path

import av
import cv2
import pytest
from typer.testing import CliRunner

from proctor_core.cli.verbs import cli
from proctor_core.codes.analysis_notices import AnalysisNotice
from proctor_core.demo.clips import Clip, frame_at
from proctor_core.demo.people import PEOPLE
from proctor_core.demo.scenes import Act, Scene
from proctor_core.language.translation import translator
from proctor_core.monitoring.monitors.observation_log import read_observations

FPS = 5
CLIP = Clip(PEOPLE[4], (Scene(Act.READS, 6), Scene(Act.LEAVES, 6), Scene(Act.READS, 4)))


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The drawn clip as a video file."""
    path = tmp_path_factory.mktemp("recording") / "drawn.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=FPS, options={"qscale": "3"})
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 640, 480, "yuv420p", 4_000_000
        for number in range(round(CLIP.duration_s * FPS)):
            frame = av.VideoFrame.from_ndarray(frame_at(CLIP, number / FPS), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.fixture
def run(models_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The command on this machine's models."""
    monkeypatch.setenv("PROCTORING_MODELS_DIR", str(models_dir))
    monkeypatch.setenv("PROCTORING_DATA_DIR", str(tmp_path / "data"))
    return lambda *arguments: CliRunner().invoke(cli, ["analyze", *map(str, arguments)])


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_recording_gives_its_observations_violations_signals_and_snapshots(
    run, recording: Path, tmp_path: Path
) -> None:
    out = tmp_path / "found"
    result = run(recording, "--out", out)
    assert result.exit_code == 0, result.output
    observations, violations = lines(out / "observations.jsonl"), lines(out / "violations.jsonl")
    found = f"{recording}: {len(observations)} looks, 1 violations, 0 signals, written to {out}"
    assert result.stderr.splitlines()[-4:] == [*(f"{recording}: {at} of 16 s" for at in (5, 10, 15)), found]
    assert len(observations) == pytest.approx(CLIP.duration_s * FPS, abs=2)
    assert observations[5]["face_count"] == 1
    assert abs(observations[5]["yaw_deg"]) < 15
    assert [v["type"] for v in violations] == ["no_face"]
    assert violations[0]["started_s"] == pytest.approx(7, abs=2)
    assert violations[0]["ended_s"] == pytest.approx(12, abs=2)
    assert (out / violations[0]["snapshot"]).read_bytes().startswith(b"\xff\xd8")
    assert set(violations[0]["snapshots"]) == {"start", "peak", "end"}
    assert lines(out / "signals.jsonl") == []
    assert len(list(read_observations((out / "observations.arrows").read_bytes()))) == len(observations)


def test_what_was_not_measurable_is_null_with_its_reason(run, recording: Path, tmp_path: Path) -> None:
    run(recording, "--out", tmp_path / "found")
    absent = [o for o in lines(tmp_path / "found" / "observations.jsonl") if o["face_count"] == 0]
    assert absent
    assert all(o["yaw_deg"] is None and o["not_measurable"]["head_pose"] == "no_face" for o in absent)


def test_pictures_are_printed_as_json_lines(run, tmp_path: Path) -> None:
    picture = tmp_path / "face.png"
    cv2.imwrite(str(picture), cv2.cvtColor(frame_at(CLIP, 1.0), cv2.COLOR_RGB2BGR))
    result = run(picture, picture)
    rows = [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]
    assert [row["file"] for row in rows] == [str(picture)] * 2
    assert rows[0]["face_count"] == 1
    assert rows[0]["mobile_detected"] is False


def test_how_far_it_is_is_said_in_the_operator_s_language(
    run, recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_XA.UTF-8")
    said = run(recording, "--out", tmp_path / "found").stderr
    progress = translator("en-XA").gettext(AnalysisNotice.PROGRESS.english)
    assert progress.format(path=recording, t_s=5.0, duration_s=16.0) in said
    assert " looks, " not in said


@pytest.mark.parametrize("content", [b"", b"no film, only words " * 100])
def test_a_file_that_can_not_be_analysed_is_one_sentence_and_exit_code_2(run, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(content)
    result = run(bad, "--out", tmp_path / "found")
    assert result.exit_code == 2
    assert result.output.count("Error:") == 1
    assert "Traceback" not in result.output
