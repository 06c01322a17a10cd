"""What the question on the screen allows: to its condition an allowed look is a no, which opens nothing and ends what is open."""

from dataclasses import replace

from proctor_core.domain.allowance import LETS_LOOK_DOWN, Allowance
from proctor_core.domain.observation import Observation
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.reading import Reading


def may_look_down(observation: Observation) -> bool:
    """Whether a head or eyes below their rest are allowed at this look."""
    return not LETS_LOOK_DOWN.isdisjoint(observation.allowed)


def may_look_away(observation: Observation) -> bool:
    """Whether looking anywhere is allowed at this look."""
    return Allowance.SECOND_SCREEN in observation.allowed


def without_allowed(type_: ViolationType, reading: Reading, observation: Observation) -> Reading:
    """The reading, or a no where its whole type is allowed; what can't be said stays so."""
    is_allowed = {
        ViolationType.LOOKING_AWAY: may_look_away(observation),
        ViolationType.MOBILE_DETECTED: Allowance.PHONE in observation.allowed,
    }.get(type_, False)
    if not is_allowed or reading.is_positive is None:
        return reading
    return replace(reading, is_positive=False, is_weak=False)
