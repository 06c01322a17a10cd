"""Which of the things that look like a phone is the same one in several looks: a phone that is used stays about where it is.

The detectors see each picture alone, and report the best box of each. The two cups of headphones, or a mug and a mouse, score in
turns, and together for longer than either; one phone would have to jump between them.
"""

from dataclasses import dataclass
from math import hypot, sqrt

from proctor_core.domain.observation import Box, NotMeasurable, Observation
from proctor_core.domain.policy import Policy

ANYTHING = 0
"""Of a look that shows nothing like a phone, and of every look under a policy that does not ask where it was."""
REMEMBERED_S = 3.0
"""For so long after it was last seen a thing is known again at its place: as long as the phone check goes on after a hint."""
LIKE_SIZE = 2.0
"""At most so many times the smaller box's size is the larger one's: a phone that turns its edge shows a third of its front."""


@dataclass(slots=True)
class SeenThing:
    """A thing that looked like a phone: where and when it was last seen."""

    number: int
    box: Box
    seen_s: float


class PhoneTracker:
    """One per session; numbers what it sees from 1."""

    def __init__(self, policy: Policy) -> None:
        self._reach = policy.phone_reach
        self._least_score = policy.phone_keep_limit
        self._things: list[SeenThing] = []
        self._count = 0

    def thing_in(self, observation: Observation) -> int:
        """The number of the thing that a look shows, `ANYTHING` where it shows none; times must not run backwards."""
        phone = observation.phone
        if not self._reach or isinstance(phone, NotMeasurable) or phone.box is None or phone.score < self._least_score:
            return ANYTHING
        thing = self._known(phone.box, observation.t_s) or self._new(phone.box)
        thing.box, thing.seen_s = phone.box, observation.t_s
        return thing.number

    def _known(self, box: Box, now_s: float) -> SeenThing | None:
        """The nearest of the things that it could be."""
        self._things = [thing for thing in self._things if now_s - thing.seen_s <= REMEMBERED_S]
        near = [thing for thing in self._things if could_be_same(thing.box, box, self._reach)]
        return min(near, key=lambda thing: _distance(thing.box, box), default=None)

    def _new(self, box: Box) -> SeenThing:
        self._count += 1
        self._things.append(SeenThing(self._count, box, 0.0))
        return self._things[-1]


def could_be_same(one: Box, other: Box, reach: float) -> bool:
    """Whether one phone could be in both boxes, one look after the other: of like size, and at most `reach` sizes apart."""
    small, large = sorted((_size(one), _size(other)))
    return large <= LIKE_SIZE * small and _distance(one, other) <= reach * large


def _size(box: Box) -> float:
    """Side of a square of the same area, so that a phone held upright and one held across are alike."""
    return sqrt(box.width * box.height)


def _distance(one: Box, other: Box) -> float:
    """Between the centres."""
    across = (one.left + one.width / 2) - (other.left + other.width / 2)
    down = (one.top + one.height / 2) - (other.top + other.height / 2)
    return hypot(across, down)
