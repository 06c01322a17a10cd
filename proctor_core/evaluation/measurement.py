"""Runs the whole measurement: every labelled video and picture of evaluation folders, through the real checks and rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from proctor_core.checks.observer import Observer
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import RaisedSignal, ViolationType
from proctor_core.errors import InvalidInput
from proctor_core.evaluation.circumstances import Circumstances, circumstances_of
from proctor_core.evaluation.clips import cached_clip, judge_clip, observe_live
from proctor_core.evaluation.labels import TRUTH, Segment, read_segments
from proctor_core.evaluation.manifest import Shown, read_manifest
from proctor_core.evaluation.pictures import (
    PhoneScore,
    PictureScore,
    observe_pictures,
    score_phones,
    score_pictures,
)
from proctor_core.evaluation.scoring import Score, score
from proctor_core.evaluation.sending import through_vp8


@dataclass(frozen=True, slots=True)
class Clip:
    """One labelled video as the checks saw it.

    Attributes:
        name: folder and file, without its ending.
        cpu_ms_per_look: processor time of a look in ms, decoding included; None where observations were kept from before.
    """

    name: str
    shown: Shown
    truth: Sequence[Segment]
    observations: list[Observation]
    circumstances: Circumstances
    cpu_ms_per_look: float | None


@dataclass(frozen=True, slots=True)
class ClipResult:
    """One clip under one policy: scores of the scored types, plain intervals of all types for the listing, and its signals."""

    clip: Clip
    scores: dict[ViolationType, Score]
    intervals: list[tuple[ViolationType, float, float]]
    signals: list[RaisedSignal]


@dataclass(frozen=True, slots=True)
class Measurement:
    """Everything that a report shows."""

    clips: list[ClipResult]
    pictures: list[PictureScore] = field(default_factory=list[PictureScore])
    phones: PhoneScore | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, and how.

    Attributes:
        folders: each laid out as an evaluation folder: videos with `*.labels.csv`, images by label, a manifest.
        rate_hz: looks per second; phone_every: every n-th look checks for a phone.
        is_live: at the pace of a live session, whatever `rate_hz` says; never cached, since the policy decides it.
        bit_rate: bits per second of the VP8 that the videos are sent through first; None for the files as they are.
        cache: a folder outside the repository for observations, or None; key names the checks' version in it.
    """

    folders: Sequence[Path]
    policy: Policy
    rate_hz: float = 5.0
    phone_every: int = 2
    cache: Path | None = None
    key: str = ""
    with_pictures: bool = True
    is_live: bool = False
    bit_rate: int | None = None


Say = Callable[[str], object]


def measure(observer: Observer, plan: Plan, say: Say) -> Measurement:
    """Measure; `say` hears of each clip."""
    clips = [clip for folder in plan.folders for clip in observe_folder(observer, plan, folder, say)]
    judged = [judged_by(clip, plan.policy) for clip in clips]
    if not plan.with_pictures:
        return Measurement(judged)
    say("pictures")
    looks = observe_pictures(observer, [folder / "images" for folder in plan.folders])
    return Measurement(judged, score_pictures(looks, plan.policy), score_phones(looks, plan.policy))


def observe_folder(observer: Observer, plan: Plan, folder: Path, say: Say) -> list[Clip]:
    """Every labelled video of one folder; one that can't be read is left with no look, so that what it shows is missed."""
    manifest, clips = read_manifest(folder), list[Clip]()
    for labels in sorted((folder / "videos").glob("*.labels.csv")):
        video = labels.with_name(labels.name.removesuffix(".labels.csv") + ".mp4")
        say(f"{folder.name}/{video.name}")
        shown = manifest.get(f"videos/{video.name}", Shown())
        begun = process_time()
        try:
            observations, is_new = _observations(observer, plan, video)
        except InvalidInput as error:
            say(f"  not read, what it shows counts as missed: {error}")
            observations, is_new = [], False
        cpu_ms = (process_time() - begun) * 1000 / len(observations) if is_new and observations else None
        circumstances, truth = circumstances_of(observations, shown.frames_hz), read_segments(labels)
        clips.append(Clip(f"{folder.name}/{video.stem}", shown, truth, observations, circumstances, cpu_ms))
    return clips


def judged_by(clip: Clip, policy: Policy) -> ClipResult:
    """What the rules make of it."""
    predictions, signals = judge_clip(clip.observations, policy)
    return ClipResult(
        clip=clip,
        scores={type_: score(type_, clip.truth, predictions[type_]) for type_ in TRUTH},
        intervals=[(type_, p.start_s, p.end_s) for type_, ps in predictions.items() for p in ps],
        signals=signals,
    )


def total(clips: Sequence[ClipResult], type_: ViolationType) -> Score:
    """Sum of one type over clips."""
    return sum((clip.scores[type_] for clip in clips), Score())


def _observations(observer: Observer, plan: Plan, video: Path) -> tuple[list[Observation], bool]:
    """What the checks see, and whether they looked now."""
    with TemporaryDirectory() as folder:
        seen = through_vp8(video, Path(folder), plan.bit_rate) if plan.bit_rate else video
        if plan.is_live:
            return observe_live(observer, seen, plan.policy), True
        cache = None if plan.bit_rate else plan.cache
        return cached_clip(observer, seen, plan.rate_hz, plan.phone_every, cache, plan.key)
