"""Rejections that wait for another moderator, and whether anybody is left who could look."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from db.queries.accounts import active_moderators
from db.tables import ProctorReview, RejectionProposal, SurveySession
from proctor_core.domain.states import ReviewStatus


def open_proposal(db: Session, review_id: UUID) -> RejectionProposal | None:
    """The one about this review."""
    statement = select(RejectionProposal).where(RejectionProposal.review_id == review_id)
    return db.exec(statement.execution_options(populate_existing=True)).one_or_none()


def open_proposals(db: Session, review_ids: Collection[UUID]) -> Mapping[UUID, RejectionProposal]:
    """Those about these reviews, by review."""
    found = select(RejectionProposal).where(col(RejectionProposal.review_id).in_(review_ids))
    return {row.review_id: row for row in db.exec(found).all()}


def is_proposed_by(moderator_id: UUID) -> ColumnElement[bool]:
    """The condition that a review meets whose rejection this moderator proposed, and nobody else has spoken."""
    proposed = select(RejectionProposal.id).where(
        col(RejectionProposal.review_id) == col(ProctorReview.id),
        RejectionProposal.proposed_by == moderator_id,
        col(RejectionProposal.opposed_by).is_(None),
    )
    return proposed.exists()


def has_spoken(moderator_id: UUID) -> ColumnElement[bool]:
    """The condition that a review meets about whose rejection this moderator has given an opinion."""
    of_moderator = or_(
        col(RejectionProposal.proposed_by) == moderator_id, col(RejectionProposal.opposed_by) == moderator_id
    )
    about = select(RejectionProposal.id).where(col(RejectionProposal.review_id) == col(ProctorReview.id), of_moderator)
    return about.exists()


def count_stranded(db: Session) -> int:
    """Proposals that nobody who is active may look at: not who proposed, not who escalated, not who took the survey."""
    statement = (
        select(RejectionProposal.proposed_by, ProctorReview.flagged_by, ProctorReview.status, SurveySession.taker_id)
        .join(ProctorReview, col(ProctorReview.id) == RejectionProposal.review_id)
        .join(SurveySession, col(SurveySession.id) == RejectionProposal.session_id)
        .where(col(RejectionProposal.opposed_by).is_(None))
    )
    moderators = active_moderators(db)
    return sum(
        not moderators - {proposed_by, taker_id, flagged_by if status is ReviewStatus.ESCALATED else None}
        for proposed_by, flagged_by, status, taker_id in db.exec(statement).all()
    )


def count_proposals(db: Session) -> int:
    """How many wait."""
    return db.exec(select(func.count()).select_from(RejectionProposal)).one()
