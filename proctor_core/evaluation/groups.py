"""The clips by circumstance and by group, so that a figure of all hides nobody."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from proctor_core.domain.violation import ViolationType
from proctor_core.evaluation.circumstances import FACE_BANDS, LIGHT_BANDS, RATE_BANDS, band_of
from proctor_core.evaluation.measurement import ClipResult, total
from proctor_core.evaluation.scoring import Score

NOT_STATED = "not stated"
LEAST_INCIDENTS = 10
"""Fewer say nothing about a group: they are shown with their counts, and nothing follows from them."""


@dataclass(frozen=True, slots=True)
class GroupScore:
    """The clips of one group."""

    group: str
    clips: int
    score: Score

    @property
    def incidents(self) -> int:
        """True ones."""
        return self.score.found + self.score.missed

    @property
    def found_share(self) -> float | None:
        """None without an incident."""
        return self.score.found / self.incidents if self.incidents else None


CIRCUMSTANCES: Mapping[str, Callable[[ClipResult], str]] = {
    "set": lambda one: one.clip.name.partition("/")[0],
    "light (mean luma)": lambda one: band_of(one.clip.circumstances.light, LIGHT_BANDS),
    "height of the face (share of the picture)": lambda one: band_of(one.clip.circumstances.face_height, FACE_BANDS),
    "pictures per second": lambda one: band_of(one.clip.circumstances.frames_hz, RATE_BANDS),
}
PEOPLE: Mapping[str, Callable[[ClipResult], str]] = {
    "skin tone, as judged by eye": lambda one: one.clip.shown.skin_tone or NOT_STATED,
    "glasses": lambda one: one.clip.shown.glasses or NOT_STATED,
}


def by_group(
    clips: Sequence[ClipResult], group_of: Callable[[ClipResult], str], type_: ViolationType
) -> Sequence[GroupScore]:
    """The worst first: the share of incidents found, then false ones; groups without an incident last."""
    members: defaultdict[str, list[ClipResult]] = defaultdict(list)
    for clip in clips:
        members[group_of(clip)].append(clip)
    scores = [GroupScore(group, len(of), total(of, type_)) for group, of in members.items()]
    return sorted(scores, key=_worst_first)


def _worst_first(one: GroupScore) -> tuple[bool, float, float, str]:
    share = one.found_share
    per_hour = one.score.false_in_ok / one.score.ok_s if one.score.ok_s else 0.0
    return share is None, share if share is not None else 1.0, -per_hour, one.group
