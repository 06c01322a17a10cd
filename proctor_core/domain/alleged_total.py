"""What is alleged in one session, summed by type."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from proctor_core.domain.violation import ViolationType


@dataclass(frozen=True, slots=True)
class AllegedTotal:
    """One type's allegations in one session; an allegation that is still open counts with 0 s.

    Attributes:
        weight_s: seconds by which its confidence counts: each allegation at least with one.
        confidence: 0 to 1, their mean by those seconds.
    """

    type: ViolationType
    count: int
    total_s: float
    longest_s: float
    weight_s: float
    confidence: float


class AllegedSpan(NamedTuple):
    """One allegation: of what, for how long so far, how surely (0 to 1)."""

    type: ViolationType
    length_s: float
    confidence: float


def totals_of(spans: Iterable[AllegedSpan]) -> tuple[AllegedTotal, ...]:
    """Summed by type, as the database sums its rows."""
    in_order = sorted(spans, key=lambda span: span.type)
    return tuple(_total(kind, list(some)) for kind, some in groupby(in_order, key=lambda span: span.type))


def _total(kind: ViolationType, spans: list[AllegedSpan]) -> AllegedTotal:
    weights = [max(span.length_s, 1.0) for span in spans]
    sure = sum(weight * span.confidence for weight, span in zip(weights, spans, strict=True))
    return AllegedTotal(
        type=kind,
        count=len(spans),
        total_s=sum(span.length_s for span in spans),
        longest_s=max(span.length_s for span in spans),
        weight_s=sum(weights),
        confidence=sure / sum(weights),
    )
