"""Stored observations through the rules again, in the way in which live monitoring judged them.

A judge begins with each part of the log and after each absence, as `monitoring.monitors.active_monitoring` makes them. Where the
camera was silent follows from the looks, and from the stored signals where the looks alone could also be those of a slow server.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.judgement import Judgement, JudgeStep
from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import RaisedSignal, SignalKind
from proctor_core.monitoring.monitors.presence import Presence
from proctor_core.rules.coverage import is_visible
from proctor_core.rules.judge import Judge, gather

_ROUNDING_S = 0.002
"""Looks and the names of a log's parts are kept to the millisecond, signals as they were."""


@dataclass(frozen=True, slots=True)
class Watched:
    """How a session was watched, whatever the policy.

    Attributes:
        own: the policy that it was judged by.
        begins_s: seconds of the session at which each part of the log begins.
        signals: as stored; absences are taken from here.
        end_s: when it was handed in.
    """

    own: Policy
    baseline: Baseline | None
    begins_s: tuple[float, ...]
    signals: tuple[RaisedSignal, ...]
    end_s: float


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the rules say of the whole session; `coverage` is a share, 0 to 1, `looks` how many there were."""

    judgement: Judgement
    coverage: float
    looks: int


def replay(observations: Iterable[Observation], watched: Watched, policy: Policy) -> Replayed:
    """Judge a session's observations, in the order of time, by `policy`."""
    return _Replay(watched, policy).run(observations)


@dataclass(frozen=True, slots=True)
class _Pause:
    """One judge ends at `ends_s`, the next begins at `begins_s`."""

    ends_s: float
    begins_s: float


class _Replay:
    def __init__(self, watched: Watched, policy: Policy) -> None:
        self._watched = watched
        self._policy = policy
        absences = [s for s in watched.signals if s.kind is SignalKind.NETWORK_GAP and s.offset_s is not None]
        self._presence = Presence(absences, ())
        self._lost = [s for s in watched.signals if s.kind is SignalKind.CAMERA_LOST]
        self._pauses = iter(_pauses(absences, watched.begins_s[1:]))
        self._next_pause = next(self._pauses, None)
        self._since_s = watched.begins_s[0] if watched.begins_s else 0.0
        self._judge = self._new_judge(self._since_s)
        self._steps: list[JudgeStep] = []

    def run(self, observations: Iterable[Observation]) -> Replayed:
        looks = 0
        for looks, observation in enumerate(observations, start=1):  # noqa: B007
            self._look(observation)
        for pause in self._pauses_until(self._watched.end_s):
            self._pause(pause)
        self._end(self._watched.end_s)
        return Replayed(gather(self._steps), self._presence.coverage(self._watched.end_s), looks)

    def _look(self, observation: Observation) -> None:
        for pause in self._pauses_until(observation.t_s):
            self._pause(pause)
        self._fall_silent(observation.t_s)
        self._take(self._judge.advance(observation))
        self._since_s = observation.t_s
        if is_visible(observation, self._policy):
            self._presence.seen(observation.t_s)

    def _pauses_until(self, t_s: float) -> Iterator[_Pause]:
        while self._next_pause and self._next_pause.begins_s <= t_s + _ROUNDING_S:
            yield self._next_pause
            self._next_pause = next(self._pauses, None)

    def _pause(self, pause: _Pause) -> None:
        self._end(max(pause.ends_s, self._since_s))
        self._judge, self._since_s = self._new_judge(pause.begins_s), pause.begins_s

    def _end(self, at_s: float) -> None:
        self._fall_silent(at_s)
        self._take(self._judge.finish(at_s))

    def _fall_silent(self, until_s: float) -> None:
        silence_s = until_s - self._since_s
        if silence_s < self._policy.lost_after_s:
            return
        was_long = silence_s >= self._watched.own.lost_after_s
        if not was_long or any(_began_within(signal, self._since_s, until_s) for signal in self._lost):
            self._take(self._judge.silence(until_s, is_connected=True))

    def _take(self, step: JudgeStep) -> None:
        if step.closed or step.signals_closed:
            self._steps.append(step)

    def _new_judge(self, begins_s: float) -> Judge:
        return Judge(self._policy, self._watched.baseline, begins_s, is_live=True)


def _pauses(absences: Sequence[RaisedSignal], begins_s: Sequence[float]) -> list[_Pause]:
    """Absences, and the beginnings of parts that follow no absence: a hand-in that failed."""
    pauses = [_Pause(one.onset_s, one.offset_s) for one in absences if one.offset_s is not None]
    ends = [pause.begins_s for pause in pauses]
    others = (_Pause(begin, begin) for begin in begins_s if not any(abs(begin - end) <= _ROUNDING_S for end in ends))
    return sorted([*pauses, *others], key=lambda pause: pause.begins_s)


def _began_within(signal: RaisedSignal, since_s: float, until_s: float) -> bool:
    return since_s - _ROUNDING_S <= signal.onset_s <= until_s
