"""The judge of one session: each observation in, what it changed out. The same live, offline and when re-scoring.

Pure: no pixels, no clock. It also says what it wants of the next look, so that the analysis pool needs no logic.
"""

from collections.abc import Iterable

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.judgement import Judgement, JudgeStep
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, ViolationType
from proctor_core.rules.conditions import Circumstances, dwell_of, read_condition, steady_dwell_of
from proctor_core.rules.course import Change, Course
from proctor_core.rules.next_look import CALM_INTERVAL_S, EAGER_INTERVAL_S, NextLook, PhonePace
from proctor_core.rules.person import PersonTracker
from proctor_core.rules.phone_track import PhoneTracker
from proctor_core.rules.reading import CANT_SAY
from proctor_core.rules.signals import SignalChange, SignalTracker, is_covered
from proctor_core.rules.turned import TurnTracker

SETTLING_S = 2.0
"""After a silence the first pictures accuse nobody: until a key frame has come (0.44 s at most after it was asked for, design.md
section 5) a decoder shows what it guesses, and people who were cut off look at the network. A judgement, with room to spare."""


class Judge:
    """One per session; `baseline` is the enrolment's, None where there was none (it is then learned from the first 3 s).

    `begins_s` is the second of the session at which watching starts: without a frame the camera is lost since then. `is_live`:
    the looks come from a camera as it runs, so that no cut is believed while it does (`rules.person`).
    """

    def __init__(
        self, policy: Policy, baseline: Baseline | None, begins_s: float = 0.0, *, is_live: bool = False
    ) -> None:
        self.policy = policy
        self._courses = [
            Course(type_, dwell_of(type_, policy), steady_dwell_of(type_, policy))
            for type_ in ViolationType
            if type_ not in policy.muted
        ]
        self._signals = SignalTracker(policy)
        self._person = PersonTracker(baseline, policy, is_live=is_live)
        self._turn = TurnTracker()
        self._phones = PhonePace(policy)
        self._phone_tracker = PhoneTracker(policy)
        self._thing = 0
        self._begins_s = begins_s
        self._last_s: float | None = None
        self._settled_s = begins_s

    def next_look(self, at_s: float) -> NextLook:
        """What is wanted of the look at second `at_s`: it is due soon while a condition is building up or wavering."""
        last_s = self._last_s
        is_eager = last_s is None or any(course.is_wavering(last_s) for course in self._courses)
        return NextLook(EAGER_INTERVAL_S if is_eager else CALM_INTERVAL_S, self._phones.check_at(at_s))

    def advance(self, observation: Observation) -> JudgeStep:
        """Take one observation in; times must not run backwards."""
        now_s = self._last_s = observation.t_s
        self._phones.note(observation)
        self._thing = self._phone_tracker.thing_in(observation)
        self._person.advance(observation)
        self._turn.advance(observation, self._person.baseline, self.policy)
        signals = self._signals.advance(observation)
        if any(signal.kind is SignalKind.CAMERA_LOST for signal in signals.closed):
            self._settled_s = now_s + SETTLING_S
        says_nothing = is_covered(observation, self.policy) or now_s < self._settled_s
        changes = [self._look(course, observation, says_nothing) for course in self._courses]
        return _step(changes, signals)

    def silence(self, now_s: float, is_connected: bool) -> JudgeStep:
        """No frame since the last look: after the policy's `lost_after_s` the camera is lost, back to that last frame."""
        since_s = self._begins_s if self._last_s is None else self._last_s
        if now_s - since_s < self.policy.lost_after_s:
            return JudgeStep()
        changes = [course.close(since_s) for course in self._courses]
        return _step(changes, self._signals.lose_camera(since_s, is_connected))

    def finish(self, now_s: float) -> JudgeStep:
        """The session is over: close all that is open."""
        since_s = now_s if self._last_s is None else self._last_s
        changes = [course.close(since_s) for course in self._courses]
        return _step(changes, self._signals.finish(now_s))

    def _look(self, course: Course, observation: Observation, says_nothing: bool) -> Change:
        if says_nothing:
            return course.advance(observation.t_s, CANT_SAY)
        if self._person.is_cut and course.type is ViolationType.LOOKING_AWAY:
            return course.close(observation.t_s)
        turn = self._turn
        look = Circumstances(self._person.baseline, turn.is_out_of_sight, course.is_open, turn.is_lowered, self._thing)
        return course.advance(observation.t_s, read_condition(course.type, observation, self.policy, look))


def judge_all(
    observations: Iterable[Observation], policy: Policy, baseline: Baseline | None, *, is_live: bool = False
) -> Judgement:
    """Judge a whole session after the fact; gaps longer than `lost_after_s` become `camera_lost`. `is_live`: as of `Judge`."""
    judge, last_s = Judge(policy, baseline, is_live=is_live), 0.0
    steps: list[JudgeStep] = []
    for observation in observations:
        steps.append(judge.silence(observation.t_s, is_connected=True))
        steps.append(judge.advance(observation))
        last_s = observation.t_s
    steps.append(judge.finish(last_s))
    return gather(steps)


def gather(steps: Iterable[JudgeStep]) -> Judgement:
    """The closed violations and signals of a session's steps, each ordered by onset."""
    violations: list[AllegedViolation] = []
    signals: list[RaisedSignal] = []
    for step in steps:
        violations.extend(step.closed)
        signals.extend(step.signals_closed)
    return Judgement(
        violations=tuple(sorted(violations, key=lambda v: (v.onset_s, v.type))),
        signals=tuple(sorted(signals, key=lambda s: (s.onset_s, s.kind))),
    )


def _step(changes: list[Change], signals: SignalChange) -> JudgeStep:
    return JudgeStep(
        opened=tuple(c.opened for c in changes if c.opened),
        peaked=tuple(c.peaked for c in changes if c.peaked),
        closed=tuple(c.closed for c in changes if c.closed),
        signals_opened=signals.opened,
        signals_closed=signals.closed,
    )
