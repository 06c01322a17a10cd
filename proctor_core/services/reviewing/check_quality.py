"""How often each check was right, by what moderators said about the violations that it alleged."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from db.queries.check_quality import verdicts_of_span, violations_of_judged_sessions
from db.queries.statistics import Span, TypeTotals
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.share import Share, share_of
from proctor_core.domain.violation import ViolationType
from proctor_core.rules.standing_verdicts import verdicts_by_member
from proctor_core.services.reviewing.case_incidents import as_verdict


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


def check_quality(db: Session, span: Span, totals: Sequence[TypeTotals]) -> tuple[CheckQuality, ...]:
    """Of each type that came under review; `totals` of the same span says how many violations that were."""
    said = verdicts_by_member([as_verdict(row) for row in verdicts_of_span(db, span)])
    kinds = Counter((kind, said[one].kind) for one, kind in violations_of_judged_sessions(db, span) if one in said)
    reviewed = {total.type: total.in_approved + total.in_rejected + total.in_waiting for total in totals}
    return tuple(
        CheckQuality(
            type=kind,
            confirmed=kinds[kind, VerdictKind.CONFIRM],
            dismissed=kinds[kind, VerdictKind.DISMISS],
            unsure=kinds[kind, VerdictKind.UNSURE],
            open=max(0, count - sum(kinds[kind, verdict] for verdict in VerdictKind)),
        )
        for kind, count in reviewed.items()
        if count
    )
