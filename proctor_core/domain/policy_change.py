"""A policy as somebody wrote it: whole, or only the fields that differ from the policy that each session has.

A field that is not named stays as the session has it, so that what was set for one survey or one person goes on to hold.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, cast

from proctor_core.codes.policy_faults import PolicyFault
from proctor_core.domain.blind_sample import MOST_SHARE
from proctor_core.domain.policy import OF_ONE_TAKER, STANDARD, Dwell, Policy, PolicyName
from proctor_core.domain.policy_values import with_values
from proctor_core.errors import InvalidFile, InvalidInput, Mistake

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """From `low` to `high`, both included."""

    low: float
    high: float


_SHARE, _ANGLE, _TIME = Limits(0.0, 1.0), Limits(0.0, 180.0), Limits(0.1, 3600.0)
_OWN_LIMITS: Mapping[str, Limits] = MappingProxyType(
    {
        "version": Limits(1, 1_000_000),
        "gaze_deg_per_eye_width": Limits(1.0, 1000.0),
        "gaze_deg_per_eye_width_down": Limits(0.0, 1000.0),
        "phone_reach": Limits(0.0, 20.0),
        "hysteresis": Limits(0.1, 1.0),
        "dark_luma": Limits(0.0, 255.0),
        "covered_contrast": Limits(0.0, 128.0),
        "covered_sharpness": Limits(0.0, 10_000.0),
        "blurred_sharpness": Limits(0.0, 10_000.0),
        "violation_threshold": Limits(1, 1000),
        "long_violation_s": Limits(0.1, 86_400.0),
        "unseen_limit_s": Limits(0.1, 86_400.0),
        "incident_gap_s": Limits(0.0, 600.0),
        "video_bitrate": Limits(1000, 100_000_000),
        "blind_sample_share": Limits(0.0, MOST_SHARE),
    }
)
_TYPES: Mapping[type, str] = MappingProxyType(
    {bool: "true or false", int: "a whole number", float: "a number", str: "a text", PolicyName: "a text"}
)


def limits_of(name: str) -> Limits:
    """What a number of a policy or a dwell may be: angles end in `_deg`, times in `_s`, what else has no limits of its own is a
    share or a score."""
    if name in _OWN_LIMITS:
        return _OWN_LIMITS[name]
    return _ANGLE if name.endswith("_deg") else _TIME if name.endswith("_s") else _SHARE


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """The fields that are named, by name; of a dwell those that are named of it. Checked one by one."""

    named: Fields

    def applied(self, own: Policy) -> Policy:
        """The policy `own` with what is named put in.

        Raises:
            InvalidInput: one number does not go with another one.
        """
        values = {name: _changed(getattr(own, name), value) for name, value in self.named.items()}
        policy = replace(own, **values)
        _require_sense(policy)
        return policy


@dataclass(frozen=True, slots=True)
class NumbersChange:
    """Numbers as a survey may choose them (`domain.policy_values`), by name; what they carry with them moves too."""

    numbers: Mapping[str, float]

    def applied(self, own: Policy) -> Policy:
        """The policy `own` with these numbers."""
        return with_values(own, self.numbers)


def read_policy_change(written: str | bytes) -> PolicyChange:
    """Read the JSON of `policy_to_json`, or a part of it.

    Raises:
        InvalidFile: it is no JSON object, or has fields that are unknown, of a wrong type or out of range; with all of them.
    """
    try:
        content = json.loads(written, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidFile):
            raise
        raise InvalidFile([Mistake("", PolicyFault.NO_JSON, {"error": str(error)})]) from error
    return policy_change(content)


def policy_change(content: object) -> PolicyChange:
    """The same of a value as JSON has it.

    Raises:
        InvalidFile: as `read_policy_change`.
    """
    mistakes = list(_mistakes_in(content, STANDARD, ""))
    if mistakes:
        raise InvalidFile(mistakes)
    named = cast(Fields, content)
    values = {name: PolicyName(value) if name == "name" else value for name, value in named.items()}
    return PolicyChange(MappingProxyType(values))


def _mistakes_in(content: object, example: Policy | Dwell, place: str) -> Iterator[Mistake]:
    if not isinstance(content, dict):
        yield Mistake(place, PolicyFault.NO_OBJECT, {"got": _said(content)})
        return
    known = {field.name for field in fields(example)} - set(OF_ONE_TAKER)
    for name, value in cast(dict[str, object], content).items():
        within = f"{place}.{name}" if place else name
        if name in known:
            yield from _mistakes_of(name, value, getattr(example, name), within)
        else:
            yield Mistake(within, PolicyFault.UNKNOWN_FIELD, {"name": name, "known": ", ".join(sorted(known))})


def _mistakes_of(name: str, value: object, example: object, place: str) -> Iterator[Mistake]:
    if isinstance(example, Dwell):
        yield from _mistakes_in(value, example, place)
    elif not _is_of_type(value, type(example)):
        yield Mistake(place, PolicyFault.WRONG_TYPE, {"wanted": _TYPES[type(example)], "got": _said(value)})
    elif isinstance(example, PolicyName) and value not in list(PolicyName):
        yield Mistake(place, PolicyFault.NO_PROFILE, {"known": ", ".join(PolicyName), "got": _said(value)})
    elif isinstance(value, int | float) and not isinstance(value, bool):
        limits = limits_of(name)
        # Written so that NaN is out of range.
        if not limits.low <= value <= limits.high:
            low, high = f"{limits.low:g}", f"{limits.high:g}"
            yield Mistake(place, PolicyFault.OUT_OF_RANGE, {"low": low, "high": high, "got": _said(value)})


def _is_of_type(value: object, wanted: type) -> bool:
    if wanted is bool or isinstance(value, bool):
        return wanted is bool and isinstance(value, bool)
    if wanted is float:
        return isinstance(value, int | float)
    return isinstance(value, str if wanted is PolicyName else wanted)


def _changed(own: object, value: object) -> object:
    """A number as the policy has it: 20 is written for 20.0."""
    if isinstance(own, Dwell):
        return replace(own, **{name: float(number) for name, number in cast(Mapping[str, float], value).items()})
    return float(cast(float, value)) if isinstance(own, float) else value


def _require_sense(policy: Policy) -> None:
    for field in fields(policy):
        dwell = getattr(policy, field.name)
        if isinstance(dwell, Dwell) and dwell.close_share >= dwell.open_share:
            close, open_ = dwell.close_share, dwell.open_share
            raise InvalidInput(field.name, PolicyFault.CLOSES_BEFORE_IT_OPENS, close=close, open=open_)
    for name in ("phone_keep_limit", "phone_steady_limit"):
        got, limit = getattr(policy, name), policy.phone_score_limit
        if got > limit:
            raise InvalidInput(name, PolicyFault.KEEPS_MORE_THAN_IT_FINDS, limit=limit, got=got)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of a field that stands there twice nobody knows which one was meant."""
    names = [name for name, _ in pairs]
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise InvalidFile([Mistake(name, PolicyFault.TWICE, {"name": name}) for name in twice])
    return dict(pairs)


def _said(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False, default=str)
    return written if len(written) <= 80 else f"{written[:80]}..."
