"""What is changed for one taker in how sessions are judged: checks that are not made, or wait longer. Never why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from proctor_core.domain.policy import Policy
from proctor_core.domain.violation import ViolationType


class Easing(StrEnum):
    """What an accommodation does to one check."""

    LONGER = "longer"
    """It must last twice as long before it is noted."""
    OFF = "off"
    """It is not noted at all."""


@dataclass(frozen=True, slots=True)
class Accommodation:
    """The checks that are eased for a taker, each by how much; the others are as the policy says."""

    eased: Mapping[ViolationType, Easing]

    def types(self, easing: Easing) -> frozenset[ViolationType]:
        """The checks that are eased so."""
        return frozenset(type_ for type_, given in self.eased.items() if given is easing)


def accommodated(policy: Policy, accommodations: Iterable[Accommodation]) -> Policy:
    """The policy with all of these in it; where two ease the same check, what is off is off. Without any it is the same."""
    given = tuple(accommodations)
    off = frozenset[ViolationType]().union(*(one.types(Easing.OFF) for one in given))
    longer = frozenset[ViolationType]().union(*(one.types(Easing.LONGER) for one in given)) - off
    return replace(policy, muted=_in_order(off), loosened=_in_order(longer))


def easings_of(policy: Policy) -> Mapping[ViolationType, Easing]:
    """What a session's policy eases, for whoever says it in words."""
    words = {**dict.fromkeys(policy.loosened, Easing.LONGER), **dict.fromkeys(policy.muted, Easing.OFF)}
    return {ViolationType(word): easing for word, easing in words.items()}


def _in_order(types: frozenset[ViolationType]) -> tuple[str, ...]:
    """In one order, so that the same policy has the same hash."""
    return tuple(type_.value for type_ in ViolationType if type_ in types)
