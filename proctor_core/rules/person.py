"""Is this still the same person in front of the camera? A new face, or one after a gap, gets a new baseline.

Nobody is recognised: only jumps of the face's place and size, and absences, are seen.
"""

from proctor_core.domain.baseline import Baseline
from proctor_core.domain.observation import Box, Observation
from proctor_core.domain.policy import Policy
from proctor_core.rules.baseline import ENROLLED, UNASKED, believe, learn_baseline
from proctor_core.rules.signals import is_covered

GAP_S = 1.2
"""Seconds without exactly one face after which the person may have changed."""
LEARN_S = 3.0
"""Seconds of looks that a new baseline is learned from, as at enrolment."""
_JUMP = 0.5
"""Move of the face's middle, in widths of the face, between two looks."""
_GROWTH = 1.35
_SAME_MOMENT_S = 0.8
_CUT = 25.0
"""Luma difference between two looks that no movement makes: another scene, as in a cut recording."""
FIRST_LOOKS = 4
"""Looks from which a provisional baseline is taken while it is being learned."""


class PersonWatch:
    """Whose baseline holds now. The enrolled one until the person changes; then none until a new one is learned."""

    def __init__(self, baseline: Baseline | None, policy: Policy) -> None:
        self.baseline = believe(baseline, ENROLLED) if baseline else None
        self._policy = policy
        self._last: tuple[float, Box] | None = None
        self._learning: list[Observation] = []
        self._is_learning = baseline is None

    def advance(self, observation: Observation) -> bool:
        """Follow one look; True when a new person appears with it."""
        face = observation.only_face
        if face is None or is_covered(observation, self._policy):
            return False
        is_new = self._last is not None and (_is_cut(observation) or _is_another(self._last, observation.t_s, face.box))
        self._last = (observation.t_s, face.box)
        if is_new:
            self.baseline, self._learning, self._is_learning = None, [], True
        if self._is_learning:
            self._learn(observation)
        return is_new

    def _learn(self, observation: Observation) -> None:
        self._learning.append(observation)
        is_done = observation.t_s - self._learning[0].t_s >= LEARN_S
        if is_done or len(self._learning) >= FIRST_LOOKS:
            learned = learn_baseline(self._learning)
            self.baseline = believe(learned, UNASKED) if isinstance(learned, Baseline) else None
        if is_done:
            self._learning, self._is_learning = [], False


def _is_cut(observation: Observation) -> bool:
    return observation.motion is not None and observation.motion > _CUT


def _is_another(last: tuple[float, Box], t_s: float, box: Box) -> bool:
    last_s, before = last
    if t_s - last_s > GAP_S:
        return True
    width = max(box.width, before.width)
    moved = abs(box.left + box.width / 2 - before.left - before.width / 2) / width
    grown = width / max(1e-6, min(box.width, before.width))
    return t_s - last_s <= _SAME_MOMENT_S and (moved > _JUMP or grown > _GROWTH)
