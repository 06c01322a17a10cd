"""Scores predicted intervals against labelled segments, per second, half-second and incident, by the evaluation's README."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from proctor_core.domain.violation import ViolationType
from proctor_core.evaluation.labels import SCORED_ON, TRUTH, Label, Segment

SHORTEST_TRUTH_S = 2.0
FOUND_IOU = 0.3
FOUND_COVER = 0.5
FALSE_BELOW = 0.3
HALF_S = 0.5


@dataclass(frozen=True, slots=True)
class Predicted:
    """One alleged interval; `known_s` is the moment at which the rules said so."""

    start_s: float
    end_s: float
    known_s: float


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one type; sums over clips by `+`.

    Attributes:
        head_halves, eyes_halves: half-seconds of the label, and how many of them lie in an alleged interval; apart for
            segments in which the head stays frontal.
        missed_at, false_at: begin and end, in seconds, of what was missed and of what was alleged wrongly.
    """

    hit_s: int = 0
    false_s: int = 0
    missed_s: int = 0
    found: int = 0
    missed: int = 0
    false: int = 0
    right: int = 0
    false_in_ok: int = 0
    ok_s: float = 0.0
    onset_delays_s: tuple[float, ...] = ()
    known_delays_s: tuple[float, ...] = ()
    head_halves: int = 0
    head_halves_hit: int = 0
    eyes_halves: int = 0
    eyes_halves_hit: int = 0
    missed_at: tuple[tuple[float, float], ...] = ()
    false_at: tuple[tuple[float, float], ...] = ()

    def __add__(self, other: "Score") -> "Score":
        return Score(*(mine + others for mine, others in zip(_values(self), _values(other), strict=True)))


def _values(score: Score) -> tuple[Any, ...]:
    return tuple(getattr(score, one.name) for one in fields(score))


def score(type_: ViolationType, truth: Sequence[Segment], predicted: Sequence[Predicted]) -> Score:
    """Score one type on one clip."""
    hit, false, missed = _seconds(type_, truth, predicted)
    segments = [s for s in truth if s.label is TRUTH[type_] and s.duration_s >= SHORTEST_TRUTH_S]
    matches = [(segment, _match(segment, predicted)) for segment in segments]
    judged = [(p, _share_in_label(type_, truth, p)) for p in predicted]
    wrong = [p for p, share in judged if share is not None and share < FALSE_BELOW]
    found = [(segment, p) for segment, p in matches if p]
    head, eyes = (_halves(type_, truth, predicted, eyes_only=only) for only in (False, True))
    return Score(
        hit_s=hit,
        false_s=false,
        missed_s=missed,
        found=len(found),
        missed=len(segments) - len(found),
        false=len(wrong),
        right=sum(share is not None and share >= FALSE_BELOW for _, share in judged),
        false_in_ok=sum(_time_in(p, truth, frozenset({Label.OK})) > 0 for p in wrong),
        ok_s=sum(s.duration_s for s in truth if s.label is Label.OK),
        onset_delays_s=tuple(p.start_s - segment.start_s for segment, p in found),
        known_delays_s=tuple(p.known_s - segment.start_s for segment, p in found),
        head_halves=len(head),
        head_halves_hit=sum(head),
        eyes_halves=len(eyes),
        eyes_halves_hit=sum(eyes),
        missed_at=tuple((segment.start_s, segment.end_s) for segment, p in matches if p is None),
        false_at=tuple((p.start_s, p.end_s) for p in wrong),
    )


def _halves(
    type_: ViolationType, truth: Sequence[Segment], predicted: Sequence[Predicted], *, eyes_only: bool
) -> list[bool]:
    """Of each half-second of which more than half is in the label, whether alleged intervals cover more than half of it."""
    said: list[bool] = []
    for segment in (s for s in truth if s.label is TRUTH[type_] and s.eyes_only is eyes_only):
        for half in range(math.floor(segment.start_s / HALF_S), math.ceil(segment.end_s / HALF_S)):
            begin, end = half * HALF_S, (half + 1) * HALF_S
            if min(end, segment.end_s) - max(begin, segment.start_s) > HALF_S / 2:
                said.append(sum(_shared(p, begin, end) for p in predicted) > HALF_S / 2)
    return said


def _seconds(type_: ViolationType, truth: Sequence[Segment], predicted: Sequence[Predicted]) -> tuple[int, int, int]:
    """(hit, false, missed) seconds; a second belongs to what covers more than half of it."""
    hit = false = missed = 0
    for second in range(math.ceil(max((s.end_s for s in truth), default=0.0))):
        label = _label_at(truth, second)
        if label not in SCORED_ON[type_]:
            continue
        is_said = sum(_shared(p, second, second + 1) for p in predicted) > FOUND_COVER
        is_true = label is TRUTH[type_]
        hit += is_said and is_true
        false += is_said and not is_true
        missed += is_true and not is_said
    return hit, false, missed


def _label_at(truth: Iterable[Segment], second: int) -> Label | None:
    for segment in truth:
        if min(segment.end_s, second + 1) - max(segment.start_s, second) > FOUND_COVER:
            return segment.label
    return None


def _match(segment: Segment, predicted: Iterable[Predicted]) -> Predicted | None:
    """The predicted interval that overlaps a true segment enough, best first."""

    def iou(p: Predicted) -> float:
        shared = _shared(p, segment.start_s, segment.end_s)
        return shared / (p.end_s - p.start_s + segment.duration_s - shared)

    best = max(predicted, key=iou, default=None)
    if best is None:
        return None
    covered = _shared(best, segment.start_s, segment.end_s) >= FOUND_COVER * segment.duration_s
    return best if covered or iou(best) > FOUND_IOU else None


def _share_in_label(type_: ViolationType, truth: Sequence[Segment], p: Predicted) -> float | None:
    """Share of the interval's scored time that lies in its label; None when none of its time is scored."""
    scored = _time_in(p, truth, SCORED_ON[type_])
    return _time_in(p, truth, frozenset({TRUTH[type_]})) / scored if scored > 0 else None


def _time_in(p: Predicted, truth: Iterable[Segment], labels: frozenset[Label]) -> float:
    return sum(_shared(p, s.start_s, s.end_s) for s in truth if s.label in labels)


def _shared(p: Predicted, start_s: float, end_s: float) -> float:
    return max(0.0, min(p.end_s, end_s) - max(p.start_s, start_s))
