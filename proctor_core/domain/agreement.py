"""How far two people who judge the same things by themselves agree, beyond what chance would give."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt

from proctor_core.domain.share import Z_95, Share

LEAST_PAIRS = 10
"""With fewer the interval says nothing."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pairs of judgements of one thing each.

    Attributes:
        same: how many pairs say the same.
        kappa: Cohen's, from -1 to 1: 0 is what chance gives, 1 is always the same; with its interval. None: too few pairs, or all
            of both say one and the same word.
    """

    pairs: int
    same: int
    kappa: Share | None


def agreement_of(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Of pairs of words.

    Source: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960), with
    its standard error.
    """
    total, same = len(pairs), sum(first == second for first, second in pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = sum(firsts[word] * seconds[word] for word in firsts) / total**2 if total else 1.0
    if total < LEAST_PAIRS or expected >= 1:
        return Agreement(total, same, None)
    observed = same / total
    value = (observed - expected) / (1 - expected)
    reach = Z_95 * sqrt(observed * (1 - observed) / (total * (1 - expected) ** 2))
    return Agreement(total, same, Share(value, max(-1.0, value - reach), min(1.0, value + reach)))
