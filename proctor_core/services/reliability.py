"""How often each check was right where it was measured with labels: the figures that pages show beside what it alleges.

`python -m proctor_core evaluate ... --publish` writes them; docs/accuracy.md has all of the measurement.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from proctor_core.domain.share import Share, share_of
from proctor_core.domain.violation import ViolationType
from proctor_core.models.manifest import ModelSet

PUBLISHED = Path(__file__).with_name("reliability.json")


class GroupKind(StrEnum):
    """By what the clips of a measurement are grouped: circumstances as measured, groups of people as their source states them."""

    LIGHT = "light"
    FACE_HEIGHT = "face_height"
    FRAMES = "frames"
    SKIN_TONE = "skin_tone"
    GLASSES = "glasses"


@dataclass(frozen=True, slots=True)
class Counted:
    """`hits` of `of`."""

    hits: int
    of: int

    @property
    def share(self) -> Share | None:
        """With its interval; None without any."""
        return share_of(self.hits, self.of)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group of clips.

    Attributes:
        low, high: from `low` on, and below `high`; None: without that limit.
        word: what a group without limits is called, "" for one with limits.
        false, minutes: false incidents, in so many minutes in which nothing happened.
    """

    kind: GroupKind
    low: float | None
    high: float | None
    word: str
    clips: int
    found: Counted
    false: int
    minutes: float


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """One check.

    Attributes:
        right: of what it alleged.
        found: of what was there.
        false_in_innocent, innocent_minutes: false incidents in so many minutes in which nothing happened.
        per_hour_at_most: such incidents in an hour, the upper bound of 95 in 100; None without such minutes.
        known_after_s, known_after_at_most_s: from the onset until it was alleged, median and most; None: none was found.
        groups: by circumstance and group of people, of each kind the worst first.
    """

    right: Counted
    found: Counted
    false_in_innocent: int
    innocent_minutes: float
    per_hour_at_most: float | None
    known_after_s: float | None
    known_after_at_most_s: float | None
    groups: Sequence[GroupFigures]


@dataclass(frozen=True, slots=True)
class Reliability:
    """One measurement; a check that is not in `checks` was not measured.

    Attributes:
        policy: the policy that it was made with, and the beginning of its hash.
        models: SHA-256 of each model file.
        phones_right, phones_found: of pictures that were said to show a phone, and of those that do; None: no pictures.
    """

    measured_on: date
    policy: str
    models: frozenset[str]
    clips: int
    phones_right: Counted | None
    phones_found: Counted | None
    checks: Mapping[ViolationType, CheckFigures]

    def is_of_other_models(self, models: ModelSet) -> bool:
        """Whether this machine watches with other models than were measured."""
        return frozenset(one.file.sha256 for one in models.found) != self.models


@cache
def reliability(file: Path = PUBLISHED) -> Reliability:
    """The published figures."""
    stored: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    phones = stored["phone_pictures"]
    return Reliability(
        measured_on=date.fromisoformat(stored["measured_on"]),
        policy=stored["policy"],
        models=frozenset(stored["models"]),
        clips=stored["clips"],
        phones_right=Counted(**phones["precision"]) if phones else None,
        phones_found=Counted(**phones["recall"]) if phones else None,
        checks={ViolationType(name): _check(one) for name, one in stored["checks"].items()},
    )


def _check(stored: Mapping[str, Any]) -> CheckFigures:
    parts: dict[str, Any] = {name: Counted(**stored[name]) for name in ("right", "found")}
    parts["groups"] = [_group(one) for one in stored["groups"]]
    return CheckFigures(**{**stored, **parts})


def _group(stored: Mapping[str, Any]) -> GroupFigures:
    parts: dict[str, Any] = {"kind": GroupKind(stored["kind"]), "found": Counted(**stored["found"])}
    return GroupFigures(**{**stored, **parts})
