"""Decisions that can still be taken back: a handful at any time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from db.tables import BlindSample, HeldDecision, ProctorReview


def held_decision(db: Session, review_id: UUID) -> HeldDecision | None:
    """The one about this review, or about the drawn session of this id."""
    about = or_(col(HeldDecision.review_id) == review_id, col(HeldDecision.sample_id) == review_id)
    return db.exec(select(HeldDecision).where(about)).one_or_none()


def held_decisions(db: Session) -> Sequence[HeldDecision]:
    """All, the oldest first."""
    return db.exec(select(HeldDecision).order_by(col(HeldDecision.made_at), col(HeldDecision.id))).all()


def is_awaiting(
    moderator_id: UUID | None = None, *, of: type[ProctorReview] | type[BlindSample] = ProctorReview
) -> ColumnElement[bool]:
    """The condition that one meets about which a decision is held, of this moderator; None: of anybody."""
    held = HeldDecision.review_id if of is ProctorReview else HeldDecision.sample_id
    about = select(HeldDecision.id).where(col(held) == col(of.id)).correlate(of)
    return (about if moderator_id is None else about.where(HeldDecision.moderator_id == moderator_id)).exists()
