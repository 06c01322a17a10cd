"""What an uploaded recording shows against what was reported while it was made; pure.

Two violations are the same one when they are of one type and overlap, or lie closer than what a moderator judges at once
anyway (`Policy.incident_gap_s`): a client's clock, its dwell and its recorder's start are not ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, ViolationType

SHOWS_NOTHING = frozenset({SignalKind.CAMERA_LOST, SignalKind.CAMERA_COVERED, SignalKind.TOO_DARK})
"""In such a time the recording can neither bear a report out nor speak against it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the recording shows: from when to when (seconds of the session), what was found, whether phones were looked for."""

    start_s: float
    end_s: float
    violations: tuple[AllegedViolation, ...]
    signals: tuple[RaisedSignal, ...]
    has_phone_check: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Places in the two lists that were compared.

    Attributes:
        agreed: reported ones that the recording shows.
        only_live: reported ones that it would show, and does not.
        not_comparable: reported ones about which it says nothing.
        only_recording: found ones that nobody reported.
    """

    agreed: tuple[int, ...]
    only_live: tuple[int, ...]
    not_comparable: tuple[int, ...]
    only_recording: tuple[int, ...]


def compare(shown: Shown, reported: Sequence[AllegedViolation], gap_s: float) -> Comparison:
    """Compare; raising `gap_s` makes more of them the same. An open violation counts as a moment."""
    agreed: list[int] = []
    missing: list[int] = []
    unseen: list[int] = []
    for place, one in enumerate(reported):
        if any(_is_same(one, found, gap_s) for found in shown.violations):
            agreed.append(place)
        elif _could_be_seen(one, shown):
            missing.append(place)
        else:
            unseen.append(place)
    new = [
        place
        for place, found in enumerate(shown.violations)
        if not any(_is_same(one, found, gap_s) for one in reported)
    ]
    return Comparison(tuple(agreed), tuple(missing), tuple(unseen), tuple(new))


def end_of(violation: AllegedViolation) -> float:
    """Its last second; of an open one its first."""
    return violation.onset_s if violation.offset_s is None else max(violation.onset_s, violation.offset_s)


def _is_same(one: AllegedViolation, other: AllegedViolation, gap_s: float) -> bool:
    if one.type is not other.type:
        return False
    return max(one.onset_s, other.onset_s) - min(end_of(one), end_of(other)) < gap_s


def _could_be_seen(one: AllegedViolation, shown: Shown) -> bool:
    if one.type is ViolationType.MOBILE_DETECTED and not shown.has_phone_check:
        return False
    middle_s = (one.onset_s + end_of(one)) / 2
    if not shown.start_s <= middle_s <= shown.end_s:
        return False
    return not any(_covers(signal, middle_s) for signal in shown.signals if signal.kind in SHOWS_NOTHING)


def _covers(signal: RaisedSignal, second: float) -> bool:
    return signal.onset_s <= second and (signal.offset_s is None or second <= signal.offset_s)
