"""Taking a review into one's hands for a while, inside the caller's transaction."""

from datetime import datetime

from sqlmodel import Session

from db.tables import ProctorReview, User
from proctor_core.domain.lease import CLAIM_TIME
from proctor_core.domain.review_history import ReviewEventKind
from proctor_core.services.reviewing import review_guards as guards
from proctor_core.services.reviewing.review_changes import ReviewChange, apply_change


def claim(db: Session, actor: User, review: ProctorReview, held_at: datetime, at: datetime) -> ProctorReview:
    """Hold the review for 15 minutes, or for 15 minutes again; `held_at`: as claims count, `at`: the stamp of the entry.

    Raises:
        Conflict: somebody else holds it; the message says who and until when.
    """
    guards.refuse_held(db, actor, review, held_at)
    event = None if guards.is_held(review, held_at) else ReviewEventKind.CLAIMED
    values = {"claimed_by": actor.id, "claim_expires_at": held_at + CLAIM_TIME}
    return apply_change(db, ReviewChange(review, actor, at, values, event))
