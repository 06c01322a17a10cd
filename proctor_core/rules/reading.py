"""A condition's answer on one observation: yes, no or can't say, with the number that the reason will quote."""

from dataclasses import dataclass

from proctor_core.codes.seen import Turn


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at one condition.

    Attributes:
        is_positive: whether the condition holds; None when the look can't say (it then counts neither way).
        strength: how strong the evidence is; compared within one condition only, to find the peak.
        confidence: the detector's own, 0 to 1.
        measured: the value that is compared with `limit`.
        turn: which way the taker looks away; None: another condition, or a head that is out of sight.
        is_out_of_sight: the head is turned or lowered so far that nothing can be measured.
        window_s: how long weak looks must follow each other, where `limit` is the weak one.
        is_weak: the condition does not hold by this look, but would if many such looks followed each other.
        is_kept: it holds only since a violation is open.
        thing: which of several things was seen, where looks tell them apart: only looks of one thing open a violation together,
            and only a look of the newest one keeps it open by `is_kept`.
    """

    is_positive: bool | None
    strength: float = 0.0
    confidence: float = 1.0
    measured: float | None = None
    limit: float | None = None
    turn: Turn | None = None
    is_out_of_sight: bool = False
    window_s: float | None = None
    is_weak: bool = False
    is_kept: bool = False
    thing: int = 0


CANT_SAY = Reading(is_positive=None)
"""The check was made and could not tell: covered, no face, failed. The time counts as not measured."""
NOT_LOOKED = Reading(is_positive=None)
"""The check was not due with this frame: the next look that is answers for the time since the last one."""
