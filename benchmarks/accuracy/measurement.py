"""Runs the whole measurement: every labelled video and picture of an evaluation folder, through the real checks and rules."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.accuracy.clips import cached_clip, judge_clip, observe_live
from benchmarks.accuracy.labels import TRUTH, read_segments
from benchmarks.accuracy.pictures import PhoneScore, PictureScore, observe_pictures, score_phones, score_pictures
from benchmarks.accuracy.scoring import Score, score
from benchmarks.accuracy.sending import through_vp8
from proctor_core.checks.observer import Observer
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import RaisedSignal, ViolationType


@dataclass(frozen=True, slots=True)
class ClipResult:
    """One clip: scores of the scored types, plain intervals of all types for the listing, and its signals."""

    clip: str
    scores: dict[ViolationType, Score]
    intervals: list[tuple[ViolationType, float, float]]
    signals: list[RaisedSignal]


@dataclass(frozen=True, slots=True)
class Measurement:
    """Everything that the report shows."""

    clips: list[ClipResult]
    pictures: list[PictureScore] = field(default_factory=list[PictureScore])
    phones: PhoneScore | None = None

    def total(self, type_: ViolationType) -> Score:
        """Sum of one type over all clips."""
        return sum((clip.scores[type_] for clip in self.clips), Score())


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, and how.

    Attributes:
        rate_hz: looks per second; phone_every: every n-th look checks for a phone.
        is_live: at the pace of a live session, whatever `rate_hz` says; never cached, since the policy decides it.
        bit_rate: bits per second of the VP8 that the videos are sent through first; None for the files as they are.
        cache: a folder outside the repository for observations, or None; key names the checks' version in it.
    """

    evaluation: Path
    policy: Policy
    rate_hz: float = 5.0
    phone_every: int = 2
    cache: Path | None = None
    key: str = ""
    with_pictures: bool = True
    is_live: bool = False
    bit_rate: int | None = None


def measure(observer: Observer, plan: Plan, say: Callable[[str], None]) -> Measurement:
    """Measure; `say` hears of each clip."""
    clips: list[ClipResult] = []
    for video in sorted((plan.evaluation / "videos").glob("*.mp4")):
        say(video.name)
        clips.append(_measure_clip(observer, plan, video))
    if not plan.with_pictures:
        return Measurement(clips)
    say("pictures")
    looks = observe_pictures(observer, plan.evaluation / "images")
    return Measurement(clips, score_pictures(looks, plan.policy), score_phones(looks, plan.policy))


def _measure_clip(observer: Observer, plan: Plan, video: Path) -> ClipResult:
    with TemporaryDirectory() as folder:
        seen = through_vp8(video, Path(folder), plan.bit_rate) if plan.bit_rate else video
        if plan.is_live:
            observations = observe_live(observer, seen, plan.policy)
        else:
            cache = None if plan.bit_rate else plan.cache
            observations = cached_clip(observer, seen, plan.rate_hz, plan.phone_every, cache, plan.key)
    predictions, signals = judge_clip(observations, plan.policy)
    truth = read_segments(video.with_suffix(".labels.csv"))
    return ClipResult(
        clip=video.stem,
        scores={type_: score(type_, truth, predictions[type_]) for type_ in TRUTH},
        intervals=[(type_, p.start_s, p.end_s) for type_, ps in predictions.items() for p in ps],
        signals=signals,
    )
