"""How often a rejection did not stand: before another moderator who looked too, and before a taker's objection."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from db.queries.appeals import appeal_outcomes
from db.queries.second_looks import SecondLookRows
from db.queries.statistics import Span
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.domain.share import Share, share_of


@dataclass(frozen=True, slots=True)
class Overturned:
    """Of so many `looked_at` again, so many were `overturned`."""

    overturned: int
    looked_at: int

    @property
    def share(self) -> Share | None:
        """With its interval; None: none was looked at again."""
        return share_of(self.overturned, self.looked_at)


@dataclass(frozen=True, slots=True)
class OverturnedRejections:
    """`by_second_look`: of rejections proposed in a span; `on_appeal`: of appeals answered in it."""

    by_second_look: Overturned
    on_appeal: Overturned


def overturned_rejections(db: Session, span: Span, looks: Sequence[SecondLookRows]) -> OverturnedRejections:
    """`looks`: of the same span. A second moderator who approves overturns, whatever a third one decides."""
    agreed = sum(look.second.kind in (ReviewEventKind.REJECT, ReviewEventKind.PROPOSED) for look in looks)
    answered = appeal_outcomes(db, span)
    return OverturnedRejections(
        by_second_look=Overturned(len(looks) - agreed, len(looks)),
        on_appeal=Overturned(answered.overturned, answered.overturned + answered.upheld),
    )
