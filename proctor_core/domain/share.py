"""A share of counted things with the interval in which the true one lies."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """`value` of 0 to 1; in 95 of 100 samples like this one the true share lies from `low` to `high`."""

    value: float
    low: float
    high: float


def share_of(hits: int, tries: int) -> Share | None:
    """The share with Wilson's score interval, which holds for few tries too; None without any.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    if tries == 0:
        return None
    value, squared = hits / tries, Z_95**2
    middle = (value + squared / (2 * tries)) / (1 + squared / tries)
    reach = Z_95 / (1 + squared / tries) * sqrt(value * (1 - value) / tries + squared / (4 * tries**2))
    return Share(value, max(0.0, middle - reach), min(1.0, middle + reach))
