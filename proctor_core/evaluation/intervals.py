"""How far a count may be off by chance: intervals of 95 in 100 around rates and sums over clips."""

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

DRAWS = 1000
_TAIL = 0.025

Clip = TypeVar("Clip")
Between = tuple[float, float]


def most_of(count: int) -> float:
    """The largest mean of which a Poisson count of at most this many still comes in 2.5 of 100 cases (Garwood 1936)."""
    low, high = float(count), 2.0 * count + 20.0
    while high - low > 1e-9 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(count, middle) > _TAIL else (low, middle)
    return high


def bootstrap(clips: Sequence[Clip], figure: Callable[[Sequence[Clip]], float | None], seed: int = 0) -> Between | None:
    """The middle 95 % of a figure over clips drawn with repetition: what one clip says hangs together (Efron 1979).

    None where less than half of the draws give the figure a value.
    """
    draws = np.random.default_rng(seed).integers(len(clips), size=(DRAWS, len(clips))) if clips else ()
    values = [value for draw in draws if (value := figure([clips[place] for place in draw])) is not None]
    if len(values) * 2 < DRAWS:
        return None
    low, high = np.quantile(values, (_TAIL, 1 - _TAIL))
    return float(low), float(high)


def _at_most(count: int, mean: float) -> float:
    """Probability of at most `count` under a Poisson distribution."""
    terms = (k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(count + 1))
    return math.fsum(map(math.exp, terms))
