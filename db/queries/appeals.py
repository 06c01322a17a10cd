"""Reads of appeals and legal holds: what waits, what stands, what was overturned."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from db.queries.statistics import Span, is_within, of_chosen
from db.tables import Appeal, AppealAnswer, LegalHold, ProctorReview, ReviewEvent, Survey, SurveySession
from proctor_core.domain.appeal import AppealOutcome
from proctor_core.domain.review_history import SPOKEN
from proctor_core.domain.states import SessionStatus


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal with its session, its review and the survey's title; `answer` None: it is open."""

    appeal: Appeal
    answer: AppealAnswer | None
    session: SurveySession
    review: ProctorReview
    survey_title: str


@dataclass(frozen=True, slots=True)
class AppealOutcomes:
    """How appeals that were answered in a span of time ended."""

    upheld: int
    overturned: int


def is_appealed() -> ColumnElement[bool]:
    """Whether the session has an appeal that nobody has answered."""
    answered = select(AppealAnswer.id).where(AppealAnswer.appeal_id == Appeal.id).exists()
    return col(SurveySession.id).in_(select(Appeal.session_id).where(~answered).correlate(None))


def is_held() -> ColumnElement[bool]:
    """Whether a legal hold on the session stands."""
    end = aliased(LegalHold)
    lifted = select(end.id).where(end.lifts == LegalHold.id).exists()
    begun = col(LegalHold.lifts).is_(None)
    return col(SurveySession.id).in_(select(LegalHold.session_id).where(begun, ~lifted).correlate(None))


def may_still_be_appealed(decided_after: datetime) -> ColumnElement[bool]:
    """Whether the session was rejected after that, and nobody has objected yet."""
    session, review = SurveySession, ProctorReview
    is_young = select(review.id).where(review.session_id == session.id, col(review.decided_at) > decided_after)
    has_appeal = select(Appeal.id).where(Appeal.session_id == session.id).exists()
    return (col(session.status) == SessionStatus.REJECTED) & is_young.exists() & ~has_appeal


def appeal_of(db: Session, session_id: UUID) -> tuple[Appeal | None, AppealAnswer | None]:
    """A session's appeal and its answer."""
    appeal = db.exec(select(Appeal).where(Appeal.session_id == session_id)).one_or_none()
    if appeal is None:
        return None, None
    return appeal, db.exec(select(AppealAnswer).where(AppealAnswer.appeal_id == appeal.id)).one_or_none()


def appeal_row(db: Session, appeal_id: UUID) -> AppealRow | None:
    """One appeal with what belongs to it."""
    return next(iter(_rows(db, [Appeal.id == appeal_id])), None)


def open_appeals(db: Session) -> Sequence[AppealRow]:
    """Those that nobody has answered, the one that is due first first."""
    return _rows(db, [col(AppealAnswer.id).is_(None)])


def deciders_of(db: Session, review_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who has decided about these reviews or given an opinion, also before they were opened again."""
    found: dict[UUID, set[UUID]] = {review_id: set() for review_id in review_ids}
    events = select(ReviewEvent.review_id, ReviewEvent.author_id).where(
        col(ReviewEvent.review_id).in_(review_ids), col(ReviewEvent.kind).in_(SPOKEN)
    )
    for review_id, author_id in db.exec(events):
        if author_id is not None:
            found[review_id].add(author_id)
    return found


def appeal_outcomes(db: Session, span: Span) -> AppealOutcomes:
    """How the appeals ended that were answered in the span, of the chosen survey."""
    answered = select(AppealAnswer.outcome, func.count()).where(*is_within(col(AppealAnswer.at), span))
    if chosen := of_chosen(span):
        answered = answered.join(SurveySession, col(SurveySession.id) == AppealAnswer.session_id).where(*chosen)
    counts = dict(db.exec(answered.group_by(col(AppealAnswer.outcome))).all())
    return AppealOutcomes(counts.get(AppealOutcome.UPHELD, 0), counts.get(AppealOutcome.OVERTURNED, 0))


def standing_holds(db: Session, session_id: UUID | None = None) -> Sequence[LegalHold]:
    """Every hold that stands, or that of one session, the newest first."""
    lifted = select(LegalHold.lifts).where(col(LegalHold.lifts).is_not(None))
    standing = select(LegalHold).where(col(LegalHold.lifts).is_(None), col(LegalHold.id).not_in(lifted))
    if session_id is not None:
        standing = standing.where(LegalHold.session_id == session_id)
    return db.exec(standing.order_by(col(LegalHold.at).desc())).all()


def held_sessions(db: Session, taker_id: UUID) -> Sequence[UUID]:
    """A person's sessions that are held."""
    session = SurveySession
    return db.exec(select(session.id).where(session.taker_id == taker_id, is_held())).all()


def _rows(db: Session, where: Sequence[ColumnElement[bool] | bool]) -> list[AppealRow]:
    statement = (
        select(Appeal, AppealAnswer, SurveySession, ProctorReview)
        .outerjoin(AppealAnswer, col(AppealAnswer.appeal_id) == Appeal.id)
        .join(SurveySession, col(SurveySession.id) == Appeal.session_id)
        .join(ProctorReview, col(ProctorReview.id) == Appeal.review_id)
        .where(*where)
        .order_by(col(Appeal.answer_by), col(Appeal.id))
    )
    found = db.exec(statement).all()
    if not found:
        return []
    surveys = {session.survey_id for _, _, session, _ in found}
    titles = dict(db.exec(select(Survey.id, Survey.title).where(col(Survey.id).in_(surveys))).all())
    return [
        AppealRow(appeal, answer, session, review, titles[session.survey_id])
        for appeal, answer, session, review in found
    ]
