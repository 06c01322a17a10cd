"""The machine-made sentence of a violation: facts and limits only, no judgement of the person."""

from proctor_core.domain.violation import AllegedViolation, ViolationType


def reason_of(violation: AllegedViolation, word: str) -> str:
    """Say what was measured in how many looks, against which limit."""
    looks = f"{violation.positive} of {violation.looks} looks"
    best = 0.0 if violation.measured is None else violation.measured
    limit = 0.0 if violation.limit is None else violation.limit
    match violation.type:
        case ViolationType.NO_FACE:
            return f"No face in {looks}; best face score {best:.2f}, needed {limit:.2f}"
        case ViolationType.MULTIPLE_FACES:
            return f"More than one face in {looks}; up to {best:.0f} faces"
        case ViolationType.LOOKING_AWAY if violation.measured is None:
            return f"Looking away in {looks}: {word}"
        case ViolationType.LOOKING_AWAY:
            return f"Looking away in {looks}: {word}, up to {best:.0f} degrees; limit {limit:.0f}"
        case ViolationType.MOBILE_DETECTED:
            return f"Phone seen in {looks}, best score {best:.2f}; limit {limit:.2f}{word}"
        case ViolationType.LOW_CONFIDENCE:
            return f"Face hardly recognisable in {looks}; lowest face score {best:.2f}, needed {limit:.2f}"
