"""Who holds a review, or a drawn session: whose claim counts now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col

from db.tables import BlindSample, ProctorReview
from proctor_core.domain.lease import CLAIM_TIME


def is_claimed(of: type[ProctorReview] | type[BlindSample], now: datetime) -> ColumnElement[bool]:
    """As `still_holds` says of one."""
    until = func.coalesce(col(of.claim_expires_at), now)
    return and_(until > now, until <= now + CLAIM_TIME)


def is_free_for(of: type[ProctorReview] | type[BlindSample], moderator_id: UUID, now: datetime) -> ColumnElement[bool]:
    """The condition that one meets which nobody else holds."""
    return or_(col(of.claimed_by).is_(None), col(of.claimed_by) == moderator_id, ~is_claimed(of, now))
