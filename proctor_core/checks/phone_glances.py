"""When a glance for phones is enough, and when the whole look follows: what one session remembers between two of them.

The caller keeps one `PhoneGlances` per camera and hands it to `Observer.observe`; detectors keep nothing.
"""

from dataclasses import dataclass, field

WORTH_A_LOOK = 0.08
"""Phone score of a glance from which the whole look follows. Of 105 phones that the whole look finds (the evaluation's pictures,
also shrunk to .4) none lies below .09. Raising it saves work and loses small phones."""
NOTHING = 0.15
"""Phone score of a whole look below which what the glance saw was something else."""
REFUTED_MARGIN = 0.05
"""So much more than what was something else makes a glance worth a look again: a judgement."""
REFUTED_FOR_S = 10.0
"""Seconds after which the same thing is looked at again; twice as long after each time that it was nothing again."""
LONGEST_S = 40.0
"""What that grows to, and how long nothing may be seen until it begins anew. A judgement: a phone that looks no more like one
than the cup beside it waits so long."""


@dataclass(slots=True)
class PhoneGlances:
    """A mouse or a cup that stays in the picture is looked at in full now and then, and not every time."""

    _refuted: float = field(default=0.0, init=False)
    _for_s: float = field(default=0.0, init=False)
    _until_s: float = field(default=0.0, init=False)

    def is_worth_a_look(self, glance: float, at_s: float) -> bool:
        """Whether a glance of this score wants the whole look."""
        limit = self._refuted + REFUTED_MARGIN if at_s < self._until_s else 0.0
        return glance >= max(limit, WORTH_A_LOOK)

    def looked(self, glance: float, whole: float, at_s: float) -> None:
        """What the whole look said about what the glance saw."""
        is_forgotten = at_s > self._until_s + LONGEST_S
        if whole >= NOTHING or is_forgotten:
            self._refuted = self._for_s = self._until_s = 0.0
        if whole >= NOTHING:
            return
        is_again = at_s >= self._until_s
        self._for_s = min(max(REFUTED_FOR_S, 2 * self._for_s if is_again else self._for_s), LONGEST_S)
        self._refuted, self._until_s = max(self._refuted, glance), at_s + self._for_s
