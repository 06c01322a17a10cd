"""Taking a review into one's hands for a while, inside the caller's transaction."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from db.shared_clock import SharedClock
from db.tables import ProctorReview, SurveySession, User
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


def hold_case(
    db: Session, actor: User, review_id: UUID, clock: Callable[[], datetime], shared: SharedClock | None
) -> tuple[ProctorReview, SurveySession]:
    """The undecided review and its session, which the actor holds from now on: who judges a part of a free case takes it.

    Raises:
        NotFound: no such review.
        Conflict: another moderator holds it.
        NotAllowed: the actor's own session, or they are the one who escalated it.
        IllegalMove: it is decided, or the session is not under review.
    """
    review, session = guards.find_review(db, actor, review_id)
    now = shared(db) if shared else clock()
    guards.refuse_held(db, actor, review, now)
    guards.refuse_who_passed_it_on(db, actor, review)
    guards.require_open(review, session)
    is_held = guards.is_held(review, now)
    return (review if is_held else claim(db, actor, review, now, clock())), session
