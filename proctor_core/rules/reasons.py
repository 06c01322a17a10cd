"""The reason of a violation: a code and its numbers. Facts and limits only, no judgement of the person."""

from proctor_core.codes.seen import Turn, ViolationReason
from proctor_core.domain.reason import Reason
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.reading import Reading

_CODES = {
    ViolationType.NO_FACE: ViolationReason.NO_FACE,
    ViolationType.MULTIPLE_FACES: ViolationReason.MULTIPLE_FACES,
    ViolationType.LOOKING_AWAY: ViolationReason.LOOKING_AWAY,
    ViolationType.MOBILE_DETECTED: ViolationReason.PHONE,
    ViolationType.LOW_CONFIDENCE: ViolationReason.LOW_CONFIDENCE,
}


def reason_of(type_: ViolationType, peak: Reading, positive: int, looks: int) -> Reason:
    """What was measured at the peak, in how many looks, against which limit."""
    numbers: dict[str, int | float | Turn] = {"positive": positive, "looks": looks}
    if peak.is_out_of_sight:
        return Reason(ViolationReason.OUT_OF_SIGHT, numbers)
    numbers |= {"measured": peak.measured or 0.0, "limit": peak.limit or 0.0}
    if peak.turn is not None:
        return Reason(_CODES[type_], numbers | {"turn": peak.turn})
    if peak.window_s is not None:
        return Reason(ViolationReason.STEADY_PHONE, numbers | {"window_s": peak.window_s})
    return Reason(_CODES[type_], numbers)
