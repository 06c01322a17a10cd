"""How the checks do on sources that a threshold was not fitted to: each is left out once, and judged as the others ask for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import ViolationType
from proctor_core.evaluation.measurement import Clip, ClipResult, Say, judged_by, total
from proctor_core.evaluation.scoring import Score

GRIDS: Mapping[str, tuple[ViolationType, tuple[float, ...]]] = {
    "pose_off_baseline_deg": (ViolationType.LOOKING_AWAY, (14, 16, 18, 20, 22, 24, 26)),
    "pitch_down_deg": (ViolationType.LOOKING_AWAY, (12, 14, 16, 18, 20, 22, 24)),
    "gaze_off_baseline_deg": (ViolationType.LOOKING_AWAY, (13, 15, 17, 19, 21, 23, 25)),
    "gaze_down_deg": (ViolationType.LOOKING_AWAY, (12, 14, 16, 18, 20, 22, 24)),
    "gaze_deg_per_eye_width_down": (ViolationType.LOOKING_AWAY, (150, 200, 250, 300)),
    "phone_score_limit": (ViolationType.MOBILE_DETECTED, (0.25, 0.3, 0.35, 0.4, 0.45)),
}
"""Field of a policy -> the type that it decides, and the values that are tried."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One threshold.

    Attributes:
        shipped: what the shipped value gives on all clips.
        unseen: sum over the sources, each judged by the value that is best on all others.
        chosen: value -> for how many sources it was chosen.
    """

    threshold: str
    type: ViolationType
    shipped_value: float
    shipped: Score
    unseen: Score
    chosen: Mapping[float, int]


def leave_sources_out(shipped: Sequence[ClipResult], policy: Policy, say: Say) -> list[LeftOut]:
    """Each fitted threshold by itself, the others as shipped. A clip of no stated source is a source of its own.

    Args:
        shipped: the clips as judged under `policy`.
    """
    found: list[LeftOut] = []
    for threshold, (type_, values) in GRIDS.items():
        say(f"leaving sources out: {threshold}")
        tried = {value: [judged_by(one.clip, _with(policy, threshold, value)) for one in shipped] for value in values}
        found.append(_left_out(shipped, threshold, type_, float(getattr(policy, threshold)), tried))
    return found


def f1_of(one: Score) -> float | None:
    """Of incidents: the harmonic mean of precision (what was alleged) and recall (what was to be found); None of nothing."""
    precise, found = one.right + one.false, one.found + one.missed
    if not precise and not found:
        return None
    precision, recall = one.right / precise if precise else 0.0, one.found / found if found else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def source_of(clip: Clip) -> str:
    """What is left out together."""
    return clip.shown.source or clip.name


def _left_out(
    shipped: Sequence[ClipResult],
    threshold: str,
    type_: ViolationType,
    shipped_value: float,
    tried: Mapping[float, Sequence[ClipResult]],
) -> LeftOut:
    unseen, chosen = Score(), defaultdict[float, int](int)
    for source in sorted({source_of(one.clip) for one in shipped}):
        value = _best(tried, source, type_, shipped_value)
        chosen[value] += 1
        unseen += total([result for result in tried[value] if source_of(result.clip) == source], type_)
    return LeftOut(threshold, type_, shipped_value, total(shipped, type_), unseen, dict(sorted(chosen.items())))


def _best(
    tried: Mapping[float, Sequence[ClipResult]], source: str, type_: ViolationType, shipped_value: float
) -> float:
    """The value with the best F1 of incidents on all other sources; of equals the one that is nearest to what is shipped."""

    def worth(value: float) -> tuple[float, float]:
        others = [result for result in tried[value] if source_of(result.clip) != source]
        return f1_of(total(others, type_)) or 0.0, -abs(value - shipped_value)

    return max(tried, key=worth)


def _with(policy: Policy, threshold: str, value: float) -> Policy:
    values: dict[str, float] = {threshold: value}
    return replace(policy, **values)  # pyright: ignore[reportArgumentType]
