"""The labelled truth of a video: segments by eye, as the README of an evaluation folder defines them."""

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from proctor_core.codes.evaluation_faults import EvaluationFault
from proctor_core.domain.violation import ViolationType
from proctor_core.errors import InvalidInput


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
    """One labelled stretch, seconds; `eyes_only`: the head stays frontal."""

    start_s: float
    end_s: float
    label: Label
    eyes_only: bool = False

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
_EYES_ONLY = "EYES ONLY"


def read_segments(path: Path) -> tuple[Segment, ...]:
    """Read a `*.labels.csv`: t_start, t_end, label, and a note where there is one.

    Raises:
        InvalidInput: a label or a time that is none, with the line's number.
    """
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(_segment(path, number, row) for number, row in enumerate(rows, start=2))


def _segment(path: Path, number: int, row: dict[str, str]) -> Segment:
    try:
        label, note = Label(row["label"]), row.get("note") or ""
        return Segment(float(row["t_start"]), float(row["t_end"]), label, _EYES_ONLY in note)
    except (KeyError, TypeError, ValueError) as error:
        got = ",".join(str(value) for value in row.values())
        raise InvalidInput(str(path), EvaluationFault.LABELS, line=number, got=got) from error
