"""The judge of one session: each observation in, what it changed out. The same live, offline and when re-scoring.

Pure: no pixels, no clock. It also says how often it wants to look, so that the analysis pool needs no logic.
"""

from collections.abc import Iterable

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.judgement import Judgement, JudgeStep, SnapshotCue
from proctor_core.domain.observation import NotMeasurable, Observation
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import AllegedViolation, RaisedSignal, SignalKind, SnapshotKind, ViolationType
from proctor_core.rules.conditions import Circumstances, dwell_of, read_condition, steady_dwell_of
from proctor_core.rules.course import Change, Course
from proctor_core.rules.person import PersonWatch
from proctor_core.rules.reading import CANT_SAY
from proctor_core.rules.signals import SignalChange, SignalWatch, is_covered
from proctor_core.rules.turned import TurnWatch

CALM_INTERVAL_S = 0.5
EAGER_INTERVAL_S = 0.2
PHONE_INTERVAL_S = 2.0
"""Of a look without hints: the phone check costs more than all the others together, and 1.0 found the same incidents."""
PHONE_EAGER_INTERVAL_S = 0.4
ABSENT_INTERVAL_S = 0.8
"""Of the phone check while no face is seen, for the person that it finds: what it said holds for 1.2 s (`turned`)."""
_PHONE_HINT = 0.5
"""Part of the phone limit at which looks come more often."""
_PHONE_HINT_S = 3.0
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
            Course(type_, dwell_of(type_, policy), steady_dwell_of(type_, policy)) for type_ in ViolationType
        ]
        self._signals = SignalWatch(policy)
        self._person = PersonWatch(baseline, policy, is_live=is_live)
        self._turn = TurnWatch()
        self._begins_s = begins_s
        self._last_s: float | None = None
        self._last_phone_s: float | None = None
        self._last_hint_s: float | None = None
        self._is_absent = False
        self._settled_s = begins_s

    @property
    def wanted_interval_s(self) -> float:
        """Seconds until the next look is wanted: short while a condition is building up or wavering."""
        if self._last_s is None:
            return EAGER_INTERVAL_S
        is_eager = any(course.is_wavering(self._last_s) for course in self._courses)
        return EAGER_INTERVAL_S if is_eager else CALM_INTERVAL_S

    def wants_phone(self, now_s: float) -> bool:
        """Whether the look at `now_s` should include the phone check: seldom when all is calm, often after a hint."""
        if self._last_phone_s is None:
            return True
        return now_s - self._last_phone_s >= self._phone_interval_s(now_s) - EAGER_INTERVAL_S / 4

    def hints_at_phone(self, now_s: float) -> bool:
        """Whether something like a phone was seen lately: then a look for one is a whole one."""
        return self._last_hint_s is not None and now_s - self._last_hint_s <= _PHONE_HINT_S

    def advance(self, observation: Observation) -> JudgeStep:
        """Take one observation in; times must not run backwards."""
        now_s = self._last_s = observation.t_s
        self._note_phone(observation)
        is_new_person = self._person.advance(observation)
        self._turn.advance(observation, self._person.baseline, self.policy)
        signals = self._signals.advance(observation)
        if any(signal.kind is SignalKind.CAMERA_LOST for signal in signals.closed):
            self._settled_s = now_s + SETTLING_S
        says_nothing = is_covered(observation, self.policy) or now_s < self._settled_s
        changes = [self._look(course, observation, says_nothing) for course in self._courses]
        return self._step(now_s, changes, signals, is_new_person)

    def silence(self, now_s: float, is_connected: bool) -> JudgeStep:
        """No frame since the last look: after the policy's `lost_after_s` the camera is lost, back to that last frame."""
        since_s = self._begins_s if self._last_s is None else self._last_s
        if now_s - since_s < self.policy.lost_after_s:
            return self._step(since_s, [], SignalChange(), False)
        changes = [course.close(since_s) for course in self._courses]
        return self._step(since_s, changes, self._signals.lose_camera(since_s, is_connected), False)

    def finish(self, now_s: float) -> JudgeStep:
        """The session is over: close all that is open."""
        since_s = now_s if self._last_s is None else self._last_s
        changes = [course.close(since_s) for course in self._courses]
        return self._step(since_s, changes, self._signals.finish(now_s), False)

    def _look(self, course: Course, observation: Observation, says_nothing: bool) -> Change:
        if says_nothing:
            return course.advance(observation.t_s, CANT_SAY)
        look = Circumstances(self._person.baseline, self._turn.is_out_of_sight, course.is_open)
        return course.advance(observation.t_s, read_condition(course.type, observation, self.policy, look))

    def _phone_interval_s(self, now_s: float) -> float:
        if self.hints_at_phone(now_s):
            return PHONE_EAGER_INTERVAL_S
        return ABSENT_INTERVAL_S if self._is_absent else PHONE_INTERVAL_S

    def _note_phone(self, observation: Observation) -> None:
        self._is_absent = observation.face_count == 0
        if isinstance(observation.phone, NotMeasurable):
            return
        self._last_phone_s = observation.t_s
        if observation.phone.score >= self.policy.phone_score_limit * _PHONE_HINT:
            self._last_hint_s = observation.t_s

    def _step(self, now_s: float, changes: list[Change], signals: SignalChange, is_new_person: bool) -> JudgeStep:
        opened = tuple(c.opened for c in changes if c.opened)
        peaked = tuple(c.peaked for c in changes if c.peaked)
        closed = tuple(c.closed for c in changes if c.closed)
        open_types = tuple(course.type.value for course in self._courses if course.is_open)
        return JudgeStep(
            opened=opened,
            peaked=peaked,
            closed=closed,
            signals_opened=signals.opened,
            signals_closed=signals.closed,
            open_conditions=open_types + tuple(kind.value for kind in self._signals.open_kinds),
            building_up=tuple(c.type.value for c in self._courses if c.is_building_up(now_s)),
            snapshots=_cues(opened, peaked, closed),
            hold_since_s=min(course.hold_since_s(now_s) for course in self._courses),
            is_new_person=is_new_person,
        )


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


def _cues(
    opened: tuple[AllegedViolation, ...], peaked: tuple[AllegedViolation, ...], closed: tuple[AllegedViolation, ...]
) -> tuple[SnapshotCue, ...]:
    starts = [SnapshotCue(v.type, v.onset_s, SnapshotKind.START, v.onset_s) for v in opened]
    peaks = [SnapshotCue(v.type, v.onset_s, SnapshotKind.PEAK, v.peak_s) for v in (*opened, *peaked)]
    ends = [SnapshotCue(v.type, v.onset_s, SnapshotKind.END, v.offset_s) for v in closed if v.offset_s is not None]
    return tuple(starts + peaks + ends)
