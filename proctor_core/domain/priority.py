"""How soon a person should look at a flagged session: points for what, how long, how sure, and one for each hour that it waits.

A point is an hour, so that the order of two waiting sessions never changes by waiting, and each comes first in the end: the
gravest goes at most 36 hours before one that says nothing. Points order a queue; they say nothing about the taker.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from proctor_core.domain.alleged_total import AllegedTotal
from proctor_core.domain.policy import FlagRule
from proctor_core.domain.violation import ViolationType

MOST_POINTS = 12.0
"""Of each of the three parts."""
SECONDS_A_POINT = 10.0
LOW_POINTS = 18.0
"""What has fewer for all three together, and is not of the gravest type, is of low priority."""

WHAT_POINTS: Mapping[ViolationType, float] = MappingProxyType(
    {
        ViolationType.MOBILE_DETECTED: 12.0,
        ViolationType.MULTIPLE_FACES: 12.0,
        ViolationType.NO_FACE: 8.0,
        ViolationType.LOOKING_AWAY: 6.0,
        ViolationType.LOW_CONFIDENCE: 3.0,
    }
)
RULE_POINTS: Mapping[FlagRule, float] = MappingProxyType(
    {
        FlagRule.ENDED_BY_MODERATOR: 12.0,
        FlagRule.DRAWN_CAMERA: 12.0,
        FlagRule.SAMPLE_ESCALATED: 12.0,
        FlagRule.CAMERA_WITHDRAWN: 8.0,
        FlagRule.LOW_COVERAGE: 6.0,
        FlagRule.UNSEEN_TIME: 6.0,
        FlagRule.LONG_VIOLATION: 0.0,
        FlagRule.VIOLATION_COUNT: 0.0,
        FlagRule.CLIENT_CLAIMS: 0.0,
    }
)
"""Rules that say something which no violation says; the others rest on the violations, which count themselves."""


@dataclass(frozen=True, slots=True)
class Priority:
    """Points, each part from 0 to `MOST_POINTS`.

    Attributes:
        what: of the gravest type that is alleged, or of the gravest flag rule that was met.
        how_long: one for each 10 s that are alleged in all.
        how_sure: by the mean confidence of what is alleged, second by second.
    """

    what: float
    how_long: float
    how_sure: float

    @property
    def points(self) -> float:
        """All three, without the waiting."""
        return self.what + self.how_long + self.how_sure

    @property
    def is_low(self) -> bool:
        """Whether it may wait until the others are done."""
        return self.points < LOW_POINTS and self.what < MOST_POINTS

    def waits_since(self, created_at: datetime) -> datetime:
        """Since when a session without any points would have to wait to stand where this one does."""
        return created_at - timedelta(hours=self.points)


def priority_of(alleged: Collection[AllegedTotal], rules: Collection[FlagRule]) -> Priority:
    """Of a session in which this is alleged, and which these rules sent to a person."""
    seconds = sum(total.total_s for total in alleged)
    types = (WHAT_POINTS[total.type] for total in alleged)
    return Priority(
        what=max((*types, *(RULE_POINTS[rule] for rule in rules)), default=0.0),
        how_long=min(seconds / SECONDS_A_POINT, MOST_POINTS),
        how_sure=MOST_POINTS * _mean_confidence(alleged),
    )


def _mean_confidence(alleged: Collection[AllegedTotal]) -> float:
    """By seconds; 0 where nothing is alleged."""
    weight_s = sum(total.weight_s for total in alleged)
    return sum(total.weight_s * total.confidence for total in alleged) / weight_s if weight_s else 0.0
