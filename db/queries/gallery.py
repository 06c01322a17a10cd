"""Flagged sessions that were handed in and have snapshots, the newest first, with what incidents are made of: for the gallery."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, or_, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from db.queries.blind_samples import has_open_sample_for, is_any_open, is_open_for, joined_samples
from db.queries.list_pages import if_rare, read_alone
from db.queries.proposals import is_proposed_by
from db.queries.queue_filter import QueueFilter, narrowing_of
from db.queries.review_queue import IS_OPEN
from db.queries.rows_by_session import rows_by_session
from db.tables import (
    BlindSample,
    Evidence,
    FaceMute,
    IncidentVerdict,
    ProctorReview,
    SampleMute,
    SampleVerdict,
    Signal,
    Survey,
    SurveySession,
    User,
    Violation,
)
from db.unindexed import unindexed
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.paging import Cursor
from proctor_core.domain.states import HANDED_IN
from proctor_core.domain.violation import ViolationType

_Verdict = TypeVar("_Verdict", IncidentVerdict, SampleVerdict)
_Mute = TypeVar("_Mute", FaceMute, SampleMute)


@dataclass(frozen=True, slots=True)
class GalleryFilter:
    """None lets everything through.

    Attributes:
        verdict: what stands about an incident.
        only_open: incidents that can be judged and nobody judged; `verdict` is then None.
        since, until: when the session was flagged: at or after, and before.
    """

    type: ViolationType | None = None
    survey_id: UUID | None = None
    verdict: VerdictKind | None = None
    only_open: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PicturedSession:
    """One session.

    Attributes:
        holder: the name of whoever took its review last.
        waits_for_others: whoever looks has proposed to reject it, and nobody else has spoken.
    """

    review: ProctorReview
    session: SurveySession
    survey_title: str
    holder: str | None
    waits_for_others: bool
    violations: Sequence[Violation]
    signals: Sequence[Signal]
    verdicts: Sequence[IncidentVerdict]
    mutes: Sequence[FaceMute]

    @property
    def cursor(self) -> Cursor:
        """The next page begins after it."""
        return Cursor(self.review.created_at, self.review.id)


def pictured_sessions(
    db: Session, wanted: GalleryFilter, *, actor_id: UUID, after: Cursor | None, limit: int
) -> Sequence[PicturedSession]:
    """Up to `limit` sessions that may have what is wanted; which incident has which verdict is for the caller to find.

    The actor's own sessions are left out.
    """
    review, session = ProctorReview, SurveySession
    newest_first = (col(review.created_at).desc(), col(review.id).desc())
    # Their ids by themselves: the index has all that is asked of a review, and its rows are wide.
    read_alone(db)
    chosen = _chosen(wanted, actor_id, after).where(*if_rare(db, wanted.survey_id, wanted.type))
    chosen = chosen.order_by(*newest_first).limit(limit)
    # sqlmodel types up to four columns
    columns: list[Any] = [review, session, Survey.title, User.display_name, is_proposed_by(actor_id)]
    statement = (
        select(*columns)
        .join(session, col(session.id) == review.session_id)
        .join(Survey, col(Survey.id) == session.survey_id)
        .outerjoin(User, col(User.id) == review.claimed_by)
        .where(col(review.id).in_(chosen))
        .order_by(*newest_first)
    )
    found = db.exec(statement).all()
    ids = [row[1].id for row in found]
    parts = _parts(db, ids, IncidentVerdict, FaceMute)
    return [PicturedSession(*row, *(part[row[1].id] for part in parts)) for row in found]


@dataclass(frozen=True, slots=True)
class PicturedSample:
    """One drawn session that waits to whoever looks; `earlier`: the review that decided it, None: no rule flagged it."""

    drawn: BlindSample
    earlier: ProctorReview | None
    session: SurveySession
    survey_title: str
    holder: str | None
    violations: Sequence[Violation]
    signals: Sequence[Signal]
    verdicts: Sequence[SampleVerdict]
    mutes: Sequence[SampleMute]


def pictured_samples(
    db: Session, wanted: GalleryFilter, *, actor_id: UUID, after: Cursor | None, limit: int
) -> Sequence[PicturedSample]:
    """As `pictured_sessions`, of drawn sessions, which stand where a case that was flagged then would."""
    if not is_any_open(db):
        return ()
    drawn, session = BlindSample, SurveySession
    # All of them are open; which verdict stands is for the caller to find.
    narrowing = narrowing_of(drawn, col(drawn.drawn_at), _as_queue_filter(wanted))
    columns: list[Any] = [drawn, ProctorReview, session, Survey.title, User.display_name]
    found = (
        joined_samples(select(*columns))
        .join(Survey, col(Survey.id) == session.survey_id)
        .outerjoin(User, col(User.id) == drawn.claimed_by)
        .where(is_open_for(actor_id), col(session.snapshots) > 0, *narrowing)
        .order_by(col(drawn.drawn_at).desc(), col(drawn.id).desc())
        .limit(limit)
    )
    if after:
        found = found.where(tuple_(col(drawn.drawn_at), col(drawn.id)) < (after.at, after.id))
    rows = db.exec(found).all()
    ids = [row[2].id for row in rows]
    parts = _parts(db, ids, SampleVerdict, SampleMute)
    return [PicturedSample(*row, *(part[row[2].id] for part in parts)) for row in rows]


def pictures_of(db: Session, violation_ids: Sequence[UUID]) -> Sequence[Evidence]:
    """The snapshots of these violations, in no order."""
    found = select(Evidence).where(col(Evidence.violation_id).in_(violation_ids))
    return db.exec(found).all() if violation_ids else ()


def _chosen(wanted: GalleryFilter, actor_id: UUID, after: Cursor | None) -> SelectOfScalar[UUID]:
    """Ids of the reviews, without an order."""
    review, session = ProctorReview, SurveySession
    found = (
        select(review.id)
        .join(session, col(session.id) == review.session_id)
        .where(
            unindexed(col(session.status)).in_(HANDED_IN), col(session.snapshots) > 0, col(session.taker_id) != actor_id
        )
        .where(~has_open_sample_for(actor_id), *_narrowing(wanted))
    )
    return found.where(tuple_(col(review.created_at), col(review.id)) < (after.at, after.id)) if after else found


def _narrowing(wanted: GalleryFilter) -> list[ColumnElement[bool]]:
    conditions = narrowing_of(ProctorReview, col(ProctorReview.created_at), _as_queue_filter(wanted))
    if wanted.verdict:
        # Of the newest cases nothing was said yet; of the others it is asked before the session is looked up.
        conditions += [col(ProctorReview.judged_at).is_not(None), case((_was_said(wanted.verdict), 1), else_=0) == 1]
    if wanted.only_open:
        conditions.append(IS_OPEN)  # pyright: ignore[reportArgumentType]
    return conditions


def _as_queue_filter(wanted: GalleryFilter) -> QueueFilter:
    """What both narrow by: the rest is of incidents."""
    return QueueFilter(survey_id=wanted.survey_id, type=wanted.type, since=wanted.since, until=wanted.until)


def _was_said(verdict: VerdictKind) -> ColumnElement[bool]:
    """Of any incident of the session; a muted face dismisses what it alone led to without a word."""
    of_session = ProctorReview.session_id
    said = and_(col(IncidentVerdict.session_id) == of_session, col(IncidentVerdict.kind) == verdict)
    has_verdict = select(IncidentVerdict.id).where(said).exists()
    if verdict is not VerdictKind.DISMISS:
        return has_verdict
    return or_(has_verdict, select(FaceMute.id).where(col(FaceMute.session_id) == of_session).exists())


def _parts(
    db: Session, session_ids: Sequence[UUID], verdicts: type[_Verdict], mutes: type[_Mute]
) -> tuple[
    Mapping[UUID, list[Violation]],
    Mapping[UUID, list[Signal]],
    Mapping[UUID, list[_Verdict]],
    Mapping[UUID, list[_Mute]],
]:
    """Violations, signals, and what was said, each by session and in the order of its time."""
    return (
        rows_by_session(db, Violation, session_ids, "onset_s"),
        rows_by_session(db, Signal, session_ids, "onset_s"),
        rows_by_session(db, verdicts, session_ids, "at"),
        rows_by_session(db, mutes, session_ids, "at"),
    )
