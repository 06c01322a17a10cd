"""The labelled truth of a video: segments by eye, as `../shared/evaluation/README.md` defines them."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from proctor_core.domain.violation import ViolationType


class Label(StrEnum):
    """What a segment shows; `ambiguous` is never scored, `covered` is scored for no violation type."""

    OK = "ok"
    LOOKING_AWAY = "looking_away"
    NO_FACE = "no_face"
    MULTIPLE_FACES = "multiple_faces"
    PHONE = "phone"
    COVERED = "covered"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Segment:
    """One labelled stretch, seconds."""

    start_s: float
    end_s: float
    label: Label

    @property
    def duration_s(self) -> float:
        """Seconds."""
        return self.end_s - self.start_s


TRUTH = {
    ViolationType.NO_FACE: Label.NO_FACE,
    ViolationType.MULTIPLE_FACES: Label.MULTIPLE_FACES,
    ViolationType.LOOKING_AWAY: Label.LOOKING_AWAY,
    ViolationType.MOBILE_DETECTED: Label.PHONE,
}
"""The label that a violation type should coincide with; low_confidence has none and is listed without score."""

_FACES = frozenset({Label.OK, Label.LOOKING_AWAY, Label.NO_FACE, Label.MULTIPLE_FACES})
SCORED_ON = {
    ViolationType.NO_FACE: _FACES,
    ViolationType.MULTIPLE_FACES: _FACES,
    ViolationType.LOOKING_AWAY: frozenset({Label.OK, Label.LOOKING_AWAY, Label.NO_FACE}),
    ViolationType.MOBILE_DETECTED: frozenset(set(Label) - {Label.COVERED, Label.AMBIGUOUS}),
}
"""On which labelled time a type is scored."""


def read_segments(path: Path) -> tuple[Segment, ...]:
    """Read a `*.labels.csv`."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(Segment(float(r["t_start"]), float(r["t_end"]), Label(r["label"])) for r in rows)
