"""A share of counted things with the interval in which the true one lies."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""Of the standard normal distribution, two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """`value` of 0 to 1; in 95 of 100 samples like this one the true share lies from `low` to `high`."""

    value: float
    low: float
    high: float


def share_of(hits: int, tries: int) -> Share | None:
    """The share with Wilson's score interval; None without any."""
    if tries == 0:
        return None
    value = hits / tries
    return Share(value, *wilson(value, tries))


def wilson(share: float, tries: float) -> tuple[float, float]:
    """Wilson's score interval of a share, which holds for few tries too, and for an effective number of them.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    squared = Z_95**2
    middle = (share + squared / (2 * tries)) / (1 + squared / tries)
    reach = Z_95 / (1 + squared / tries) * sqrt(share * (1 - share) / tries + squared / (4 * tries**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)
