"""Analyses a recording by the same checks, rules and evidence as a live session, and tells what it found as it goes.

The first seconds teach the baseline, as the enrolment does live; then every look is judged in its order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from proctor_core.checks.observer import Observer
from proctor_core.checks.trace import FrameTrace
from proctor_core.domain.baseline import Baseline
from proctor_core.domain.judgement import JudgeStep
from proctor_core.domain.observation import Frame, Observation, Picture
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import AllegedViolation, RaisedSignal
from proctor_core.monitoring.monitors.evidence import EvidenceKeeper, Snapshot
from proctor_core.rules.judge import Judge
from proctor_core.rules.lesson import first_rest

LOOKS_PER_SECOND = 5.0
PHONE_EVERY = 2
"""Every second look checks for a phone: 2.5 times a second, more often than a live session does after a hint."""


@dataclass(frozen=True, slots=True)
class FoundViolation:
    """A closed violation with its pictures: start, peak, end."""

    violation: AllegedViolation
    snapshots: tuple[Snapshot, ...]


class Findings(Protocol):
    """Hears what an analysis finds, as it goes: so however long a recording is, nothing of it piles up here."""

    def observed(self, observation: Observation, picture: Picture) -> None:
        """One look."""
        ...

    def alleged(self, found: FoundViolation) -> None:
        """A violation has ended."""
        ...

    def signalled(self, signal: RaisedSignal) -> None:
        """A technical state has ended."""
        ...


def observe_frames(observer: Observer, frames: Iterator[Frame]) -> Iterator[tuple[Observation, Picture]]:
    """The observation of each frame, with the frame's picture."""
    previous: FrameTrace | None = None
    for frame in frames:
        is_due, trace = frame.sequence % PHONE_EVERY == 0, FrameTrace.of(frame)
        yield observer.observe(frame, check_phone=is_due, trace=trace, previous=previous), frame.picture
        previous = trace


def analyse_recording(
    looks: Iterator[tuple[Observation, Picture]],
    policy: Policy,
    findings: Findings,
    baseline_s: float,
    baseline: Baseline | None = None,
    ends_s: Callable[[], float] = lambda: 0.0,
) -> None:
    """Judge the looks by the taker's own resting pose, or by what the first `baseline_s` seconds teach (0: the common one).

    `ends_s` is asked after the last look: the second at which the recording ends, where its pictures end sooner.
    """
    judging = _Judging(policy, findings, baseline, 0.0 if baseline else baseline_s)
    for observation, picture in looks:
        judging.look(observation, picture)
    judging.finish(ends_s())


class _Judging:
    """The first looks wait for what they teach; their pictures are kept as JPEG meanwhile, as all others are."""

    def __init__(self, policy: Policy, findings: Findings, baseline: Baseline | None, baseline_s: float) -> None:
        self._policy = policy
        self._findings = findings
        self._baseline = baseline
        self._baseline_s = baseline_s
        self._judge: Judge | None = None
        self._evidence = EvidenceKeeper()
        self._starts: dict[str, Snapshot | None] = {}
        self._first: list[Observation] = []
        self._last_s = 0.0

    def look(self, observation: Observation, picture: Picture) -> None:
        self._evidence.remember(observation, picture)
        self._findings.observed(observation, picture)
        self._last_s = observation.t_s
        if self._judge is None and observation.t_s < self._baseline_s:
            self._first.append(observation)
            return
        self._advance(self._begun(), observation)

    def finish(self, ends_s: float) -> None:
        judge, end_s = self._begun(), max(ends_s, self._last_s)
        self._take(judge.silence(end_s, is_connected=True))
        self._take(judge.finish(end_s))

    def _begun(self) -> Judge:
        if self._judge is None:
            self._judge = Judge(self._policy, self._baseline or first_rest(self._first, self._policy))
            for observation in self._first:
                self._advance(self._judge, observation)
            self._first = []
        return self._judge

    def _advance(self, judge: Judge, observation: Observation) -> None:
        self._take(judge.silence(observation.t_s, is_connected=True))
        self._take(judge.advance(observation))

    def _take(self, step: JudgeStep) -> None:
        for violation in step.opened:
            self._starts[violation.type] = self._evidence.opened(violation)
        for violation in step.peaked:
            self._evidence.peaked(violation)
        for violation in step.closed:
            start = self._starts.pop(violation.type, None)
            pictures = self._evidence.closed(violation)
            self._findings.alleged(FoundViolation(violation, ((start, *pictures) if start else pictures)))
        for signal in step.signals_closed:
            self._findings.signalled(signal)
