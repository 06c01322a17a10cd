"""Observes and judges one labelled video, at a fixed rate or at the rate that the judge itself wants."""

import hashlib
import pickle
from pathlib import Path

from proctor_core.checks.observer import Observer
from proctor_core.checks.phone_glances import PhoneGlances
from proctor_core.checks.trace import FrameTrace
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import RaisedSignal, ViolationType
from proctor_core.evaluation.scoring import Predicted
from proctor_core.monitoring.monitors.session_looks import CHECKING_INTERVAL_S
from proctor_core.monitoring.recordings.video_file import VideoFile
from proctor_core.rules.judge import Judge
from proctor_core.rules.lesson import first_rest
from proctor_core.rules.next_look import PhoneCheck

BASELINE_S = 5.0
"""A clip's first seconds teach the baseline, as for an uploaded recording."""
LIVE_FRAMES_HZ = 8.0
"""What the browser is asked to send."""

Predictions = dict[ViolationType, list[Predicted]]


def observe_clip(observer: Observer, video: Path, rate_hz: float, phone_every: int) -> list[Observation]:
    """All observations of a video; every `phone_every`-th look checks for a phone."""
    observations: list[Observation] = []
    previous: FrameTrace | None = None
    for frame in VideoFile(video).frames(rate_hz):
        is_due = frame.sequence % phone_every == 0
        observations.append(observer.observe(frame, check_phone=is_due, previous=previous))
        previous = FrameTrace.of(frame)
    return observations


def observe_live(observer: Observer, video: Path, policy: Policy) -> list[Observation]:
    """As a live session does it: whenever the judge wants a look, after `BASELINE_S` of enrolment; phones at a glance first.

    The clips are joined ones, so their cuts are believed, which those of a running camera would not be.
    """
    judge, observations, glances = Judge(policy, None), list[Observation](), PhoneGlances()
    previous: FrameTrace | None = None
    due_s, is_enrolling = 0.0, True
    for frame in VideoFile(video).frames(LIVE_FRAMES_HZ):
        now_s = frame.captured_s
        if now_s + 1e-6 < due_s:
            continue
        if is_enrolling and now_s >= BASELINE_S:
            judge, is_enrolling = Judge(policy, baseline_of(observations, policy)), False
        phones = judge.next_look(now_s).phones
        trace = FrameTrace.of(frame)
        look = observer.observe(
            frame,
            check_phone=phones is not PhoneCheck.NONE,
            glances=glances if phones is PhoneCheck.GLANCE else None,
            trace=trace,
            previous=previous,
        )
        judge.advance(look)
        observations.append(look)
        previous = trace
        due_s = now_s + (CHECKING_INTERVAL_S if is_enrolling else judge.next_look(now_s).interval_s)
    return observations


def cached_clip(
    observer: Observer, video: Path, rate_hz: float, phone_every: int, cache: Path | None, key: str
) -> tuple[list[Observation], bool]:
    """As `observe_clip`, kept under `cache` (outside the repository) for as long as the checks' code is the same.

    Returns:
        The observations, and whether they were made now.
    """
    if cache is None:
        return observe_clip(observer, video, rate_hz, phone_every), True
    name = hashlib.sha256(f"{video}|{rate_hz}|{phone_every}|{key}".encode()).hexdigest()[:20]
    path = cache / f"{video.stem}-{name}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes()), False  # noqa: S301 - our own file
    observations = observe_clip(observer, video, rate_hz, phone_every)
    cache.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(observations))
    return observations, True


def baseline_of(observations: list[Observation], policy: Policy) -> Baseline | None:
    """What the first `BASELINE_S` teach, None when they show no face at rest."""
    return first_rest((o for o in observations if o.t_s < BASELINE_S), policy)


def judge_clip(observations: list[Observation], policy: Policy) -> tuple[Predictions, list[RaisedSignal]]:
    """Intervals of each type with the moment at which each became known, and the signals."""
    judge, known_s = Judge(policy, baseline_of(observations, policy)), dict[tuple[ViolationType, float], float]()
    predictions: Predictions = {type_: [] for type_ in ViolationType}
    signals: list[RaisedSignal] = []
    steps = [(o.t_s, judge.advance(o)) for o in observations]
    end_s = observations[-1].t_s if observations else 0.0
    for t_s, step in [*steps, (end_s, judge.finish(end_s))]:
        known_s.update({(v.type, v.onset_s): t_s for v in step.opened})
        signals.extend(step.signals_closed)
        for v in step.closed:
            end = v.onset_s if v.offset_s is None else v.offset_s
            predictions[v.type].append(Predicted(v.onset_s, end, known_s[v.type, v.onset_s]))
    return predictions, signals
