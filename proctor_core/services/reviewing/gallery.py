"""The incidents of all flagged sessions that have snapshots, the newest session first: to be looked through and judged.

What may be seen is what a case shows (docs/decisions/0057): pictures of what was noted, in sessions that a person looks at. While
a case is undecided it shows no other moderator's verdicts and mutes, so that whoever looks through forms an opinion of their own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import reading
from db.queries.accounts import display_names
from db.queries.gallery import (
    GalleryFilter,
    PicturedSample,
    PicturedSession,
    pictured_samples,
    pictured_sessions,
    pictures_of,
)
from db.shared_clock import SharedClock
from db.tables import Evidence, FaceMute, IncidentVerdict, ProctorReview, SurveySession, User
from proctor_core.domain.paging import Cursor
from proctor_core.domain.policy import policy_from_json
from proctor_core.domain.states import UNDECIDED, ReviewStatus, SessionStatus
from proctor_core.domain.violation import SnapshotKind
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.appended import standing
from proctor_core.services.reviewing.case import known_duration_s, with_evidence
from proctor_core.services.reviewing.case_incidents import CaseIncident, CaseViolation, build_incidents, judged
from proctor_core.services.reviewing.case_mutes import muted
from proctor_core.services.reviewing.sampled_review import as_review, as_said, as_under_review

__all__ = ["GalleryFilter", "GalleryPage", "GalleryService", "GalleryTile"]

SESSIONS, ENOUGH, MOST_READS = 10, 24, 8
"""A page reads so many sessions at once until it has enough incidents, or has read so often: then the next page goes on there."""


@dataclass(frozen=True, slots=True)
class GalleryTile:
    """One incident with at least one snapshot.

    Attributes:
        can_judge: whether a verdict of the actor would be taken now; holder: who else has the session, where that is why not.
        waits_for_others: the actor proposed to reject the session, and another moderator looks at it.
    """

    incident: CaseIncident
    session: SurveySession
    review: ProctorReview
    survey_title: str
    can_judge: bool
    holder: str | None
    waits_for_others: bool = False

    @property
    def pictures(self) -> tuple[Evidence, ...]:
        """All of them, in order of time."""
        pictures = (picture for one in self.incident.violations for picture in one.evidence)
        return tuple(sorted(pictures, key=lambda picture: picture.taken_s))

    @property
    def best_picture(self) -> Evidence:
        """The peak of its longest violation, or the first one that there is."""
        of_type = {one.violation.id for one in self.incident.violations if one.violation.type is self.incident.type}
        peaks = (one for one in self.pictures if one.kind is SnapshotKind.PEAK and one.violation_id in of_type)
        return next(peaks, self.pictures[0])


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """`next` is where the following page begins, None where nothing follows; a page may have few tiles, or none, and go on."""

    tiles: tuple[GalleryTile, ...]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class GalleryService:
    """Reads only; verdicts are given as on a case, pictures are fetched and written down one by one.

    Attributes:
        shared: the clock by which processes agree who holds a review.
    """

    engine: Engine
    clock: Callable[[], datetime]
    shared: SharedClock | None = None

    def page(self, actor: User, wanted: GalleryFilter | None = None, after: Cursor | None = None) -> GalleryPage:
        """The next incidents that are wanted.

        Raises:
            NotAllowed: not a moderator.
        """
        guards.require_moderator(actor)
        wanted = wanted or GalleryFilter()
        tiles: list[GalleryTile] = []
        with reading(self.engine) as db:
            now = self.shared(db) if self.shared else self.clock()
            # Most sessions have one incident of a type.
            limit = ENOUGH if wanted.type else SESSIONS
            for _ in range(MOST_READS):
                found = _found(db, wanted, actor, after, limit)
                tiles += self._tiles(db, actor, found, wanted, now)
                after = found[-1].cursor if len(found) == limit else None
                if after is None or len(tiles) >= ENOUGH:
                    break
        return GalleryPage(tuple(tiles), after)

    def _tiles(
        self, db: Session, actor: User, found: Sequence[PicturedSession], wanted: GalleryFilter, now: datetime
    ) -> Iterator[GalleryTile]:
        said = (row.moderator_id for one in found for row in (*one.verdicts, *one.mutes))
        names = display_names(db, {author for author in said if author is not None})
        for one, incidents in _with_pictures(db, [(one, self._incidents(one, wanted, names)) for one in found]):
            is_open = _is_open(one)
            holder = _holder(actor, one, now) if is_open else None
            is_for_others = one.waits_for_others or _has_escalated(actor, one.review)
            may_judge = is_open and holder is None and not is_for_others
            mutes = [mute for mute in standing(one.mutes) if not is_open or mute.moderator_id == actor.id]
            for incident in muted(incidents, mutes, names):
                shown = _without_others(incident, actor) if is_open else incident
                if _is_wanted(shown, wanted, may_judge=may_judge):
                    yield GalleryTile(
                        shown, one.session, one.review, one.survey_title, may_judge, holder, one.waits_for_others
                    )

    def _incidents(self, one: PicturedSession, wanted: GalleryFilter, names: Mapping[UUID, str]) -> list[CaseIncident]:
        """Those of the wanted type as the case shows them, still without pictures; what was added has none."""
        violations = [CaseViolation(row, ()) for row in one.violations]
        end_s = known_duration_s(one.session, self.clock())
        alleged = build_incidents(violations, one.signals, policy_from_json(one.session.policy).incident_gap_s, end_s)
        incidents = judged(alleged, one.verdicts, names)
        return [each for each in incidents if each.violations and wanted.type in (None, *each.anchor.types)]


def _found(
    db: Session, wanted: GalleryFilter, actor: User, after: Cursor | None, limit: int
) -> Sequence[PicturedSession]:
    """Flagged sessions, and among them unmarked the drawn ones that wait to the actor, the newest first."""
    asked: dict[str, Any] = {"actor_id": actor.id, "after": after, "limit": limit}
    drawn = (_as_pictured(db, one) for one in pictured_samples(db, wanted, **asked))
    found = [*pictured_sessions(db, wanted, **asked), *drawn]
    return sorted(found, key=lambda one: (one.cursor.at, one.cursor.id), reverse=True)[:limit]


def _as_pictured(db: Session, one: PicturedSample) -> PicturedSession:
    return PicturedSession(
        review=as_review(one.drawn, one.earlier),
        session=as_under_review(db, one.session),
        survey_title=one.survey_title,
        holder=one.holder,
        waits_for_others=False,
        violations=one.violations,
        signals=one.signals,
        verdicts=[as_said(row, IncidentVerdict) for row in one.verdicts],
        mutes=[as_said(row, FaceMute) for row in one.mutes],
    )


def _with_pictures(
    db: Session, found: Sequence[tuple[PicturedSession, list[CaseIncident]]]
) -> Iterator[tuple[PicturedSession, list[CaseIncident]]]:
    """The same with the pictures of these incidents, read at once; an incident without any is left out."""
    alleged = [one.violation for _, incidents in found for incident in incidents for one in incident.violations]
    pictured = {one.violation.id: one for one in with_evidence(alleged, pictures_of(db, [row.id for row in alleged]))}
    for session, incidents in found:
        shown = (
            replace(incident, violations=tuple(pictured[one.violation.id] for one in incident.violations))
            for incident in incidents
        )
        yield session, [incident for incident in shown if any(one.evidence for one in incident.violations)]


def _is_open(one: PicturedSession) -> bool:
    return one.review.status in UNDECIDED and one.session.status is SessionStatus.UNDER_REVIEW


def _holder(actor: User, one: PicturedSession, now: datetime) -> str | None:
    is_another = one.review.claimed_by != actor.id and guards.is_held(one.review, now)
    return (one.holder or "") if is_another else None


def _has_escalated(actor: User, review: ProctorReview) -> bool:
    return review.status is ReviewStatus.ESCALATED and review.flagged_by == actor.id


def _without_others(incident: CaseIncident, actor: User) -> CaseIncident:
    is_own = incident.verdict is None or incident.verdict.row.moderator_id == actor.id
    return incident if is_own else replace(incident, verdict=None)


def _is_wanted(incident: CaseIncident, wanted: GalleryFilter, *, may_judge: bool) -> bool:
    if wanted.verdict:
        return incident.stands is wanted.verdict
    return not wanted.only_open or (may_judge and incident.stands is None)
