"""A condition's answer on one observation: yes, no or can't say, with the number that the reason will quote."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at one condition.

    Attributes:
        is_positive: whether the condition holds; None when the look can't say (it then counts neither way).
        strength: how strong the evidence is; compared within one condition only, to find the peak.
        confidence: the detector's own, 0 to 1.
        measured: the value that is compared with `limit`.
        word: what was measured, for the reason ("to the left").
        is_weak: the condition does not hold by this look, but would if many such looks followed each other.
    """

    is_positive: bool | None
    strength: float = 0.0
    confidence: float = 1.0
    measured: float | None = None
    limit: float | None = None
    word: str = ""
    is_weak: bool = False


CANT_SAY = Reading(is_positive=None)
"""The check was made and could not tell: covered, no face, failed. The time counts as not measured."""
NOT_LOOKED = Reading(is_positive=None)
"""The check was not due with this frame: the next look that is answers for the time since the last one."""
