"""Analyses a recording by the same checks, rules and evidence as a live session, and tells what it found as it goes.

The first seconds teach the baseline, as the enrolment does live; then every look is judged in its order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from proctor_core.checks.observer import Observer
from proctor_core.checks.trace import FrameTrace
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.judgement import JudgeStep
from proctor_core.domain.observation import Frame, Observation, Picture
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import AllegedViolation, RaisedSignal
from proctor_core.monitoring.evidence import EvidenceKeeper, Snapshot
from proctor_core.rules.baseline import learn_baseline
from proctor_core.rules.judge import Judge

LOOKS_PER_SECOND = 5.0
PHONE_EVERY = 2
"""Every second look checks for a phone: 2.5 times a second, as often as a live session does after a hint."""


@dataclass(frozen=True, slots=True)
class FoundViolation:
    """A closed violation with its pictures: start, peak, end."""

    violation: AllegedViolation
    snapshots: tuple[Snapshot, ...]


@dataclass(slots=True)
class RecordingAnalysis:
    """Everything found in one recording, in order of its end."""

    observations: list[Observation] = field(default_factory=list[Observation])
    violations: list[FoundViolation] = field(default_factory=list[FoundViolation])
    signals: list[RaisedSignal] = field(default_factory=list[RaisedSignal])


def observe_frames(observer: Observer, frames: Iterator[Frame]) -> Iterator[tuple[Observation, Picture]]:
    """The observation of each frame, with the frame's picture."""
    previous: FrameTrace | None = None
    for frame in frames:
        is_due = frame.sequence % PHONE_EVERY == 0
        yield observer.observe(frame, check_phone=is_due, previous=previous), frame.picture
        previous = FrameTrace.of(frame)


def analyse_recording(
    looks: Iterator[tuple[Observation, Picture]], policy: Policy, baseline_s: float, progress: Callable[[float], None]
) -> RecordingAnalysis:
    """Judge the looks; `baseline_s` seconds teach the resting pose (0: the common one); `progress` hears each look's second."""
    watch: _Watch | None = None
    first: list[tuple[Observation, Picture]] = []
    for observation, picture in looks:
        progress(observation.t_s)
        if watch is None and observation.t_s < baseline_s:
            first.append((observation, picture))
            continue
        watch = watch or _begin(first, policy)
        watch.look(observation, picture)
    return (watch or _begin(first, policy)).finish()


def _begin(first: list[tuple[Observation, Picture]], policy: Policy) -> "_Watch":
    learned = learn_baseline(observation for observation, _ in first)
    watch = _Watch(Judge(policy, learned if isinstance(learned, Baseline) else None))
    for observation, picture in first:
        watch.look(observation, picture)
    return watch


class _Watch:
    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._evidence = EvidenceKeeper()
        self._starts: dict[str, Snapshot | None] = {}
        self._found = RecordingAnalysis()

    def look(self, observation: Observation, picture: Picture) -> None:
        self._found.observations.append(observation)
        self._evidence.remember(observation, picture)
        self._take(self._judge.silence(observation.t_s, is_connected=True))
        self._take(self._judge.advance(observation))

    def finish(self) -> RecordingAnalysis:
        end_s = self._found.observations[-1].t_s if self._found.observations else 0.0
        self._take(self._judge.finish(end_s))
        return self._found

    def _take(self, step: JudgeStep) -> None:
        for violation in step.opened:
            self._starts[violation.type] = self._evidence.opened(violation)
        for violation in step.peaked:
            self._evidence.peaked(violation)
        for violation in step.closed:
            start = self._starts.pop(violation.type, None)
            pictures = self._evidence.closed(violation)
            self._found.violations.append(FoundViolation(violation, ((start, *pictures) if start else pictures)))
        self._found.signals.extend(step.signals_closed)
