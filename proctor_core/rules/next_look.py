"""What the judge wants of the next look: when it is due, and whether it looks for phones, at a glance or in whole."""

from dataclasses import dataclass
from enum import Enum, auto

from proctor_core.domain.observation import NotMeasurable, Observation
from proctor_core.domain.policy import Policy

CALM_INTERVAL_S = 0.5
EAGER_INTERVAL_S = 0.2
PHONE_INTERVAL_S = 2.0
"""Of a look without hints: the phone check costs more than all the others together, and 1.0 found the same incidents."""
PHONE_EAGER_INTERVAL_S = 0.6
"""After a hint: every third eager look, every second calm one. At 0.4 people whose hands score .2 cost half as much again."""
ABSENT_INTERVAL_S = 0.8
"""Of the phone check while no face is seen, for the person that it finds: what it said holds for 1.2 s (`turned`)."""
_PHONE_HINT = 0.5
"""Part of the phone limit from which a score is a hint at a phone."""
_PHONE_HINT_S = 3.0
"""For so long after a hint the phone check comes more often and is a whole one."""


class PhoneCheck(Enum):
    """How a look looks for phones; `GLANCE`: a quarter of the work may do where that shows nothing like one."""

    NONE = auto()
    GLANCE = auto()
    WHOLE = auto()


@dataclass(frozen=True, slots=True)
class NextLook:
    """One look that is wanted.

    Attributes:
        interval_s: seconds after the newest look at which it is due.
        phones: how it is to look for phones.
    """

    interval_s: float
    phones: PhoneCheck


class PhonePace:
    """When a session is looked at for phones: seldom when all is calm, often after a hint or while nobody is seen."""

    def __init__(self, policy: Policy) -> None:
        self._hint_score = policy.phone_score_limit * _PHONE_HINT
        self._last_s: float | None = None
        self._hint_s: float | None = None
        self._is_absent = False

    def note(self, observation: Observation) -> None:
        """Take one look in, whether it looked for phones or not."""
        self._is_absent = observation.face_count == 0
        if isinstance(observation.phone, NotMeasurable):
            return
        self._last_s = observation.t_s
        if observation.phone.score >= self._hint_score:
            self._hint_s = observation.t_s

    def check_at(self, at_s: float) -> PhoneCheck:
        """How the look at second `at_s` of the session is to look for phones."""
        is_hinted = self._hint_s is not None and at_s - self._hint_s <= _PHONE_HINT_S
        if self._last_s is not None and at_s - self._last_s < self._interval_s(is_hinted) - EAGER_INTERVAL_S / 4:
            return PhoneCheck.NONE
        return PhoneCheck.WHOLE if is_hinted else PhoneCheck.GLANCE

    def _interval_s(self, is_hinted: bool) -> float:
        if is_hinted:
            return PHONE_EAGER_INTERVAL_S
        return ABSENT_INTERVAL_S if self._is_absent else PHONE_INTERVAL_S
