"""Numbers in which a survey may differ from its profile: by name, each within bounds; stored with the survey, none by default."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from proctor_core.codes.survey_refusals import SurveyRefusal
from proctor_core.domain.policy import Policy
from proctor_core.errors import InvalidInput

ONSET = "_onset_s"
"""How the values end that are the onset of a dwell: what stands before is the policy's field."""
_HEAD_DOWN = "pitch_down_deg"
_PHONE_LIMIT = "phone_score_limit"
_BELOW_PHONE_LIMIT = ("phone_keep_limit", "phone_steady_limit")


@dataclass(frozen=True, slots=True)
class ValueBounds:
    """What a survey may choose for one number, both ends included; `step` is that of its input, and 1 for a count."""

    least: float
    most: float
    step: float

    @property
    def is_count(self) -> bool:
        """Whether only whole numbers fit."""
        return self.step == 1.0


_ONSET = ValueBounds(0.5, 30.0, 0.5)
BOUNDS: Mapping[str, ValueBounds] = MappingProxyType(
    {
        "pose_off_baseline_deg": ValueBounds(10.0, 60.0, 0.5),
        "pitch_down_deg": ValueBounds(10.0, 60.0, 0.5),
        "gaze_off_baseline_deg": ValueBounds(10.0, 60.0, 0.5),
        "yaw_absolute_deg": ValueBounds(15.0, 80.0, 0.5),
        "phone_score_limit": ValueBounds(0.2, 0.95, 0.01),
        "min_confidence": ValueBounds(0.1, 0.99, 0.01),
        "no_face_onset_s": _ONSET,
        "multiple_faces_onset_s": _ONSET,
        "looking_away_onset_s": _ONSET,
        "mobile_detected_onset_s": _ONSET,
        "low_confidence_onset_s": _ONSET,
        "violation_threshold": ValueBounds(1.0, 100.0, 1.0),
        "long_violation_s": ValueBounds(2.0, 600.0, 0.5),
        "unseen_limit_s": ValueBounds(5.0, 600.0, 0.5),
        "coverage_floor": ValueBounds(0.1, 1.0, 0.01),
    }
)
"""What can be chosen, in the order in which it is asked for: looks, onsets, flag rules. docs/accuracy.md says what they cost."""


def policy_value(policy: Policy, name: str) -> float:
    """What a policy says for one of `BOUNDS`."""
    if name.endswith(ONSET):
        return getattr(policy, name.removesuffix(ONSET)).onset_s
    return float(getattr(policy, name))


def with_values(policy: Policy, values: Mapping[str, float]) -> Policy:
    """The policy with these numbers in the place of its own; a name that is not known any more changes nothing.

    The two lower limits of phones move in proportion with `phone_score_limit`: a raised one would else be gone round by the score
    that holds for longer. So does the longer dwell of weak phones with `mobile_detected_onset_s`, and `gaze_down_deg`, by which
    head and eyes together are judged, with a raised `pitch_down_deg`.
    """
    changes: dict[str, Any] = {}
    for name, value in values.items():
        if name in BOUNDS:
            changes |= _changes(policy, name, value)
    return replace(policy, **changes)


def checked_values(given: Mapping[str, float | None]) -> dict[str, float]:
    """Values as a survey stores them, in the order of `BOUNDS`; a name with None is left out.

    Raises:
        InvalidInput: a name that no value has, or a number out of its bounds.
    """
    for name in given:
        if name not in BOUNDS:
            raise InvalidInput("policy_values", SurveyRefusal.NO_SUCH_VALUE, known=", ".join(BOUNDS))
    return {name: _within(name, value) for name in BOUNDS if (value := given.get(name)) is not None}


def _within(name: str, value: float) -> float:
    bounds = BOUNDS[name]
    # A number that is not one compares as false.
    if not bounds.least <= value <= bounds.most or (bounds.is_count and value != int(value)):
        refusal = SurveyRefusal.NO_COUNT_WITHIN if bounds.is_count else SurveyRefusal.NO_VALUE_WITHIN
        raise InvalidInput(f"policy_values.{name}", refusal, least=bounds.least, most=bounds.most, value=value)
    return float(value)


def _changes(policy: Policy, name: str, value: float) -> Mapping[str, Any]:
    if name.endswith(ONSET):
        return _onsets(policy, name.removesuffix(ONSET), value)
    if name == _PHONE_LIMIT:
        factor = value / policy.phone_score_limit
        lower = {limit: round(getattr(policy, limit) * factor, 4) for limit in _BELOW_PHONE_LIMIT}
        return {name: value, **lower}
    if name == _HEAD_DOWN:
        factor = max(1.0, value / policy.pitch_down_deg)
        return {name: value, "gaze_down_deg": round(policy.gaze_down_deg * factor, 4)}
    return {name: int(value) if BOUNDS[name].is_count else value}


def _onsets(policy: Policy, dwell: str, onset_s: float) -> Mapping[str, Any]:
    before = getattr(policy, dwell)
    changes = {dwell: before.lasting(onset_s)}
    if dwell == "mobile_detected":
        steady_s = policy.mobile_steady.onset_s * onset_s / before.onset_s
        changes["mobile_steady"] = policy.mobile_steady.lasting(steady_s)
    return changes
