"""What pages say of a measurement is what was measured, without anybody's file names."""

import json
from datetime import date
from pathlib import Path

import pytest

from proctor_core.domain.violation import ViolationType
from proctor_core.evaluation.published import publish
from proctor_core.evaluation.report import ratio
from proctor_core.models.manifest import MANIFEST, FoundModel, ModelSet, PackageRoute
from proctor_core.services.reliability import PUBLISHED, Counted, GroupKind, Reliability, reliability

DAY = date(2026, 12, 1)


def group(name: str, hits: int, of: int) -> dict[str, object]:
    return {"group": name, "clips": 3, "found": ratio(hits, of), "false_in_ok": 1, "ok_minutes": 2.5}


def check(groups: dict[str, object]) -> dict[str, object]:
    return {
        "incidents": {"precision": ratio(22, 29), "recall": ratio(18, 22)},
        "false_per_innocent_hour": {"false": 6, "minutes": 13.6, "per_hour": 26.5, "at_most": 57.8},
        "delay_s": {"onset_off_by": 0.1, "known_after": 1.2, "known_after_at_most": 4.4},
        **groups,
    }


@pytest.fixture
def figures(tmp_path: Path) -> Reliability:
    away = {"looking_away": [group("under 60", 5, 8), group("60 to 90", 2, 2), group("130 and more", 0, 0)]}
    nobody: dict[str, object] = {"looking_away": []}
    tones = {"looking_away": [group("not stated", 4, 6)]}
    report = {
        "versions": {"policy": "standard/1, 3bfaf5e0", "models": {one.role: one.sha256 for one in MANIFEST[:1]}},
        "clips": [{"clip": "evaluation/somebody.mp4"}],
        "types": {"looking_away": check({})},
        "circumstances": {
            "light (mean luma)": away,
            "height of the face (share of the picture)": nobody,
            "pictures per second": nobody,
        },
        "groups": {"skin tone, as judged by eye": tones, "glasses": nobody},
        "phone_pictures": {"precision": ratio(63, 63), "recall": ratio(63, 98), "missed": ["somebody.jpg"]},
    }
    into = tmp_path / "figures.json"
    publish(report, DAY, into)
    assert "somebody" not in into.read_text()
    return reliability(into)


def test_counts_and_groups_come_back_as_they_were_measured(figures: Reliability) -> None:
    away = figures.checks[ViolationType.LOOKING_AWAY]
    assert (figures.measured_on, figures.clips, figures.phones_found) == (DAY, 1, Counted(63, 98))
    assert (away.right, away.found) == (Counted(22, 29), Counted(18, 22))
    assert (away.false_in_innocent, away.per_hour_at_most, away.known_after_at_most_s) == (6, 57.8, 4.4)
    assert [(one.kind, one.low, one.high, one.word, one.found.hits) for one in away.groups] == [
        (GroupKind.LIGHT, None, 60.0, "", 5),
        (GroupKind.LIGHT, 60.0, 90.0, "", 2),
        (GroupKind.LIGHT, 130.0, None, "", 0),
        (GroupKind.SKIN_TONE, None, None, "not stated", 4),
    ]


def test_a_machine_with_other_models_is_known(figures: Reliability) -> None:
    def machine(*files: int) -> ModelSet:
        found = (MANIFEST[number] for number in files)
        source = PackageRoute.WHEEL_DETECTOR.value
        return ModelSet(tuple(FoundModel(one.role, Path(one.file_name), one, source) for one in found))  # type: ignore[arg-type]

    assert not figures.is_of_other_models(machine(0))
    assert figures.is_of_other_models(machine(1))
    assert figures.is_of_other_models(machine(0, 2))


def test_the_shipped_figures_can_be_read_and_name_every_check_that_has_labels() -> None:
    shipped = reliability()
    assert set(shipped.checks) == set(ViolationType) - {ViolationType.LOW_CONFIDENCE}
    assert shipped.clips > 0
    assert set(json.loads(PUBLISHED.read_text())) == {
        *("measured_on", "policy", "models", "clips", "phone_pictures", "checks")
    }
