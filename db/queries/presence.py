"""Who has which case open."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from db.tables import CasePresence, RejectionProposal, User

HERE_FOR = timedelta(seconds=45)
"""So long after the last sign somebody counts as there."""
KEPT_FOR = timedelta(hours=1)


def present_in(
    db: Session, session_ids: Collection[UUID], leaves_out: UUID, now: datetime
) -> Mapping[UUID, tuple[str, ...]]:
    """Session id -> names of whoever has it open, in order; a session that nobody has open is left out.

    Whoever proposed a rejection that waits for another is not named: the second does not know to be the second.
    """
    proposed = select(RejectionProposal.id).where(
        col(RejectionProposal.session_id) == col(CasePresence.session_id),
        col(RejectionProposal.proposed_by) == col(CasePresence.moderator_id),
        col(RejectionProposal.opposed_by).is_(None),
    )
    statement = (
        select(CasePresence.session_id, User.display_name)
        .join(User, col(User.id) == CasePresence.moderator_id)
        .where(
            col(CasePresence.session_id).in_(session_ids),
            CasePresence.moderator_id != leaves_out,
            CasePresence.seen_at > now - HERE_FOR,
            CasePresence.seen_at <= now + HERE_FOR,
            ~proposed.exists(),
        )
        .order_by(col(User.display_name), col(User.id))
    )
    names: defaultdict[UUID, tuple[str, ...]] = defaultdict(tuple)
    for session_id, name in db.exec(statement).all():
        names[session_id] += (name,)
    return dict(names)


def forget_old_presence(db: Session, now: datetime) -> int:
    """Delete what says who was there longer ago than `KEPT_FOR`; how many rows."""
    old = delete(CasePresence).where(col(CasePresence.seen_at) < now - KEPT_FOR)
    return db.exec(old.execution_options(synchronize_session=False)).rowcount
