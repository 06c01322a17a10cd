"""A folder laid out as an evaluation folder, from the command line to the card; its video is drawn."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from proctor_core.cli.verbs import cli
from proctor_core.domain.observation import Box, Face, Light, NotMeasurable, Observation, PhoneLook, Unmeasured
from proctor_core.domain.policy import STANDARD
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidInput
from proctor_core.evaluation.card import card
from proctor_core.evaluation.circumstances import LIGHT_BANDS, band_of, circumstances_of
from proctor_core.evaluation.evaluating import BEGIN, END, put_into, require_layout
from proctor_core.evaluation.fitting import LeftOut, f1_of, leave_sources_out
from proctor_core.evaluation.groups import by_group
from proctor_core.evaluation.labels import Label, Segment, read_segments
from proctor_core.evaluation.manifest import Shown, read_manifest
from proctor_core.evaluation.measurement import Clip, Measurement, judged_by
from proctor_core.evaluation.report import report
from proctor_core.evaluation.scoring import Score

GONE = NotMeasurable(Unmeasured.NO_FACE)
FACE = Face(Box(0.4, 0.3, 0.2, 0.4), 0.95, 0.95)
RATE_HZ = 5


WEAK_PHONE = PhoneLook(0.28, Box(0.1, 0.5, 0.2, 0.2))
"""Under the steady limit: of the values that are tried the lowest alone finds it."""


def look(number: int, faces: int, *, has_phone: bool = False) -> Observation:
    return Observation(
        t_s=number / RATE_HZ,
        sequence=number,
        light=Light(100.0, 50.0, 200.0),
        faces=(FACE,) * faces,
        face_confidence=0.95 if faces else 0.0,
        second_opinion=0.95 if faces else 0.0,
        head_pose=GONE,
        gaze=GONE,
        eyes_open=GONE,
        phone=WEAK_PHONE if has_phone else NotMeasurable(Unmeasured.NOT_DUE),
    )


def clip(
    name: str,
    absent: range,
    truth: tuple[Segment, ...],
    shown: Shown = Shown("a/b"),
    phone: range = range(0),
) -> Clip:
    """20 seconds of one face, which is gone in the seconds of `absent`; in those of `phone` there is one, hard to see."""
    seconds = [number // RATE_HZ for number in range(20 * RATE_HZ)]
    looks = [
        look(number, 0 if second in absent else 1, has_phone=second in phone) for number, second in enumerate(seconds)
    ]
    return Clip(f"drawn/{name}", shown, truth, looks, circumstances_of(looks, shown.frames_hz), 12.5)


GONE_FOR_5_S = (Segment(0, 8, Label.OK), Segment(8, 13, Label.NO_FACE), Segment(13, 20, Label.OK))
ALL_OK = (Segment(0, 20, Label.OK),)
FOUND, MISSED, FALSE = (
    clip("found", range(8, 13), GONE_FOR_5_S, Shown("one/source", glasses="yes")),
    clip("missed", range(0), GONE_FOR_5_S, Shown("two/source", glasses="no")),
    clip("false", range(3, 7), ALL_OK, Shown("two/source")),
)


def measured(*clips: Clip) -> Measurement:
    return Measurement([judged_by(one, STANDARD) for one in clips])


def test_a_report_counts_what_was_planted_and_names_each_miss_by_clip_and_time() -> None:
    found = report(measured(FOUND, MISSED, FALSE), [], {"policy": "standard/1"})
    no_face = found["types"]["no_face"]
    assert (no_face["incidents"]["precision"]["hits"], no_face["incidents"]["precision"]["of"]) == (1, 2)
    assert (no_face["incidents"]["recall"]["hits"], no_face["incidents"]["recall"]["of"]) == (1, 2)
    assert no_face["f1"] == 0.5
    innocent = no_face["false_per_innocent_hour"]
    assert (innocent["false"], innocent["minutes"]) == (1, pytest.approx(50 / 60))
    assert innocent["per_hour"] == pytest.approx(72.0)
    assert innocent["at_most"] == pytest.approx(72 * 5.572, rel=1e-3)
    assert (no_face["half_seconds"]["head"]["hits"], no_face["half_seconds"]["head"]["of"]) == (10, 20)
    by_clip = {one["clip"]: one for one in found["clips"]}
    assert by_clip["drawn/missed"]["missed"] == {"no_face": ((8, 13),)}
    assert [round(at) for at in by_clip["drawn/false"]["false"]["no_face"][0]] == [3, 7]
    assert found["cpu_ms_per_look"] == 12.5
    json.dumps(found)


def test_groups_are_worst_first() -> None:
    groups = by_group(measured(FOUND, MISSED, FALSE).clips, lambda one: one.clip.shown.glasses, ViolationType.NO_FACE)
    assert [(one.group, one.found_share) for one in groups] == [("no", 0.0), ("yes", 1.0), ("", None)]


def fits_of(*clips: Clip) -> dict[str, LeftOut]:
    said: list[str] = []
    fits = {one.threshold: one for one in leave_sources_out(measured(*clips).clips, STANDARD, said.append)}
    assert len(said) == len(fits)
    return fits


def test_of_equal_values_the_shipped_one_is_chosen_for_each_source() -> None:
    phone = fits_of(FOUND, MISSED, FALSE)["phone_score_limit"]
    assert sum(phone.chosen.values()) == 2, "two sources"
    assert phone.chosen == {STANDARD.phone_score_limit: 2}, "of equals what is shipped"
    assert phone.unseen == phone.shipped


def test_each_source_is_judged_by_what_the_others_ask_for() -> None:
    with_phone = (Segment(0, 8, Label.OK), Segment(8, 13, Label.PHONE), Segment(13, 20, Label.OK))
    asks_for_less = clip("phone", range(0), with_phone, Shown("a/b"), phone=range(8, 13))
    asks_for_more = clip("no phone", range(0), ALL_OK, Shown("c/d"), phone=range(8, 13))
    phone = fits_of(asks_for_less, asks_for_more)["phone_score_limit"]
    assert phone.chosen == {0.25: 1, STANDARD.phone_score_limit: 1}
    assert (phone.unseen.found, phone.unseen.missed, phone.unseen.false) == (0, 1, 1)


def test_f1_is_of_incidents() -> None:
    assert f1_of(Score(found=3, missed=1, right=3, false=1)) == 0.75
    assert f1_of(Score(missed=1)) == 0.0
    assert f1_of(Score()) is None


def test_the_card_has_every_figure_with_its_count_and_every_miss() -> None:
    words = card(report(measured(FOUND, MISSED, FALSE), [], {"policy": "standard/1", "models": {"phone": "ab" * 32}}))
    assert "0.50 (1 of 2; 0.09 to 0.91)" in words
    assert "| drawn/missed | no_face | missed | 8.0 to 13.0 s |" in words
    assert "`abababababab`" in words


def test_the_card_is_put_into_a_document_again_and_again(tmp_path: Path) -> None:
    document = tmp_path / "accuracy.md"
    document.write_text(f"# Before\n{BEGIN}old\n{END}after\n")
    for words in ("first\n", "second\n"):
        put_into(document, words)
    assert document.read_text() == f"# Before\n{BEGIN}second\n{END}after\n"
    with pytest.raises(InvalidInput):
        put_into(tmp_path / "nowhere.md", "words")


def test_circumstances_are_measured() -> None:
    seen = circumstances_of(FOUND.observations, 25.0)
    assert (seen.light, seen.face_height, seen.frames_hz) == (100.0, 0.4, 25.0)
    assert circumstances_of([], None).light is None
    assert [band_of(light, LIGHT_BANDS) for light in (20.0, 60.0, 129.0, 130.0, None)] == [
        *("under 60", "60 to 90", "90 to 130", "130 and more", "not measurable")
    ]


def test_labels_that_are_none_are_named_by_line(tmp_path: Path) -> None:
    labels = tmp_path / "one.labels.csv"
    labels.write_text("t_start,t_end,label,note\n0,1,ok,\n1,3,looking_away,EYES ONLY down\n")
    assert [segment.eyes_only for segment in read_segments(labels)] == [False, True]
    labels.write_text("t_start,t_end,label\n0,1,ok\n1,2,asleep\n")
    with pytest.raises(InvalidInput, match="line 3"):
        read_segments(labels)


def test_a_manifest_may_be_missing(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}
    (tmp_path / "manifest.csv").write_text("file,source_repo,fps,skin_tone\nvideos/a.mp4,x/y,25.0,dark\n")
    assert read_manifest(tmp_path) == {"videos/a.mp4": Shown("x/y", 25.0, "dark")}


def test_a_folder_that_is_not_laid_out_is_one_sentence_and_an_exit_code(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        require_layout(tmp_path)
    said = CliRunner().invoke(cli, ["evaluate", str(tmp_path), "--out", str(tmp_path / "out")])
    assert said.exit_code == 2
    assert "expected videos/*.labels.csv or images/<label>/" in said.output
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_video_that_cannot_be_read_counts_as_missed(tmp_path: Path, models_dir: Path) -> None:
    (tmp_path / "videos").mkdir()
    (tmp_path / "videos" / "broken.mp4").write_bytes(b"no film")
    (tmp_path / "videos" / "broken.labels.csv").write_text("t_start,t_end,label\n0,5,no_face\n")
    (tmp_path / "images" / "phone").mkdir(parents=True)
    (tmp_path / "images" / "phone" / "broken.jpg").write_bytes(b"no picture")
    arguments = ["evaluate", str(tmp_path), "--out", str(tmp_path / "out"), "--models", str(models_dir)]
    said = CliRunner().invoke(cli, arguments)
    assert said.exit_code == 0, said.output
    found = json.loads((tmp_path / "out" / "report.json").read_text())
    assert found["types"]["no_face"]["incidents"]["recall"]["of"] == 1
    assert found["types"]["no_face"]["incidents"]["recall"]["hits"] == 0
    assert found["phone_pictures"]["missed"] == ["broken.jpg"]
