"""A head that turned so far that its face is out of sight, while somebody is still there: looking away, not absence.

Nobody can be told from a back of a head by one look; the turn that came just before can.
"""

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import NotMeasurable, Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.gazing import has_turned_far

JUST_BEFORE_S = 1.2
"""Longest time between the last turned look and the first without a face."""
_SOMEBODY_FACE = 0.45
"""Score of any face detector that says "somebody" when a turned head has just been there."""
_SOMEBODY_PERSON = 0.5
"""Score of the person detector; an empty room stays under 0.45."""
_PERSON_HOLDS_S = 1.2
"""Seconds that a person look holds, since it is not made at each look."""


class TurnWatch:
    """Remembers the last turned look and whether somebody is still there."""

    def __init__(self) -> None:
        self._turned_s: float | None = None
        self._person_s: float | None = None
        self.is_out_of_sight = False

    def advance(self, observation: Observation, baseline: Baseline | None, policy: Policy) -> None:
        """Follow one look."""
        t_s = observation.t_s
        if _at_least(observation.person, _SOMEBODY_PERSON):
            self._person_s = t_s
        if observation.face_count != 0:
            self.is_out_of_sight = False
            self._turned_s = t_s if has_turned_far(observation, baseline, policy) else None
            return
        is_just_turned = self._turned_s is not None and t_s - self._turned_s <= JUST_BEFORE_S
        is_somebody = _at_least(observation.face_confidence, _SOMEBODY_FACE) or self._has_person(t_s)
        self.is_out_of_sight = (self.is_out_of_sight or is_just_turned) and is_somebody

    def _has_person(self, t_s: float) -> bool:
        return self._person_s is not None and t_s - self._person_s <= _PERSON_HOLDS_S


def _at_least(value: float | NotMeasurable, limit: float) -> bool:
    return not isinstance(value, NotMeasurable) and value >= limit
