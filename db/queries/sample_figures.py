"""The rows behind the blind sample's figures, in a span of an analyst's."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from db.queries.statistics import Span, is_within, of_chosen
from db.queries.times import seconds_between
from db.tables import (
    AddedIncident,
    BlindSample,
    IncidentVerdict,
    SampleAddition,
    SampleOpinion,
    SampleVerdict,
    SessionRecording,
    SurveySession,
)
from proctor_core.codes.verdicts import VerdictKind
from proctor_core.domain.blind_sample import SampleKind
from proctor_core.domain.states import RecordingState

Judged = tuple[BlindSample, SampleOpinion]


def judged_samples(db: Session, span: Span) -> Sequence[Judged]:
    """Those that were judged in the span, the first one first."""
    found = (
        select(BlindSample, SampleOpinion)
        .join(SampleOpinion, col(SampleOpinion.sample_id) == BlindSample.id)
        .join(SurveySession, col(SurveySession.id) == BlindSample.session_id)
        .where(*is_within(col(SampleOpinion.at), span), *of_chosen(span))
    )
    return db.exec(found.order_by(col(SampleOpinion.at), col(SampleOpinion.id))).all()


def submitted_samples(db: Session, span: Span) -> Sequence[tuple[BlindSample, SampleOpinion | None]]:
    """Unflagged sessions that were handed in in the span and drawn, judged or not."""
    found = (
        select(BlindSample, SampleOpinion)
        .outerjoin(SampleOpinion, col(SampleOpinion.sample_id) == BlindSample.id)
        .join(SurveySession, col(SurveySession.id) == BlindSample.session_id)
        .where(BlindSample.kind == SampleKind.UNFLAGGED)
        .where(*is_within(col(SurveySession.submitted_at), span), *of_chosen(span))
    )
    return db.exec(found).all()


def additions_of(db: Session, sample_ids: Sequence[UUID]) -> Sequence[SampleAddition]:
    """What was added to these, also what was taken back."""
    return db.exec(select(SampleAddition).where(col(SampleAddition.sample_id).in_(sample_ids))).all()


def sample_verdicts_of(db: Session, sample_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[SampleVerdict]]:
    """Sample -> everything that was said of its incidents, in order."""
    verdict = SampleVerdict
    found = select(verdict).where(col(verdict.sample_id).in_(sample_ids))
    return _by(db.exec(found.order_by(col(verdict.at), col(verdict.id))).all(), "sample_id")


def verdicts_of_filmed(
    db: Session, span: Span, least_share: float
) -> tuple[Mapping[UUID, Sequence[IncidentVerdict]], Sequence[AddedIncident]]:
    """What was said of flagged sessions that were handed in in the span and of which so much is filmed.

    Verdicts by session, in order, of sessions in which something was confirmed once; and what was added.
    """
    said = select(IncidentVerdict.session_id).where(IncidentVerdict.kind == VerdictKind.CONFIRM)
    verdict, added = IncidentVerdict, AddedIncident
    verdicts = (
        _filmed(select(verdict).join(SurveySession, col(SurveySession.id) == verdict.session_id), db, span, least_share)
        .where(col(verdict.session_id).in_(said), col(verdict.batch_id).is_(None))
        .order_by(col(verdict.at), col(verdict.id))
    )
    additions = _filmed(
        select(added).join(SurveySession, col(SurveySession.id) == added.session_id), db, span, least_share
    )
    return _by(db.exec(verdicts).all(), "session_id"), db.exec(additions).all()


def _filmed(asked: Any, db: Session, span: Span, least_share: float) -> Any:
    """Of flagged sessions of the span with whole video; one that was flagged out of the sample no rule had flagged."""
    session, video = SurveySession, SessionRecording
    length_s: Any = seconds_between(db, col(session.started_at), col(session.submitted_at))
    is_whole: ColumnElement[bool] = func.coalesce(video.duration_s, 0.0) >= least_share * length_s
    whole = (
        select(video.id)
        .where(col(video.session_id) == session.id, video.state == RecordingState.PROCESSED)
        .where(col(video.media_key).is_not(None), col(video.erased_at).is_(None), is_whole)
        .correlate(session)
    )
    drawn = select(BlindSample.session_id).where(BlindSample.kind == SampleKind.UNFLAGGED)
    within = (*is_within(col(session.submitted_at), span), *of_chosen(span))
    return asked.where(*within, col(session.flagged_for_review), whole.exists(), col(session.id).not_in(drawn))


def _by(rows: Sequence[Any], column: str) -> dict[UUID, Sequence[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return dict(found)
