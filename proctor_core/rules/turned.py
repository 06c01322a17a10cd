"""A head turned or lowered so far that its face is out of sight, while somebody is still there: looking away, not absence.

Nobody can be told from a back of a head by one look; the face that was there just before can. After a turn that was seen, a head
or a person is enough; after a face that vanished (a lowered head, a hand) both must be seen, and at every look: somebody who goes
away leaves no head behind.
"""

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import NotMeasurable, Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.gazing import has_turned_far

JUST_BEFORE_S = 1.2
"""Longest time between the last look with a face, or a turned one, and the first without."""
_SOMEBODY_FACE = 0.45
"""Score of any face detector that says "somebody" when a head has just been there: lowered ones read 0.49 to 0.80."""
_SOMEBODY_PERSON = 0.5
"""Score of the person detector; an empty room stays under 0.45, who sits there with the head down 0.62 and more."""
_PERSON_HOLDS_S = 1.2
"""Seconds that a person look holds, since it is not made at each look."""


class TurnTracker:
    """Remembers the last face, whether it was turned, and whether somebody is still there."""

    def __init__(self) -> None:
        self._turned_s: float | None = None
        self._face_s: float | None = None
        self._seen_s: float | None = None
        """The last look with a face, whether or not it was confirmed by one before it."""
        self._person_s: float | None = None
        self._is_surely_there = False
        """The head was not seen to turn: lowered, or behind a hand. Then both a head and a person must be there."""
        self.is_out_of_sight = False
        self._was_out_of_sight = False
        """It was, until the newest look alone showed a face: the next one without goes on from there."""

    @property
    def is_lowered(self) -> bool:
        """Whether the head is out of sight without having been seen to turn."""
        return self.is_out_of_sight and self._is_surely_there

    def advance(self, observation: Observation, baseline: Baseline | None, policy: Policy) -> None:
        """Follow one look."""
        t_s = observation.t_s
        if _at_least(observation.person, _SOMEBODY_PERSON):
            self._person_s = t_s
        if observation.face_count != 0:
            self._see_face(observation, baseline, policy)
            return
        has_head, has_person = _at_least(observation.face_confidence, _SOMEBODY_FACE), self._has_person(t_s)
        if self.is_out_of_sight or self._was_out_of_sight:
            self._was_out_of_sight = False
            self.is_out_of_sight = has_head and has_person if self._is_surely_there else has_head or has_person
        elif _is_just_before(self._turned_s, t_s):
            self.is_out_of_sight = has_head or has_person
        elif _is_just_before(self._face_s, t_s):
            self.is_out_of_sight = self._is_surely_there = has_head and has_person

    def _see_face(self, observation: Observation, baseline: Baseline | None, policy: Policy) -> None:
        """A face that one look alone shows is none to follow: detectors fire on backs of heads and patterns now and then."""
        t_s = observation.t_s
        is_confirmed, self._seen_s = _is_just_before(self._seen_s, t_s), t_s
        self._was_out_of_sight = (self.is_out_of_sight or self._was_out_of_sight) and not is_confirmed
        self.is_out_of_sight, self._is_surely_there = False, self._is_surely_there and self._was_out_of_sight
        self._face_s = t_s if is_confirmed else None
        self._turned_s = t_s if is_confirmed and has_turned_far(observation, baseline, policy) else None

    def _has_person(self, t_s: float) -> bool:
        return self._person_s is not None and t_s - self._person_s <= _PERSON_HOLDS_S


def _is_just_before(moment_s: float | None, t_s: float) -> bool:
    return moment_s is not None and t_s - moment_s <= JUST_BEFORE_S


def _at_least(value: float | NotMeasurable, limit: float) -> bool:
    return not isinstance(value, NotMeasurable) and value >= limit
