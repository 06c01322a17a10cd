"""What waits for a moderator, and who wants to hear of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, update
from sqlmodel import Session, col, func, select

from db.queries.review_queue import IS_OPEN, QueueView, in_view
from db.tables import ExternalPerson, ProctorReview, QueueMail, SurveySession, User, Webhook, WebhookDelivery
from proctor_core.domain.roles import Role
from proctor_core.domain.states import SessionStatus
from proctor_core.domain.webhook import WebhookEvent


class LongestWaiting(NamedTuple):
    """The session that waits longest, since when, and how many wait."""

    session: SurveySession
    since: datetime
    waiting: int


def longest_waiting(db: Session, platform: str | None) -> LongestWaiting | None:
    """Among sessions of a platform's people; None: among all. None where nothing waits."""
    found = db.exec(
        _waiting(select(SurveySession, ProctorReview.created_at), platform)
        .order_by(col(ProctorReview.created_at), col(ProctorReview.id))
        .limit(1)
    ).first()
    if found is None:
        return None
    session, since = found
    return LongestWaiting(session, since, db.exec(_waiting(select(func.count()), platform)).one())


def waits_since(db: Session, moderator_id: UUID, now: datetime) -> datetime | None:
    """Since when the longest waits of what the moderator finds waiting or escalated in the queue; None: nothing does."""
    is_there = or_(*(in_view(view, moderator_id, now) for view in (QueueView.WAITING, QueueView.ESCALATED)))
    asked = _waiting(select(ProctorReview.created_at), None).where(is_there)
    return db.exec(asked.order_by(col(ProctorReview.created_at), col(ProctorReview.id)).limit(1)).first()


def living_webhooks(db: Session) -> Sequence[Webhook]:
    """Held until the transaction ends, in one order: of two processes the second hears what the first one sent."""
    living = select(Webhook).where(col(Webhook.ended_at).is_(None)).order_by(col(Webhook.id))
    return db.exec(living.with_for_update(key_share=True)).all()


def heard_since(db: Session, webhook_id: UUID, since: datetime) -> bool:
    """Whether this server was sent word of waiting work after that."""
    delivery = WebhookDelivery
    sent = select(delivery.id).where(delivery.webhook_id == webhook_id, delivery.event == WebhookEvent.QUEUE_WAITING)
    return db.exec(sent.where(delivery.created_at > since).limit(1)).first() is not None


def mails_due(db: Session, due_at: datetime) -> Sequence[tuple[QueueMail, User]]:
    """Who is still a moderator, wants mail and had none since it was due."""
    due = select(QueueMail, User).join(User, col(User.id) == QueueMail.moderator_id)
    is_moderator = (User.role == Role.MODERATOR, col(User.is_active).is_(True))
    return db.exec(due.where(QueueMail.mailed_at < due_at, *is_moderator).order_by(col(QueueMail.id))).all()


def claim_mail(db: Session, mail: QueueMail, at: datetime) -> bool:
    """Take it for this process; False where another one was quicker, or nobody wants it any more."""
    as_read = (col(QueueMail.id) == mail.id, col(QueueMail.mailed_at) == mail.mailed_at)
    claimed = update(QueueMail).where(*as_read).values(mailed_at=at).execution_options(synchronize_session=False)
    return db.exec(claimed).rowcount == 1


def _waiting(asked: Any, platform: str | None) -> Any:
    joined = asked.select_from(ProctorReview).join(SurveySession, col(SurveySession.id) == ProctorReview.session_id)
    conditions: list[Any] = [IS_OPEN, col(SurveySession.status) == SessionStatus.UNDER_REVIEW]
    if platform is not None:
        people = select(ExternalPerson.user_id).where(ExternalPerson.platform == platform)
        conditions.append(col(SurveySession.taker_id).in_(people))
    return joined.where(*conditions)
