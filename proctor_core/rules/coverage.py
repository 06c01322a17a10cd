"""Coverage: the share of a session's seconds that hold at least one observation of a visible picture."""

import math
from collections.abc import Iterable, Sequence

from proctor_core.domain.observation import Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.signals import is_covered


def is_visible(observation: Observation, policy: Policy) -> bool:
    """Whether the picture shows something new: not covered, not a repeated image."""
    return observation.is_new_image and not is_covered(observation, policy)


def coverage(visible_times_s: Iterable[float], start_s: float, end_s: float) -> float:
    """Share 0 to 1 of the seconds from `start_s` to `end_s` in which a visible look lies; 1 for an empty span.

    The last, broken second counts in proportion to its length.
    """
    span_s = end_s - start_s
    if span_s <= 0:
        return 1.0
    seen = {math.floor(t - start_s) for t in visible_times_s if start_s <= t < end_s}
    return min(1.0, sum(min(1.0, span_s - second) for second in seen) / span_s)


def covered_share(spans_s: Sequence[tuple[float, float]], end_s: float) -> float:
    """Share 0 to 1 of the seconds from 0 to `end_s` that lie in a span; 1 for an empty session."""
    if end_s <= 0:
        return 1.0
    covered_s, reach_s = 0.0, 0.0
    for start_s, stop_s in sorted(spans_s):
        covered_s += max(0.0, min(stop_s, end_s) - max(start_s, reach_s))
        reach_s = max(reach_s, stop_s)
    return min(1.0, covered_s / end_s)
