"""What a try to take the reference face gave."""

from dataclasses import dataclass

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.enrolment import RefusalReason


@dataclass(frozen=True, slots=True)
class ReferenceResult:
    """Accepted with picture and baseline, or refused with a reason.

    Attributes:
        jpeg: the look that shows the face best; empty when refused.
        confidence: median face confidence, 0 to 1.
    """

    refusal: RefusalReason | None
    jpeg: bytes
    baseline: Baseline | None
    confidence: float
