"""How often each check was right, by what moderators said about the violations that it alleged."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.queries.statistics import TypeTotals
from proctor_core.domain.share import Share, share_of
from proctor_core.domain.violation import ViolationType


@dataclass(frozen=True, slots=True)
class CheckQuality:
    """The violations of one type that came before moderators: what was said about them; `open`: nothing that stands."""

    type: ViolationType
    confirmed: int
    dismissed: int
    unsure: int
    open: int

    @property
    def precision(self) -> Share | None:
        """Confirmed ones among those that were confirmed or dismissed; None: there is none."""
        return share_of(self.confirmed, self.confirmed + self.dismissed)


def check_quality(totals: Sequence[TypeTotals]) -> tuple[CheckQuality, ...]:
    """Of each type that came under review.

    What was dismissed in bulk says nothing about a check, since nobody looked: it is open here.
    """
    return tuple(
        CheckQuality(
            type=total.type,
            confirmed=total.confirmed,
            dismissed=total.dismissed,
            unsure=total.unsure,
            open=max(0, reviewed - total.confirmed - total.dismissed - total.unsure),
        )
        for total in totals
        if (reviewed := total.in_approved + total.in_rejected + total.in_waiting)
    )
