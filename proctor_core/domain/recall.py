"""How much of what happened a rule finds, by a sample of what it did not flag."""

from collections.abc import Sequence
from dataclasses import dataclass

from proctor_core.domain.share import Share, wilson


@dataclass(frozen=True, slots=True)
class Looked:
    """An unflagged session that a person looked at: it stands for `weight` of them."""

    weight: float
    has_finding: bool


@dataclass(frozen=True, slots=True)
class Recall:
    """Of sessions with a finding how many the rules had flagged.

    Attributes:
        share: with its interval; None: there was no finding at all.
        found: flagged sessions with a finding.
        looked: unflagged sessions that were looked at; missed: those of them with a finding.
    """

    share: Share | None
    found: int
    looked: int
    missed: int


def recall_of(found: int, looked: Sequence[Looked]) -> Recall | None:
    """None: nothing was looked at.

    Missed sessions are estimated by weights; their interval is Wilson's for the share of unflagged sessions with a finding, at
    the effective number of looks.

    Source: L. Kish, Survey Sampling (1965), section 11.7, for n_eff = (sum w)^2 / sum w^2.
    """
    total = sum(look.weight for look in looked)
    if not looked or total <= 0:
        return None
    missed = sum(look.weight for look in looked if look.has_finding)
    effective = total**2 / sum(look.weight**2 for look in looked)
    low, high = wilson(missed / total, effective)
    share = Share(found / (found + missed), *_between(found, total, low, high)) if found + missed else None
    return Recall(share, found, len(looked), sum(look.has_finding for look in looked))


def _between(found: int, total: float, low: float, high: float) -> tuple[float, float]:
    """With more missed sessions less was found."""
    least = found / (found + high * total)
    return least, found / (found + low * total) if found or low else 1.0
