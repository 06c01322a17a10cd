"""What the blind sample says: how much the rules find, what the checks miss, how far moderators agree, and how that moves.

docs/decisions/0052 defines each figure. Nobody is named.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading
from db.queries.sample_figures import (
    Judged,
    additions_of,
    judged_samples,
    sample_verdicts_of,
    submitted_samples,
    verdicts_of_filmed,
)
from db.queries.statistics import Span
from db.tables import IncidentVerdict, SampleOpinion, SampleVerdict, User
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.agreement import Agreement, agreement_of
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.recall import Looked, Recall, recall_of
from proctor_core.domain.states import DecisionKind
from proctor_core.rules.standing_verdicts import verdicts_by_member
from proctor_core.services.reviewing.appended import standing
from proctor_core.services.reviewing.case_incidents import as_verdict
from proctor_core.services.reviewing.sampled_review import as_said
from proctor_core.services.reviewing.statistics import Between, Period, StatisticsService

WHOLE = 0.95
"""A video is whole that has this share of the session's length; raising it leaves out more sessions."""
HOUR_S = 3600.0
Pair = tuple[DecisionKind, DecisionKind]


@dataclass(frozen=True, slots=True)
class Missed:
    """Incidents that moderators added to unflagged sessions, in the time that they could watch; the rest had no video."""

    incidents: int
    watched_s: float
    unwatched_s: float

    @property
    def per_hour(self) -> float | None:
        """None: nothing was watched."""
        return self.incidents / (self.watched_s / HOUR_S) if self.watched_s else None


@dataclass(frozen=True, slots=True)
class SampleMonth:
    """What was judged in one month, which `first` begins."""

    first: date
    judged: int
    agreement: Agreement
    confirmed: int
    dismissed: int

    @property
    def confirmed_share(self) -> float | None:
        """Of the incidents that were confirmed or dismissed."""
        both = self.confirmed + self.dismissed
        return self.confirmed / both if both else None


@dataclass(frozen=True, slots=True)
class SampleFigures:
    """Of samples that were judged in a period; recall is of sessions that were handed in in it."""

    unflagged: int
    decided: int
    recall: Recall | None
    missed: Missed
    agreement: Agreement
    months: tuple[SampleMonth, ...]

    @property
    def judged(self) -> int:
        """All of them."""
        return self.unflagged + self.decided


@dataclass(frozen=True, slots=True)
class SampleStatistics:
    """Reads only."""

    engine: Engine
    statistics: StatisticsService

    def figures(
        self,
        actor: User,
        period: Period | Between,
        survey_slug: str | None = None,
        platform: str | None = None,
        *,
        zone: tzinfo = UTC,
    ) -> SampleFigures:
        """Of the period as `StatisticsService.overview` counts it.

        Raises:
            NotAllowed: not an analyst.
        """
        span = self.statistics.span_of(actor, period, survey_slug, platform, zone)
        with reading(self.engine) as db:
            judged = judged_samples(db, span)
            verdicts = sample_verdicts_of(db, [drawn.id for drawn, _ in judged])
            return SampleFigures(
                unflagged=sum(drawn.kind is SampleKind.UNFLAGGED for drawn, _ in judged),
                decided=sum(drawn.kind is SampleKind.DECIDED for drawn, _ in judged),
                recall=_recall(db, span),
                missed=_missed(db, judged),
                agreement=agreement_of(list(_pairs(judged))),
                months=_months(judged, verdicts, zone),
            )


def _recall(db: Session, span: Span) -> Recall | None:
    """What is drawn and not judged yet is stood for by what is."""
    drawn = submitted_samples(db, span)
    judged = [(sample, opinion) for sample, opinion in drawn if opinion is not None]
    whole = [(sample, opinion) for sample, opinion in judged if _is_whole(opinion)]
    if not whole:
        return None
    waiting = sum(1 / sample.share for sample, _ in drawn) / sum(1 / sample.share for sample, _ in judged)
    looked = [Looked(waiting / sample.share, opinion.findings > 0) for sample, opinion in whole]
    return recall_of(len(_filmed_with_finding(db, span)), looked)


def _filmed_with_finding(db: Session, span: Span) -> set[UUID]:
    verdicts, added = verdicts_of_filmed(db, span, WHOLE)
    confirmed = {
        session_id
        for session_id, rows in verdicts.items()
        if VerdictKind.CONFIRM in {one.kind for one in verdicts_by_member([as_verdict(row) for row in rows]).values()}
    }
    return confirmed | {row.session_id for row in standing(added)}


def _missed(db: Session, judged: Sequence[Judged]) -> Missed:
    unflagged = [(drawn, opinion) for drawn, opinion in judged if drawn.kind is SampleKind.UNFLAGGED]
    watched = [drawn.id for drawn, opinion in unflagged if opinion.video_s > 0]
    watched_s = sum(opinion.video_s for _, opinion in unflagged)
    length_s = sum(opinion.length_s for _, opinion in unflagged)
    return Missed(len(standing(additions_of(db, watched))), watched_s, max(0.0, length_s - watched_s))


def _is_whole(opinion: SampleOpinion) -> bool:
    return opinion.video_s > 0 and opinion.video_s >= WHOLE * opinion.length_s


def _pairs(judged: Iterable[Judged]) -> Iterable[Pair]:
    for drawn, opinion in judged:
        if drawn.earlier is not None:
            yield drawn.earlier, opinion.decision


def _months(
    judged: Sequence[Judged], verdicts: Mapping[UUID, Sequence[SampleVerdict]], zone: tzinfo
) -> tuple[SampleMonth, ...]:
    by_month: dict[date, list[Judged]] = {}
    for drawn, opinion in judged:
        by_month.setdefault(opinion.at.astimezone(zone).date().replace(day=1), []).append((drawn, opinion))
    return tuple(_month(first, some, verdicts) for first, some in sorted(by_month.items()))


def _month(first: date, judged: Sequence[Judged], verdicts: Mapping[UUID, Sequence[SampleVerdict]]) -> SampleMonth:
    kinds: Counter[VerdictKind] = Counter()
    for drawn, _ in judged:
        said = verdicts_by_member([as_verdict(as_said(row, IncidentVerdict)) for row in verdicts.get(drawn.id, ())])
        kinds.update(one.kind for one in set(said.values()) if one.kind is not None)
    agreement = agreement_of(list(_pairs(judged)))
    return SampleMonth(first, len(judged), agreement, kinds[VerdictKind.CONFIRM], kinds[VerdictKind.DISMISS])
